"""The nbgrader course that a command stands in: its settings, folders and database."""

import glob
import os
import re
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.course import Course, Place, load_course
from autograder.errors import CourseError, WrongUsage
from autograder.records.tables_version import ask_for_tables_version_here

CONFIG = "nbgrader_config.py"
STATE = ".autograder"  # what the grader remembers of a course: the ledger and the lock
DEFAULT_COURSE = "autograder.descent:COURSE"


@dataclass(frozen=True, eq=False)
class CourseFolder:
    """An nbgrader course's folder.

    Attributes
    ----------
    root : Path
    db_url : str
        Where nbgrader's gradebook is: SQLite or PostgreSQL.
    course_id : str
    config : traitlets Config
        nbgrader's settings, as nbgrader itself reads them.
    directory : nbgrader CourseDirectory
        Knows the folders of each step.
    """

    root: Path
    db_url: str
    course_id: str
    config: Config = field(repr=False)
    directory: CourseDirectory = field(repr=False)

    @property
    def state(self) -> Path:
        """Folder in which the grader keeps its ledger."""
        return self.root / STATE

    @property
    def place(self) -> Place:
        """Where the course is found whose assignments are graded here; this folder's own notebooks win."""
        named = _setting(self.config, "course") or DEFAULT_COURSE
        if not isinstance(named, str):
            raise CourseError(f"c.Autograder.course in {CONFIG} should be a text, got {named!r}")
        return Place(named, self.root / self.directory.source_directory)

    @cached_property
    def course(self) -> Course:
        """The course whose assignments are graded here."""
        return load_course(self.place)

    def path(self, step: str, student: str, assignment: str) -> Path:
        """Return the folder of a student's assignment in a step such as ``"submitted"``."""
        name = getattr(self.directory, f"{step}_directory")
        return Path(self.directory.format_path(name, student, assignment))

    def seed(self) -> str | None:
        """Return the seed of all random inputs that the instructor set, as text, or None."""
        seed = _setting(self.config, "seed")
        if seed is None:
            return None
        if not str(seed).isdecimal():
            raise CourseError(f"c.Autograder.seed in {CONFIG} should be a whole number, 0 or more, got {seed!r}")
        return str(seed)

    def students(self, assignment: str) -> list[str]:
        """Return the names of all who handed something in for an assignment, in order."""
        step = self.directory.submitted_directory
        if not (self.root / step).is_dir():
            raise CourseError(f"there is no folder {step} in {self.root}: collect the submissions first")
        pattern = self.directory.format_path(step, f"(?P<student>[^{re.escape(os.sep)}]+)", assignment, escape=True)
        wanted = self.directory.format_path(glob.escape(step), "*", glob.escape(assignment))
        folders = glob.glob(wanted, include_hidden=True)  # a student's name may begin with a dot
        found = {match["student"] for match in (re.fullmatch(pattern, path) for path in folders) if match}
        return sorted(found - {".ipynb_checkpoints"})


def _setting(config, name):
    """Return a setting of ours, or None; version 0.1 had them in ``c.Descent``."""
    return config.Autograder.get(name, config.Descent.get(name))


def open_folder(root: str | Path = ".") -> CourseFolder:
    """Return the nbgrader course in a folder, or raise WrongUsage if it holds none.

    Parameters
    ----------
    root : path-like
        The folder with ``nbgrader_config.py``.
    """
    root = Path(root).resolve()
    if not (root / CONFIG).is_file():
        raise WrongUsage(f"this is not an nbgrader course: there is no {CONFIG} in {root}")
    from autograder.records.config_files import read_config

    ask_for_tables_version_here()
    config = read_config(root)
    if str(root) not in sys.path:
        sys.path.append(str(root))  # a plugin of the course's own, such as late.py, is imported when it is used
    config.CourseDirectory.setdefault("root", str(root))
    directory = CourseDirectory(config=config)
    return CourseFolder(Path(directory.root), directory.db_url, directory.course_id, config, directory)
