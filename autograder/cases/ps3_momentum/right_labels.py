"""The right label of each recorded run: what the hidden cases, the instructor's notebook and the recorder use."""

RIGHT_LABELS = {
    "A": "the gradient enters the velocity only with weight 1 − mu",
    "B": "the velocity is not carried over from step to step",
    "C": "nothing is wrong",
    "D": "theta moves by the old velocity, not by the new one",
    "E": "the velocity is set back to zero every ten steps",
}
