"""How lecture 3 draws what it computes."""
