"""The recorded runs of assignment 5 show what their labels say, in the curve or in the table."""

import math

import pytest

from autograder.misconceptions.sgd_diagnosis import EPOCHS, record_diagnosis


@pytest.fixture(scope="module")
def record():
    return record_diagnosis()


def test_runs_show_their_mistakes(record):
    runs = record["runs"]
    rows = {
        name: dict(zip(record["table"]["columns"], row, strict=True)) for name, row in record["table"]["rows"].items()
    }
    assert all(len(losses) == EPOCHS + 1 for losses in runs.values())
    assert min(runs["C"]) < 0.3 * min(min(runs[name]) for name in "ABDE")  # the healthy one
    assert min(runs["A"]) > math.log(10)  # nothing to learn: never better than guessing
    last_step = "step size of the last step"
    assert rows["B"][last_step] < 1e-50 and all(rows[n][last_step] == 3e-4 for n in "ACDE")
    share = "share of that answer (right: about 0.1)"
    assert rows["D"][share] > 0.9 and all(rows[n][share] < 0.5 for n in "ABCE")
    last_loss = "loss on the last minibatch"
    assert rows["E"][last_loss] < 0.1 * runs["E"][-1]  # one batch by heart
    assert all(rows[n][last_loss] > 0.5 * runs[n][-1] for n in "ABCD")
