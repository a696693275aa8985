"""What grading one submission gives: plain data, and the only thing that leaves the grader."""

import json
import math
from dataclasses import asdict, dataclass, field

OUTCOMES = ("passed", "failed", "timeout", "crashed", "unanswered", "error")
MAX_POINTS = 1000.0


class BadResult(ValueError):
    """A stored result that does not have the form of a result."""


@dataclass(frozen=True)
class Test:
    """One hidden case.

    Attributes
    ----------
    name : str
    outcome : str
        One of `OUTCOMES`; ``"error"`` is a fault of the grader, never of the student.
    points, max_points : float
    message : str
        One sentence for the student; empty when passed.
    picture : str or None
        A PNG in base64.
    """

    __test__ = False

    name: str
    outcome: str
    points: float
    max_points: float
    message: str = ""
    picture: str | None = None


@dataclass(frozen=True)
class Cell:
    """One test cell: the cases of one question."""

    grade_id: str
    score: float
    max_score: float
    tests: list[Test]


@dataclass(frozen=True)
class Result:
    """The verdict on one submission.

    Attributes
    ----------
    assignment : str
    score, max_score : float
        Of what can be graded automatically.
    sandbox : str
        ``"bubblewrap"`` or ``"none"``.
    cells : list of Cell
    outputs : dict of str to list
        What the student's own cells showed, sanitised, as nbformat outputs by cell id.
    notes : list of str
        What was repaired in the submission.
    needs_human : list of str
        Why somebody should look: a fault of ours, or a notebook that could not be run as it is.
    """

    assignment: str
    score: float
    max_score: float
    sandbox: str
    cells: list[Cell]
    outputs: dict = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    needs_human: list[str] = field(default_factory=list)

    def to_json(self):
        """Return the result as a JSON text."""
        return json.dumps(asdict(self), indent=1, allow_nan=False)

    @classmethod
    def from_json(cls, text):
        """Return the result that `to_json` wrote; raise BadResult for anything else."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BadResult("this is no JSON") from error
        return _result(data)


def _result(data):
    _keys(data, Result)
    cells = [_cell(cell) for cell in _list(data["cells"], "cells")]
    maximum = _number(data["max_score"], "max_score", MAX_POINTS)
    score = _number(data["score"], "score", maximum)
    _equal(score, sum(cell.score for cell in cells), "the score is not the sum of the cells' scores")
    _equal(maximum, sum(cell.max_score for cell in cells), "the maximum is not the sum of the cells' maxima")
    outputs = data["outputs"]
    if type(outputs) is not dict or not all(type(entry) is list for entry in outputs.values()):
        raise BadResult("outputs should be lists by cell id")
    return Result(
        _text(data["assignment"], "assignment"),
        score,
        maximum,
        _text(data["sandbox"], "sandbox"),
        cells,
        outputs,
        [_text(note, "a note") for note in _list(data["notes"], "notes")],
        [_text(note, "a note") for note in _list(data["needs_human"], "needs_human")],
    )


def _cell(data):
    _keys(data, Cell)
    tests = [_test(test) for test in _list(data["tests"], "tests")]
    maximum = _number(data["max_score"], "max_score", MAX_POINTS)
    score = _number(data["score"], "score", maximum)
    _equal(score, sum(test.points for test in tests), "a cell's score is not the sum of its tests' points")
    return Cell(_text(data["grade_id"], "grade_id"), score, maximum, tests)


def _test(data):
    _keys(data, Test)
    if data["outcome"] not in OUTCOMES:
        raise BadResult("a test has an unknown outcome")
    maximum = _number(data["max_points"], "max_points", MAX_POINTS)
    picture = data["picture"]
    return Test(
        _text(data["name"], "name"),
        data["outcome"],
        _number(data["points"], "points", maximum),
        maximum,
        _text(data["message"], "message"),
        None if picture is None else _text(picture, "picture"),
    )


def _keys(data, kind):
    if type(data) is not dict or set(data) != set(kind.__dataclass_fields__):
        raise BadResult(f"a {kind.__name__.lower()} does not have the fields that it should have")


def _list(value, what):
    if type(value) is not list:
        raise BadResult(f"{what} should be a list")
    return value


def _text(value, what):
    if type(value) is not str:
        raise BadResult(f"{what} should be a text")
    return value


def _number(value, what, maximum):
    if type(value) not in (int, float) or not math.isfinite(value) or not 0 <= value <= maximum:
        raise BadResult(f"{what} should be a number from 0 to {maximum:g}")
    return float(value)


def _equal(a, b, sentence):
    if not math.isclose(a, b, abs_tol=1e-9):
        raise BadResult(sentence)
