"""Hidden cases of the diagnosis: one point for each run."""

import pytest

from checks.support import fail

ANSWERS = {
    "A": "the Hessian of the start is used in every step",
    "B": "the sign of the curvature is ignored",
    "C": "only the diagonal of the Hessian is used",
    "D": "nothing is wrong",
    "E": "the step is taken with the wrong sign",
    "F": "every step is half as long as it should be",
}


@pytest.mark.points(1)
@pytest.mark.parametrize("letter", ANSWERS)
def test_run(student, letter):
    """The bug behind each recorded run."""
    diagnosis = student.value("diagnosis")
    label = diagnosis.get(letter) if isinstance(diagnosis, dict) else None
    if not isinstance(label, str):
        fail(f"diagnosis has no label for run {letter}")
    if label.strip() != ANSWERS[letter]:
        fail(f"run {letter} has another cause: compare its row of the table with the others")
