"""Variants of the functions of pair 5, by what they are about."""
