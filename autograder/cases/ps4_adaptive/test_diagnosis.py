"""Hidden cases of the diagnosis: 6 points, one for each run."""

import pytest

from checks.support import NotAnswered, fail

BUG_OF = {
    "A": "the step number k stays 1",
    "B": "the corrected averages are carried into the next step",
    "C": "nothing is wrong",
    "D": "neither average is corrected for its start at zero",
    "E": "beta1 and beta2 are swapped",
    "F": "v averages |g| instead of g²",
}


@pytest.mark.points(1)
@pytest.mark.parametrize("run", sorted(BUG_OF))
def test_run(student, run):
    """Each recorded run has the label of its bug."""
    diagnosis = student.value("diagnosis")
    if not isinstance(diagnosis, dict):
        fail('diagnosis should be a dictionary such as {"A": "a label", "B": "a label"}')
    label = diagnosis.get(run)
    if label is None:
        raise NotAnswered(f"run {run} has no label yet")
    if not isinstance(label, str):
        fail(f"the label of run {run} should be a text from the list")
    if " ".join(label.split()).lower() != BUG_OF[run].lower():
        fail(f"run {run} has another label: work out by hand the first steps of a run with the bug you suspect")
