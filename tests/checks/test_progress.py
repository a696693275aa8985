"""The panel with how far an assignment has come."""

import pytest

from autograder.descent import ASSIGNMENTS
from checks import check, progress
from checks.progress import Progress, State
from checks.table import Row
from solutions import momentum as reference


def rows(*outcomes):
    return [Row("a case", outcome is True, "why", unanswered=outcome is None) for outcome in outcomes]


@pytest.mark.parametrize(
    "outcomes, mark, words",
    [
        ((True, True), "passed", "all 2 checks pass"),
        ((True, False), "failed", "1 of 2 checks pass"),
        ((None, None), "waiting", "not filled in yet"),
    ],
)
def test_a_question_is_done_begun_or_empty(outcomes, mark, words):
    state = State.of(rows(*outcomes))
    assert (state.mark, state.words) == (mark, words)


def test_the_summary_counts_points_of_what_passes():
    panel = Progress("ps3_momentum", {"a": 10.0, "b": 5.0, "diagnosis": 5.0, "explain": 10.0})
    panel.note("a", rows(True))
    panel.note("b", rows(True, False))
    assert panel.summary.startswith("1 of 3 questions pass their public checks: worth 10 of 20 points")
    shown = repr(panel)
    assert "b " in shown and "1 of 2 checks pass" in shown and "not checked yet" in shown
    assert "is read by a person" in shown
    html = panel._repr_html_()
    assert html.count("<tr>") == 5 and 'role="status"' in html and 'class="waiting"' in html


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_points_are_recorded_for_every_question(name):
    points = progress.points_of(name)
    assert list(points) == [*ASSIGNMENTS[name].questions, "explain"] and sum(points.values()) == 100


def test_check_without_a_name_checks_what_is_there_and_raises_nothing(capsys):
    student = {"ASSIGNMENT": "ps3_momentum", "check": check, "momentum_step": reference.momentum_step}
    exec(
        "def nesterov_step(*args):\n    raise NotImplementedError\ndef momentum(*args):\n    return 0\ncheck()", student
    )
    said = capsys.readouterr().out
    lines = {line.split()[0]: line for line in said.splitlines()[1:]}
    assert "all" in lines["momentum_step"] and "not filled in yet" in lines["nesterov_step"]
    assert "0 of" in lines["momentum"] and "not checked yet" in lines["optimal_momentum"]
    assert said.startswith("1 of ")
    with pytest.raises(ValueError, match="Run the cell that sets ASSIGNMENT first"):
        exec("check()", {"check": check})
