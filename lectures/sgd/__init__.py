"""Lecture 5: stochastic gradients and learning rates."""
