"""Lecture 2: Newton's method."""
