"""Public case of every assignment's diagnosis: whether it is filled in, never whether it is right."""

from checks.diagnosis import load_runs
from checks.labels import chosen_label


def test_filled_in(student):
    """Every run has a label from the list."""
    assignment = student.value("ASSIGNMENT")
    for run in load_runs(assignment)["runs"]:
        chosen_label(student, assignment, run)
