"""Hidden cases of the diagnosis: each recorded run by itself."""

import pytest

from autograder.cases.ps5_sgd.right_labels import RIGHT_LABELS
from checks.labels import assert_label

ADVICE = (
    "which number of its row in the table, or which part of its curve, would not be there if your label were right?"
)


@pytest.mark.points(1)
@pytest.mark.parametrize("run", RIGHT_LABELS)
def test_run(student, run):
    """Each recorded run has the label of its mistake."""
    assert_label(student, "ps5_sgd", run, RIGHT_LABELS[run], ADVICE)
