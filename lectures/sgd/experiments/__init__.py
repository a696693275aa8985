"""What lecture 5 computes."""
