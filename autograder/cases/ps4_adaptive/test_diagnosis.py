"""Hidden cases of the diagnosis: each recorded run by itself."""

import pytest

from autograder.cases.ps4_adaptive.right_labels import RIGHT_LABELS
from checks.labels import assert_label

ADVICE = "work out by hand the first steps of a run with the bug you suspect"


@pytest.mark.points(1)
@pytest.mark.parametrize("run", RIGHT_LABELS)
def test_run(student, run):
    """Each recorded run has the label of its bug."""
    assert_label(student, "ps4_adaptive", run, RIGHT_LABELS[run], ADVICE)
