"""``autograder init``: makes the folder of an nbgrader course, ready to hand out, collect and grade."""

import io
import logging
import shutil
from collections.abc import Iterable
from contextlib import redirect_stderr
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from tqdm import tqdm
from traitlets.config import Config

from autograder.course import Assignment, Place
from autograder.errors import CourseError, WrongUsage
from autograder.records.config_files import guard
from autograder.records.course_folder import CONFIG, DEFAULT_COURSE, CourseFolder, open_folder
from autograder.records.student_list import COLUMNS, STUDENTS, read_students, write_students

SETTINGS = '''\
"""Settings of this course, for nbgrader and the autograder."""

import sys

try:
    from autograder.hooks.settings import configure
except ImportError as error:  # nbgrader would go on, and run students' code without the sandbox
    reason = f"{{sys.executable}} cannot import descent-course ({{error}})"
    sys.exit(f"nbgrader stops: {{reason}}; start it from the environment in which `autograder` is installed")

c = get_config()  # noqa: F821
configure(c)  # submissions are graded in a sandbox, whoever starts it

c.CourseDirectory.course_id = "{course_id}"
c.CourseDirectory.release_directory = "assignments"
{place}
# The seed from which each submission's random inputs follow. Without it the course draws a secret one of its own; set
# it, to a number that students don't know, where another machine should come to the same inputs.
# c.Autograder.seed = 3141592653589793

# What a late submission costs: a tenth of its points for each day begun after an hour of grace, at most half of them.
# c.AssignLatePenalties.plugin_class = "autograder.hooks.late.LatePolicy"
# c.LatePolicy.grace_hours, c.LatePolicy.per_day, c.LatePolicy.most = 1, 0.1, 0.5

# Several people of one group grade in this folder:
# c.CourseDirectory.groupshared = True

# Where nbgrader's exchange is, if students fetch and submit through it:
# c.Exchange.root = "/srv/nbgrader/exchange"

# PostgreSQL instead of a file, for many graders at once:
# c.CourseDirectory.db_url = "postgresql+psycopg://user:password@host/gradebook"
'''


def make_folder(
    folder: Path, assignments: Iterable[Assignment], place: Place, students: Path | None = None
) -> CourseFolder:
    """Make the folder of an nbgrader course and release the assignments in it.

    Parameters
    ----------
    folder : Path
        It must not exist, or be empty.
    assignments : iterable of Assignment
        Their notebooks are copied, and are the course's own from then on.
    place : Place
        Where the course is found that they belong to.
    students : Path, optional
        A CSV file with a column ``id`` and, if it likes, ``first_name``, ``last_name`` and ``email``.

    Raises
    ------
    WrongUsage, CourseError
        Before anything is written, where the folder is in use or the list of students cannot be read.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUsage(f"{folder} is there already and is not empty: name a new folder")
    roster = read_students(students) if students else []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for assignment in assignments:
            source = folder / "source" / assignment.name
            source.mkdir(parents=True)
            for path in (*assignment.notebooks, *assignment.files):
                (shutil.copytree if path.is_dir() else shutil.copy)(path, source / path.name)
        own = place.course != DEFAULT_COURSE
        named = f'\n# Whose assignments these are.\nc.Autograder.course = "{place.course}"\n' if own else ""
        course_id = "".join(c for c in folder.resolve().name if c.isalnum() or c in "-_") or "course"
        (folder / CONFIG).write_text(SETTINGS.format(course_id=course_id, place=named), encoding="utf-8")
        (folder / "submitted").mkdir()
        write_students(folder / STUDENTS, roster)
    except OSError as error:
        raise CourseError(f"{folder} cannot be written: {error.strerror}") from error
    made = open_folder(folder)
    guard(made.root, made.config)
    enrol(made, roster)
    for assignment in tqdm(list(assignments), unit="assignment", desc="releasing", leave=False, disable=None):
        release(made, assignment.name)
    return made


def release(folder: CourseFolder, name: str) -> None:
    """Have nbgrader make the students' version of an assignment, and put it into the gradebook."""
    config = Config(folder.config)
    config.CourseDirectory.root = str(folder.root)
    api = NbGraderAPI(folder.directory, config=config)
    api.log.setLevel(logging.CRITICAL)
    with redirect_stderr(io.StringIO()) as said:
        done = api.generate_assignment(name)
    if not done["success"]:
        log = (done.get("error") or done.get("log") or said.getvalue()).strip().splitlines()
        raise CourseError(f"nbgrader could not release {name}: {log[-1] if log else 'it does not say why'}")


def enrol(folder: CourseFolder, students: list[dict[str, str]]) -> None:
    """Put students into the gradebook, which is made where there is none."""
    with Gradebook(folder.db_url, folder.course_id) as gradebook:
        for student in students:
            known = {name: student[name] or None for name in COLUMNS if name != "id"}
            gradebook.update_or_create_student(student["id"], **known)
