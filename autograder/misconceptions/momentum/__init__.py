"""Variants of the functions of pair 3: known mistakes, and right ways in another style."""
