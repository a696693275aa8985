"""``autograder export``: the grades of an assignment as Canvas, Moodle or a spreadsheet import them."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Assignment
from autograder.errors import CourseError
from autograder.records.course_folder import CourseFolder
from autograder.records.gradebook_writer import GradebookWriter
from autograder.records.roster import students_of

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet's formula begins


@dataclass(frozen=True)
class Exported:
    """A table of grades that was written.

    Attributes
    ----------
    path : Path
    count : int
        Students in it.
    left_out : tuple of str
        Students without a grade there, since an answer of theirs is still unread.
    unnumbered : tuple of str
        Students whom the platform will not know, as the list of students lacks what it calls them.
    """

    path: Path
    count: int
    left_out: tuple[str, ...]
    unnumbered: tuple[str, ...]


def export(
    folder: CourseFolder,
    assignment: Assignment,
    form: str,
    path: Path | None = None,
    column: str = "",
    unread: bool = False,
) -> Exported:
    """Write the grades of an assignment as a table; return what was written.

    Parameters
    ----------
    folder : CourseFolder
    assignment : Assignment
    form : str
        ``"canvas"``, ``"moodle"`` or ``"csv"``.
    path : Path, optional
        The file; by default one in ``reports/`` of the course.
    column : str
        What Canvas calls the assignment, such as ``"Momentum (123)"``.
    unread : bool
        Export also those who have an answer that nobody has read yet, which counts as 0.
    """
    with GradebookWriter(folder, assignment) as gradebook:
        gradebook.settle_penalties()
        grades, known = gradebook.grades(), {s["id"]: s for s in students_of(folder, gradebook)}
    if not grades:
        raise CourseError(f"nothing of {assignment.name} is graded yet: run `autograder grade {assignment.name}` first")
    is_open = {grade["student"] for grade in grades if grade["by_hand"] is None}
    left_out = is_open if form != "csv" and not unread else set()
    rows = [grade for grade in grades if grade["student"] not in left_out]
    people = {grade["student"]: known.get(grade["student"], {"id": grade["student"]}) for grade in grades}
    header, line = FORMS[form](assignment, rows, column or assignment.name)
    path = path or folder.root / "reports" / f"{assignment.name}-{form}.csv"
    _write(path, [header, *(line(grade, people[grade["student"]]) for grade in rows)])
    needs = {"canvas": "lms_user_id", "moodle": "email"}.get(form)
    without = [g["student"] for g in rows if needs and not people[g["student"]].get(needs)]
    return Exported(path, len(rows), tuple(sorted(left_out)), tuple(without))


def _canvas(assignment, grades, column):
    """Columns as Canvas's gradebook imports them: the ID is the platform's number, and the name is not looked at."""

    def line(grade, person):
        name = ", ".join(filter(None, (person.get("last_name"), person.get("first_name")))) or person["id"]
        return [name, person.get("lms_user_id", ""), person["id"], "", _number(grade["score"])]

    return ["Student", "ID", "SIS Login ID", "Section", column], line


def _moodle(assignment, grades, column):
    """Columns of Moodle's grading worksheet; its import goes by the identifier, or by the address."""

    def line(grade, person):
        number = f"Participant {person['lms_user_id']}" if person.get("lms_user_id") else ""
        name = " ".join(filter(None, (person.get("first_name"), person.get("last_name")))) or person["id"]
        return [
            number, name, person["id"], person.get("email", ""), _number(grade["score"]), _number(grade["max_score"]),
            "; ".join(grade["remarks"]),
        ]  # fmt: skip

    header = ["Identifier", "Full name", "Username", "Email address", "Grade", "Maximum grade", "Feedback comments"]
    return header, line


def _table(assignment, grades, column):
    """All that is known of each student, with the points of each question."""
    questions = list(dict.fromkeys(name for grade in grades for name in grade["questions"]))

    def line(grade, person):
        return [
            person["id"], person.get("last_name", ""), person.get("first_name", ""), person.get("email", ""),
            _number(grade["score"]), _number(grade["max_score"]), _number(grade["score"] + grade["penalty"]),
            _number(grade["penalty"]), "yes" if grade["by_hand"] is None else "", "; ".join(grade["remarks"]),
            *(_number(grade["questions"].get(name)) for name in questions),
        ]  # fmt: skip

    header = ["id", "last_name", "first_name", "email", "score", "max_score", "score_without_penalty", "late_penalty"]
    return [*header, "unread", "remarks", *questions], line


FORMS: dict[str, Callable] = {"canvas": _canvas, "moodle": _moodle, "csv": _table}


def _number(value):
    return "" if value is None else f"{value:g}"


def _write(path, rows: Sequence[Sequence[str]]):
    """Write a table with a mark at its beginning, by which Excel knows that it is UTF-8."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    except OSError as error:
        raise CourseError(f"{path} cannot be written: {error.strerror}") from error


def _harmless(cell):
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    try:
        float(cell)
    except ValueError:
        return f"'{cell}" if cell.startswith(FORMULA) else cell
    return cell
