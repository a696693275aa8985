"""Public case of the diagnosis: whether it is filled in, never whether it is right."""

from checks.diagnosis import load_runs
from checks.support import fail


def test_filled_in(student):
    """Every run has a label from the list."""
    record = load_runs("ps2_newton")
    answers = student.value("diagnosis")
    if not isinstance(answers, dict):
        fail('diagnosis should be a dictionary such as {"A": "…", "B": "…"}')
    for run in record["runs"]:
        if answers.get(run) is None:
            fail(f"run {run} has no label yet")
        if answers[run] not in record["labels"]:
            fail(f"the label of run {run} is not in the list: copy it letter by letter")
