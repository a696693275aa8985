"""Named variants of the functions of pair 2."""
