"""Public case of the diagnosis: whether each run has a label, never whether it is the right one."""

from checks.diagnosis import load_runs
from checks.support import fail


def test_labels(student):
    """Every run has one of the labels."""
    record, chosen = load_runs("ps5_sgd"), student.value("diagnosis")
    if not isinstance(chosen, dict):
        fail('diagnosis should be a dictionary such as {"A": "…", "B": "…"}')
    missing = [run for run in record["runs"] if chosen.get(run) is None]
    if missing:
        fail(f"no label yet for run {', '.join(missing)}")
    strange = [run for run in record["runs"] if chosen[run] not in record["labels"]]
    if strange:
        fail(f"the label of run {strange[0]} is not one of the list: copy it as it stands there")
