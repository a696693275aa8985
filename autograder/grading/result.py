"""What grading one submission gives: plain data, and the only thing that leaves the grader."""

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

import msgspec

from autograder.course import Assignment
from autograder.errors import CourseError
from autograder.handin.instructor import NotebookCell, check_cells
from autograder.handin.rebuild import rebuild

OUTCOMES = ("passed", "failed", "timeout", "crashed", "unanswered", "error")
MAX_POINTS = 1000.0
RUN = ("answer", "course", "extra")  # roles of cells that are run for what they define and show
GRADER, STUDENT = "the grader", "the student's own process"  # where a test cell is judged


class BadResult(CourseError):
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
    title : str
        What the case covers, in words.
    """

    __test__ = False

    name: str
    outcome: str
    points: float
    max_points: float
    message: str = ""
    picture: str | None = None
    title: str = ""


@dataclass(frozen=True)
class TestCell:
    """One test cell: the cases of one question.

    Attributes
    ----------
    grade_id : str
    score, max_score : float
    tests : list of Test
    notebook : str
        Name of the notebook that it stands in, without suffix.
    judged_in : str
        `GRADER`; or `STUDENT` for an ordinary test cell, which runs beside the code that it tests.
    """

    __test__ = False

    grade_id: str
    score: float
    max_score: float
    tests: list[Test]
    notebook: str = ""
    judged_in: str = GRADER


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
    cells : list of TestCell
    notebooks : dict of str to list of NotebookCell
        The notebooks as they were graded, with what the student's own cells showed, by name.
    notes : list of str
        What was repaired in the submission.
    needs_human : list of str
        Why somebody should look: a fault of ours, or a notebook that could not be run as it is.
    """

    assignment: str
    score: float
    max_score: float
    sandbox: str
    cells: list[TestCell]
    notebooks: dict[str, list[NotebookCell]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    needs_human: list[str] = field(default_factory=list)

    @property
    def outputs(self) -> dict[str, list]:
        """What the student's cells showed, as nbformat outputs by cell id."""
        cells = (cell for notebook in self.notebooks.values() for cell in notebook)
        return {cell.id: cell.outputs for cell in cells if cell.cell_type == "code" and cell.role in RUN}

    @classmethod
    def of(
        cls,
        assignment: str,
        sandbox: str,
        cells: list[TestCell],
        notebooks: dict[str, list[NotebookCell]],
        notes: Iterable[str] = (),
        needs_human: Iterable[str] = (),
    ) -> "Result":
        """Return the result of an assignment whose score is the sum of its test cells'."""
        score, maximum = (sum(getattr(cell, key) for cell in cells) for key in ("score", "max_score"))
        return cls(assignment, score, maximum, sandbox, cells, notebooks, list(notes), list(needs_human))

    def to_json(self) -> str:
        """Return the result as a JSON text."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_json(cls, text: str) -> "Result":
        """Return the result that `to_json` wrote; raise BadResult for anything else."""
        try:
            result = msgspec.json.decode(text, type=cls)
        except (msgspec.DecodeError, RecursionError) as error:
            raise BadResult(f"a stored result is damaged ({error}): grade the submission again") from error
        return _summed(result)

    def verdict(self) -> dict:
        """Return what ``autograder check --json`` prints: the result without the notebooks."""
        found = asdict(self)
        del found["notebooks"]
        return found


def nothing_to_grade(assignment: Assignment, sandbox: str, reason: str) -> Result:
    """Return the result of a submission without a notebook that can be graded: zero, and why."""
    cells = [TestCell(name, 0.0, points, [], notebook) for notebook, name, points in check_cells(assignment)]
    notebooks = {path.stem: rebuild(None, path).cells for path in assignment.notebooks}
    return Result.of(assignment.name, sandbox, cells, notebooks, [reason], [reason])


def _summed(result):
    """Return the result if its numbers are points that add up; raise BadResult where they are not."""
    for cell in result.cells:
        for test in cell.tests:
            if test.outcome not in OUTCOMES:
                raise BadResult("a stored result is damaged: a test has an unknown outcome")
            _points(test.points, test.max_points)
        _points(cell.score, cell.max_score)
        if cell.tests:
            _equal(cell.score, sum(test.points for test in cell.tests))
    _points(result.score, result.max_score)
    _equal(result.score, sum(cell.score for cell in result.cells))
    _equal(result.max_score, sum(cell.max_score for cell in result.cells))
    return result


def _points(score, maximum):
    if not (math.isfinite(maximum) and 0 <= score <= maximum <= MAX_POINTS):
        raise BadResult(f"a stored result is damaged: {score:g} of {maximum:g} are no points")


def _equal(a, b):
    if not math.isclose(a, b, abs_tol=1e-9):
        raise BadResult("a stored result is damaged: the points do not add up")
