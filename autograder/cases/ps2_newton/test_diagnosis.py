"""Hidden cases of the diagnosis: each recorded run by itself."""

import pytest

from autograder.cases.ps2_newton.right_labels import RIGHT_LABELS
from checks.labels import assert_label

ADVICE = "compare its row of the table with the others"


@pytest.mark.points(1)
@pytest.mark.parametrize("run", RIGHT_LABELS)
def test_run(student, run):
    """The bug behind each recorded run."""
    assert_label(student, "ps2_newton", run, RIGHT_LABELS[run], ADVICE)
