"""Known wrong and right variants of the functions of pair 4."""
