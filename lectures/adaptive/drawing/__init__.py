"""How lecture 4 draws what it computes."""
