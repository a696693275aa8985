"""How lecture 1 draws what it computes."""
