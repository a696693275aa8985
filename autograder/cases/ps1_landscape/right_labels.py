"""The right label of each recorded run: what the hidden cases, the instructor's notebook and the recorder use."""

RIGHT_LABELS = {
    "A": "the gradient of the start is used in every step",
    "B": "the step size is above 2/λ_max",
    "C": "only the first parameter is updated",
    "D": "nothing is wrong",
    "E": "the gradient is divided by its length",
    "F": "the gradient is added instead of subtracted",
}
