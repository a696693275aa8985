"""How lecture 5 draws what it computes."""
