"""Hidden cases of the diagnosis: 10 points, two for each run."""

import pytest

from checks.support import NotAnswered, fail

RIGHT = {
    "A": "the gradient enters the velocity only with weight 1 − mu",
    "B": "the velocity is not carried over from step to step",
    "C": "nothing is wrong",
    "D": "theta moves by the old velocity, not by the new one",
    "E": "the velocity is set back to zero every ten steps",
}


@pytest.mark.points(2)
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
        fail(f"run {run} has another cause: compare its first two steps, and its end, with what the label predicts")
