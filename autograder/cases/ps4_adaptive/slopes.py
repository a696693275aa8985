"""Slopes that the cases of this assignment share."""


def away_from_zero(rng, n):
    """Return n numbers of either sign with sizes from 0.5 to 2: none is so small that eps shows beside it by luck."""
    return rng.choice([-1.0, 1.0], size=n) * rng.uniform(0.5, 2, size=n)
