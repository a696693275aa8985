"""Lecture 1: the landscape of a loss."""
