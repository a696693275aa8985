"""What goes wrong in nonconvex_witness."""

import numpy as np

from autograder.variants import wrong

MARGIN = 1e-9


def _pairs(points):
    return [(a, b) for i, b in enumerate(points) for a in points[:i]]


def _search(f, pairs, is_witness=None):
    """Return the first of the pairs that a test, right or wrong, takes for a witness."""
    is_witness = is_witness or (lambda middle, fa, fb: middle > (fa + fb) / 2 + MARGIN)
    for a, b in pairs:
        if is_witness(f((a + b) / 2), f(a), f(b)):
            return a.copy(), b.copy()
    return None


@wrong(
    "nonconvex_witness",
    "No margin is left for rounding, so an affine function is taken for one that is not convex.",
    "By how much must the midpoint lie above the chord to count?",
)
def no_margin(f, points):
    return _search(f, _pairs(points), lambda middle, fa, fb: middle > (fa + fb) / 2)


@wrong(
    "nonconvex_witness",
    "A midpoint on the chord, or a single point, counts as a witness.",
    "A convex function may touch its chord: which comparison allows that?",
)
def touching_counts(f, points):
    everything = ((a, b) for a in points for b in points)
    return _search(f, everything, lambda middle, fa, fb: middle >= (fa + fb) / 2)


@wrong(
    "nonconvex_witness",
    "The margin is far larger than 10⁻⁹, so small bumps are missed.",
    "By how much must the midpoint lie above the chord to count?",
)
def margin_too_large(f, points):
    return _search(f, _pairs(points), lambda middle, fa, fb: middle > (fa + fb) / 2 + 1e-6)


@wrong(
    "nonconvex_witness",
    "The comparison is the wrong way round: the pair proves nothing against convexity.",
    "Draw a bowl and one of its chords. Which of the two lies higher in the middle?",
)
def comparison_turned_round(f, points):
    return _search(f, _pairs(points), lambda middle, fa, fb: middle < (fa + fb) / 2 - MARGIN)


@wrong(
    "nonconvex_witness",
    "The middle of the chord is not the mean of the two values: the factor ½ is missing.",
    "At which height does the chord pass over the midpoint?",
)
def chord_not_halved(f, points):
    return _search(f, _pairs(points), lambda middle, fa, fb: middle > fa + fb + MARGIN)


@wrong(
    "nonconvex_witness",
    "The midpoint is compared with the larger end, not with the chord.",
    "A function can stay below the larger of two values and still rise above their mean.",
)
def compared_with_the_larger_end(f, points):
    return _search(f, _pairs(points), lambda middle, fa, fb: middle > max(fa, fb) + MARGIN)


@wrong(
    "nonconvex_witness",
    "The midpoint is compared with the smaller end, not with the chord.",
    "A bowl rises above the smaller of two values, and is convex.",
)
def compared_with_the_smaller_end(f, points):
    return _search(f, _pairs(points), lambda middle, fa, fb: middle > min(fa, fb) + MARGIN)


@wrong(
    "nonconvex_witness",
    "Only neighbouring rows are compared.",
    "How many pairs do four points have? How many of them does your loop visit?",
)
def neighbours_only(f, points):
    return _search(f, zip(points[:-1], points[1:], strict=True))


@wrong(
    "nonconvex_witness",
    "Only pairs that contain the first row are compared.",
    "How many pairs do four points have? How many of them does your loop visit?",
)
def first_row_only(f, points):
    return _search(f, ((points[0], b) for b in points[1:]))


@wrong(
    "nonconvex_witness",
    "The last row is never compared.",
    "Which is the last index that your loops reach?",
)
def last_row_left_out(f, points):
    return _search(f, _pairs(points[:-1]))


@wrong(
    "nonconvex_witness",
    "The search stops after the first pair, whatever came out of it.",
    "At which place should None be returned: inside the loop, or after it?",
)
def first_pair_decides(f, points):
    return _search(f, _pairs(points)[:1])


@wrong(
    "nonconvex_witness",
    "The midpoint is computed as (a − b)/2, which is another point.",
    "Take a = b: where should the midpoint be?",
)
def midpoint_of_the_difference(f, points):
    for a, b in _pairs(points):
        if f((a - b) / 2) > (f(a) + f(b)) / 2 + MARGIN:
            return a, b
    return None


@wrong(
    "nonconvex_witness",
    "The indices of the two rows are returned, not the rows.",
    "What should stand in the result: where the points are, or the points?",
)
def indices_returned(f, points):
    for i, j in _pairs(range(len(points))):
        if _search(f, [(points[i], points[j])]):
            return i, j
    return None


@wrong(
    "nonconvex_witness",
    "The midpoint is returned in place of one of the two rows.",
    "Which two points prove the case to somebody else? The midpoint follows from them.",
)
def midpoint_returned(f, points):
    found = _search(f, _pairs(points))
    return found and (found[0], (found[0] + found[1]) / 2)


@wrong(
    "nonconvex_witness",
    "The answer is only whether there is a witness, not which one.",
    "What would convince somebody who does not trust your search?",
)
def only_whether(f, points):
    return _search(f, _pairs(points)) is not None


@wrong(
    "nonconvex_witness",
    "Where there is no witness the result should be None.",
    "What does the function return when its loops end without success?",
)
def empty_pair_for_none(f, points):
    return _search(f, _pairs(points)) or ()


@wrong(
    "nonconvex_witness",
    "Only the curvature along the axes is looked at.",
    "x·y is straight along both axes. Is it convex?",
)
def along_the_axes_only(f, points):
    n = points.shape[1]
    for a in points:
        for e in np.eye(n):
            if f(a) > (f(a + e) + f(a - e)) / 2 + MARGIN:
                return a + e, a - e
    return None


@wrong(
    "nonconvex_witness",
    "The given points are changed in place.",
    "Is a row of points that you take a copy, or a window into the array?",
)
def points_changed_in_place(f, points):
    found = _search(f, _pairs(points))
    points += 1.0
    return found
