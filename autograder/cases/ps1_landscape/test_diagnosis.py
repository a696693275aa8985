"""Hidden cases of the diagnosis: each recorded run by itself."""

import pytest

from autograder.cases.ps1_landscape.right_labels import RIGHT_LABELS
from checks.labels import assert_label

ADVICE = "work out by hand where a correct first step would have led"


@pytest.mark.points(1)
@pytest.mark.parametrize("run", RIGHT_LABELS)
def test_run(student, run):
    """The cause behind each recorded run."""
    assert_label(student, "ps1_landscape", run, RIGHT_LABELS[run], ADVICE)
