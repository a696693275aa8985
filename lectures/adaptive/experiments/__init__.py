"""What lecture 4 computes."""
