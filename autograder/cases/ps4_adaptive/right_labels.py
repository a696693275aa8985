"""The right label of each recorded run: what the hidden cases, the instructor's notebook and the recorder use."""

RIGHT_LABELS = {
    "A": "the step number k stays 1",
    "B": "the corrected averages are carried into the next step",
    "C": "nothing is wrong",
    "D": "neither average is corrected for its start at zero",
    "E": "beta1 and beta2 are swapped",
    "F": "v averages |g| instead of g²",
}
