"""What lecture 1 computes."""
