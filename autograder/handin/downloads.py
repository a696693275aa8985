"""Notebooks in what an instructor downloads from a learning platform: whose they are, and which attempt.

Canvas, Moodle and Gradescope each have a way to name the files of a class. A folder for each student is understood too.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from autograder import limits
from autograder.course import Assignment
from autograder.handin.instructor import all_grade_ids

# lovelaceada_LATE_1000_90000_momentum-1.ipynb: name, the platform's numbers of the student and the submission, file.
CANVAS = re.compile(r"(?P<name>[^_]+)_(?P<late>LATE_)?(?P<number>\d+)_(?P<attempt>\d+)_(?P<file>.+)")
# "Ada Lovelace_1000_assignsubmission_file_/momentum.ipynb", or without the folder where the teacher chose so.
MOODLE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_file_?(?P<file>.*)")
GRADESCOPE = re.compile(r"submission_(?P<attempt>\d+)")
GRADESCOPES_LIST = "submission_metadata.yml"
PASSED_OVER = ("__MACOSX", ".ipynb_checkpoints", ".DS_Store")


@dataclass(frozen=True)
class Download:
    """One file of a download.

    Attributes
    ----------
    path : Path
    shown : str
        What it is called in the download.
    name : str
        The student's name, as the platform writes it; or an id.
    number : str
        The platform's number of the student, or empty.
    attempt : tuple of int
        Larger ones came later.
    late : bool
        Whether the platform marked it as late.
    file : str
        What the student called it.
    email : str
    """

    path: Path
    shown: str
    name: str
    number: str = ""
    attempt: tuple[int, ...] = ()
    late: bool = False
    file: str = ""
    email: str = ""


def downloads_in(folder: Path) -> Iterator[Download]:
    """Yield what lies in an unpacked download, in order; links are passed over."""
    submitters = _gradescopes(folder)
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_symlink() or not path.is_file() or set(parts) & set(PASSED_OVER) or path.name == GRADESCOPES_LIST:
            continue
        if path.name.startswith("._"):  # of a Mac's archive
            continue
        yield _download(path, parts, submitters)


def _download(path, parts, submitters):
    shown = "/".join(parts)
    for part in parts:
        if found := MOODLE.fullmatch(part):
            return Download(path, shown, found["name"], found["number"], file=found["file"] or path.name)
        if found := CANVAS.fullmatch(part):
            attempt = int(found["attempt"]), _suffix(found["file"])
            file = path.name if part != path.name else found["file"]
            return Download(path, shown, found["name"], found["number"], attempt, bool(found["late"]), file)
        if (found := GRADESCOPE.fullmatch(part)) and part in submitters:
            who = submitters[part]
            return Download(
                path, shown, who["name"], who["sid"], (int(found["attempt"]),), file=path.name, email=who["email"]
            )
    name = parts[-2] if len(parts) > 1 else path.stem
    known = [part for part in parts[:-1] if part != name]
    return Download(path, shown, known[-1] if known and name in ("", ".") else name, file=path.name)


def _suffix(file):
    """Return the number that Canvas adds to the name of a file that was handed in again."""
    found = re.search(r"-(\d+)\.\w+$", file)
    return int(found[1]) if found else 0


def _gradescopes(folder):
    """Return who handed in each submission of a Gradescope export; empty where it is none."""
    found = {}
    for path in folder.rglob(GRADESCOPES_LIST):
        if path.is_symlink() or path.stat().st_size > limits.NOTEBOOK_BYTES:
            continue
        try:
            listed = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
            continue
        for submission, facts in listed.items() if isinstance(listed, dict) else ():
            people = facts.get(":submitters") if isinstance(facts, dict) else None
            if isinstance(people, list) and people and isinstance(people[0], dict):
                first = {key: str(people[0].get(f":{key}") or "") for key in ("name", "sid", "email")}
                found[str(submission)] = first
    return found


def as_notebook(path: Path) -> dict | None:
    """Return a file's content where it is a notebook's, whatever its name ends with; None where it is not."""
    if path.stat().st_size > limits.NOTEBOOK_BYTES:
        return None
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) and isinstance(content.get("cells"), list) else None


def belongs_to(assignment: Assignment, notebook: dict) -> float:
    """Return the share of an assignment's marked cells that a notebook has."""
    wanted = all_grade_ids(assignment)
    return len(wanted & _grade_ids(notebook["cells"])) / len(wanted) if wanted else 0.0


def _grade_ids(cells: Iterable) -> set[str]:
    found = set()
    for cell in cells:
        metadata = cell.get("metadata") if isinstance(cell, dict) else None
        mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        name = mark.get("grade_id") if isinstance(mark, dict) else None
        found |= {name} if isinstance(name, str) else set()
    return found
