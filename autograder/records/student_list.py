"""The list of a course's students, as a spreadsheet or a learning platform writes it."""

import csv
import io
from pathlib import Path

from autograder.errors import WrongUsage

STUDENTS = "students.csv"
COLUMNS = ("id", "first_name", "last_name", "email", "lms_user_id")  # as nbgrader calls them
# What the columns are called elsewhere, without case and marks: Canvas, Moodle, Gradescope, and people.
CALLED = {
    "id": ("id", "student_id", "username", "user name", "login", "login id", "sis login id", "sid"),
    "first_name": ("first_name", "first name", "firstname", "given name", "vorname", "prénom"),
    "last_name": ("last_name", "last name", "lastname", "surname", "family name", "nachname", "nom"),
    "email": ("email", "email address", "e-mail", "e-mail address", "mail"),
    "lms_user_id": ("lms_user_id", "lms id", "canvas id", "canvas user id", "moodle id", "user id"),
}
CANVAS_GRADEBOOK = {"student", "id", "sis login id"}  # the columns of what Canvas exports
ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")  # of Excel's three ways to save a list; the last one never fails


def read_students(path: Path) -> list[dict[str, str]]:
    """Return the students in a CSV file, a dict of `COLUMNS` for each.

    Parameters
    ----------
    path : Path
        Fields are parted by commas, semicolons or tabs, in UTF-8, UTF-16 or the encoding of Windows. One column is the
        id, by one of the names in `CALLED`.

    Raises
    ------
    WrongUsage
        Where it cannot be read, has no ids, or has one twice.
    """
    try:
        text = _decoded(path.read_bytes())
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except (OSError, csv.Error) as error:
        raise WrongUsage(f"the list of students {path} cannot be read: {error}") from error
    rows = [row for row in rows if any(map(str.strip, row))]
    if not rows:
        return []
    places = _places(rows[0])
    if "id" not in places:
        raise WrongUsage(
            f"the list of students {path} has no column called id: it has {', '.join(name.strip() for name in rows[0])}"
        )
    students = [{name: _field(row, places.get(name)) for name in COLUMNS} for row in rows[1:]]
    if "student" in places:  # Canvas has both names in one column
        for row, student in zip(rows[1:], students, strict=True):
            last, _, first = _field(row, places["student"]).partition(",")
            student |= {"last_name": last.strip(), "first_name": first.strip()}
    students = [student for student in students if student["id"]]
    ids = [student["id"] for student in students]
    if twice := sorted({name for name in ids if ids.count(name) > 1} if len(ids) != len(set(ids)) else ()):
        raise WrongUsage(f"the list of students {path} has {', '.join(twice[:5])} twice: an id belongs to one student")
    return students


def write_students(path: Path, students: list[dict[str, str]]) -> None:
    """Write a list of students as `read_students` reads it; an empty one has its header only."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(students)


def _decoded(content):
    for encoding in ENCODINGS:
        if encoding == "utf-16" and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            pass
    return content.decode("latin-1")


def _delimiter(text):
    """Return what parts the fields of the first line: whichever of the usual three stands there most often."""
    first = text.lstrip().split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _places(header):
    """Return the number of the column that holds each of ours."""
    names = [name.strip().strip('"').lower() for name in header]
    if CANVAS_GRADEBOOK <= set(names):
        return {"student": names.index("student"), "id": names.index("sis login id"), "lms_user_id": names.index("id")}
    return {
        ours: min(names.index(name) for name in called if name in names)
        for ours, called in CALLED.items()
        if set(called) & set(names)
    }


def _field(row, place):
    return row[place].strip() if place is not None and place < len(row) else ""
