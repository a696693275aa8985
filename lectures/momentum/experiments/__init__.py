"""What lecture 3 computes."""
