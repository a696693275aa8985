"""Hidden cases of the diagnosis: 5 points, one for each run."""

import pytest

from checks.support import NotAnswered, fail

RIGHT = {
    "A": "rows and labels are shuffled apart",
    "B": "the schedule was written for epochs, but is asked at every minibatch",
    "C": "nothing is wrong",
    "D": "the rows are sorted by digit and never shuffled",
    "E": "the same minibatch is used at every step",
}


@pytest.mark.points(1)
@pytest.mark.parametrize("run", list(RIGHT))
def test_run(student, run):
    """Each recorded run has the label of its mistake."""
    diagnosis = student.value("diagnosis")
    if not isinstance(diagnosis, dict):
        fail('diagnosis should be a dictionary such as {"A": "a label", "B": "a label"}')
    label = diagnosis.get(run)
    if label is None:
        raise NotAnswered(f"run {run} has no label yet")
    if not isinstance(label, str):
        fail(f"the label of run {run} should be a text from the list")
    if " ".join(label.split()).lower() != RIGHT[run].lower():
        fail(
            f"run {run} has another cause: which number of its row in the table, or which part of its curve, "
            "would not be there if your label were right?"
        )
