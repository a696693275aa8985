"""The right label of each recorded run: what the hidden cases, the instructor's notebook and the recorder use."""

RIGHT_LABELS = {
    "A": "the Hessian of the start is used in every step",
    "B": "the sign of the curvature is ignored",
    "C": "only the diagonal of the Hessian is used",
    "D": "nothing is wrong",
    "E": "the step is taken with the wrong sign",
    "F": "every step is half as long as it should be",
}
