"""Public cases of `cosine_decay`: angles whose cosines are known."""

from checks.support import assert_close


def test_half_a_wave(student):
    """No warm-up: full at the start, three quarters, one half, one quarter, and zero at the end."""
    for k, wanted in {0: 1.0, 2: 0.75, 3: 0.5, 4: 0.25, 6: 0.0}.items():
        assert_close(student.cosine_decay(k, 1.0, 6), wanted, "alpha", at=f"at k = {k} of 6 steps")


def test_warm_up(student):
    """A warm-up of five steps, and then the cosine's six."""
    rising = {0: 0.4, 1: 0.8, 4: 2.0}
    falling = {5: 2.0, 7: 1.5, 8: 1.0, 9: 0.5}
    for k, wanted in {**rising, **falling}.items():
        at = f"at k = {k} (alpha0 = 2, total = 11, warmup = 5)"
        assert_close(student.cosine_decay(k, 2.0, 11, warmup=5), wanted, "alpha", at=at)


def test_over(student):
    """Nothing moves after the end."""
    for k in (11, 12, 17):
        assert_close(student.cosine_decay(k, 2.0, 11, warmup=5), 0.0, "alpha", at=f"at k = {k}, total = 11")
