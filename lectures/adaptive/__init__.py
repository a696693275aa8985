"""Lecture 4: adaptive methods."""
