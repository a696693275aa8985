"""Named variants of the functions of pair 1."""
