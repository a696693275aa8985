"""Hidden cases of the diagnosis: each recorded run by itself."""

import pytest

from autograder.cases.ps3_momentum.right_labels import RIGHT_LABELS
from checks.labels import assert_label

ADVICE = "compare its first two steps, and its end, with what the label predicts"


@pytest.mark.points(2)
@pytest.mark.parametrize("run", RIGHT_LABELS)
def test_run(student, run):
    """Each recorded run has the label of its mistake."""
    assert_label(student, "ps3_momentum", run, RIGHT_LABELS[run], ADVICE)
