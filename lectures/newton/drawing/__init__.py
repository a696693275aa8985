"""How lecture 2 draws what it computes."""
