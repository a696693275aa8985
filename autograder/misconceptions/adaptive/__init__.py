"""Named variants of the functions of pair 4."""
