"""Lecture 3: momentum."""
