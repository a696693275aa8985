"""`check`: the public cases of a function, run on the student's own, as a table in words."""

import importlib
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from checks.diagnosis import has_runs
from checks.kinds import Kind
from checks.known_mistakes import known_mistake
from checks.local import LocalStudent
from checks.progress import WRITTEN, Progress
from checks.sentences import title_of
from checks.support import CaseFailure, NotAnswered, StudentError
from checks.table import CheckTable, Row

CASES = Path(__file__).parent / "cases"
DIAGNOSIS = "diagnosis"
_progress: dict[str, Progress] = {}  # by assignment: the panel that is shown


class CheckFailed(AssertionError):
    """Raised below the table, so that `nbgrader validate` sees a check that did not pass.

    Cells with a check have the tag ``raises-exception``: a notebook that runs from top to bottom goes on below them.
    """

    def _render_traceback_(self):
        return [f"Not there yet: {self}"]


class Unfilled(NotImplementedError):
    """Raised below the table where the function is still the stub."""

    def _render_traceback_(self):
        return [f"NotImplementedError: {self}"]


# IPython and nbclient record the class's name: a reader expects the exception that the stub raises.
Unfilled.__name__ = "NotImplementedError"


def check(name: str | None = None) -> None:
    """Run the public cases of the function `name` on the definition in the calling notebook.

    Shows a table of what passed and what did not, with a sentence and, where the mistake is a known one,
    a hint. Without a name it checks all questions of the assignment in ``ASSIGNMENT``, and shows a panel with how far
    each has come, which follows later checks and raises nothing.

    Parameters
    ----------
    name : str, optional
        Name of a function of the course, or ``"diagnosis"``: then of the assignment in ``ASSIGNMENT``.

    Raises
    ------
    NotImplementedError
        After the table, where the function is still the stub or a run has no label yet.
    CheckFailed
        After the table, where a case did not pass.
    ValueError
        Where there is nothing to check under that name.
    """
    namespace = sys._getframe(1).f_globals
    if name is None:
        _check_all(namespace)
        return
    assignment = find_assignment(name, namespace)
    rows = run_public_cases(assignment, name, namespace)
    CheckTable(name, rows).display()
    if assignment in _progress:
        _progress[assignment].note(name, rows)
    failed = [row for row in rows if not row.passed]
    if failed and all(row.unanswered for row in failed):
        raise Unfilled(failed[0].message)
    if failed:
        raise CheckFailed(f"{len(failed)} of {len(rows)} checks of {name} did not pass: the cell's table says why")


def _check_all(namespace):
    """Check every question that is there, and show the panel."""
    assignment = str(namespace.get("ASSIGNMENT"))
    progress = _progress[assignment] = Progress(assignment)
    for name in progress.points:
        if name != WRITTEN and (name == DIAGNOSIS or name in namespace):
            progress.note(name, run_public_cases(assignment, name, namespace))
    progress.display()


def find_assignment(name: str, namespace: Mapping[str, object]) -> str:
    """Return the id of the assignment that has public cases of `name`; raise ValueError where none has."""
    if name == DIAGNOSIS:
        assignment = str(namespace.get("ASSIGNMENT"))
        if not has_runs(assignment):
            raise ValueError("there are no recorded runs to check: run the cell that sets ASSIGNMENT first")
        return assignment
    known = sorted(path.parent.name for path in CASES.glob(f"*/{name}.py"))
    if not known:
        raise ValueError(f"there are no checks for {name!r}: the name of a function of this assignment is needed")
    return known[0]


def public_cases(assignment: str, name: str) -> dict[str, Callable]:
    """Return the public cases of a function, or of the diagnosis, by name and in their order."""
    place = name if name == DIAGNOSIS else f"{assignment}.{name}"
    module = importlib.import_module(f"checks.cases.{place}")
    return {case_name: case for case_name, case in vars(module).items() if case_name.startswith("test_")}


def run_public_cases(assignment: str, name: str, namespace: Mapping[str, object]) -> list[Row]:
    """Run the public cases of one function on the functions of a namespace; return a row for each."""
    return [
        _run(assignment, name, case_name, case, LocalStudent(namespace))
        for case_name, case in public_cases(assignment, name).items()
    ]


def _run(assignment, name, case_name, case, student):
    title = title_of(case)
    try:
        case(student)
    except NotAnswered as error:
        return Row(title, False, error.message, unanswered=True)
    except StudentError as error:
        return Row(title, False, error.message)
    except CaseFailure as error:
        recorded = known_mistake(assignment, name, case_name, student.calls)
        known = recorded or error.mistake or Kind("", "")
        mistake = known.sentence if recorded else ""
        return Row(title, False, error.message, known.sentence, known.hint, picture=error.picture, mistake=mistake)
    return Row(title, True)
