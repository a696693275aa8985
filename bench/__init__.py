"""Benchmarks: each compares in one run, since machines are shared and noisy."""
