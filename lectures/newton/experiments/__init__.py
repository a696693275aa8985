"""What lecture 2 computes."""
