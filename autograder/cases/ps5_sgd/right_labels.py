"""The right label of each recorded run: what the hidden cases, the instructor's notebook and the recorder use."""

RIGHT_LABELS = {
    "A": "rows and labels are shuffled apart",
    "B": "the schedule was written for epochs, but is asked at every minibatch",
    "C": "nothing is wrong",
    "D": "the rows are sorted by digit and never shuffled",
    "E": "the same minibatch is used at every step",
}
