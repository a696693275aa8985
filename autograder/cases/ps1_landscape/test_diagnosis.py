"""Hidden cases of the diagnosis: one point for each run."""

import pytest

from checks.support import NotAnswered, fail

ANSWERS = {
    "A": "the gradient of the start is used in every step",
    "B": "the step size is above 2/λ_max",
    "C": "only the first parameter is updated",
    "D": "nothing is wrong",
    "E": "the gradient is divided by its length",
    "F": "the gradient is added instead of subtracted",
}


@pytest.mark.points(1)
@pytest.mark.parametrize("letter", ANSWERS)
def test_run(student, letter):
    """The cause behind each recorded run."""
    diagnosis = student.value("diagnosis")
    label = diagnosis.get(letter) if isinstance(diagnosis, dict) else None
    if label is None:
        raise NotAnswered(f"run {letter} has no label")
    if not isinstance(label, str) or label.strip() != ANSWERS[letter]:
        fail(f"run {letter} has another cause: work out by hand where a correct first step would have led")
