"""A course as the grader takes it: a value that says what its assignments are made of, and where that lies.

Nothing here, and nothing in the grader's rooms, knows which course it grades: a course is found by its *place*, such as
``autograder.descent:COURSE``, and is handed to whoever needs it.
"""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType, ModuleType

from autograder.errors import CourseError, WrongUsage

TEST = "test_"  # in front of a question's name, in the `grade_id` of the cell that tests it
NOT_DATA = ("__pycache__", ".ipynb_checkpoints")


@dataclass(frozen=True)
class Assignment:
    """One assignment of a course.

    Attributes
    ----------
    name : str
        As on the command line and in nbgrader: ``ps3_momentum``.
    notebooks : tuple of Path
        The instructor's notebooks; their file names are those that students hand in.
    files : tuple of Path
        What lies beside them: data files and folders, which a student's code can read and not change.
    cases : Path or None
        Folder of the hidden cases, ``test_<question>.py``. A question without any is judged by its own test cell.
    reference : str or None
        The module with the right answers; its ``__all__`` names the graded functions in their order.
    variants : str or None
        The package that registers known wrong and right variants of those functions.
    domains : str or None
        The module whose `DOMAINS` says what each function may be given, for the opponent's search for witnesses.
    """

    name: str
    notebooks: tuple[Path, ...]
    files: tuple[Path, ...] = ()
    cases: Path | None = None
    reference: str | None = None
    variants: str | None = None
    domains: str | None = None

    @property
    def file_names(self) -> tuple[str, ...]:
        """The names of the files that are handed in."""
        return tuple(path.name for path in self.notebooks)

    def load_reference(self) -> ModuleType:
        """Return the module with the right answers; an empty one where there is none."""
        return importlib.import_module(self.reference) if self.reference else ModuleType("reference")

    @property
    def functions(self) -> tuple[str, ...]:
        """The graded functions that the reference has, in their order."""
        return tuple(getattr(self.load_reference(), "__all__", ()))


@dataclass(frozen=True)
class Place:
    """Where a course is found again, by another process too.

    Attributes
    ----------
    course : str
        ``"module:attribute"``.
    sources : Path or None
        An nbgrader course's folder of instructor's notebooks, which win over those that came with the course.
    """

    course: str
    sources: Path | None = None


@dataclass(frozen=True)
class Course:
    """A course: its assignments, and what their notebooks may see in the sandbox.

    Attributes
    ----------
    name : str
    assignments : mapping of str to Assignment
    root : Path
        The folder below which the course's own files lie; none of it is shown to a student's code but `shown`.
    shown : tuple of str
        Files and folders below `root` that notebooks import, in the place in which they import them.
    hidden : tuple of str
        What the course is called where it is installed, so that the sandbox covers it among the packages.
    rehearsal : str
        Code of a cell such as students run, which makes their processes start warm.
    """

    name: str
    assignments: Mapping[str, Assignment]
    root: Path
    shown: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    rehearsal: str = ""

    def assignment(self, name: str) -> Assignment:
        """Return the assignment of that name; raise WrongUsage with the names that there are."""
        if name not in self.assignments:
            names = ", ".join(self.assignments) or "none yet"
            raise WrongUsage(f"there is no assignment {name!r}: choose from {names}")
        return self.assignments[name]

    def with_sources(self, folder: Path) -> "Course":
        """Return the course with the notebooks and data files of an nbgrader course's source folder.

        An assignment that only the folder knows is one without hidden cases: its own test cells judge it.
        """
        assignments = dict(self.assignments)
        for place in sorted(path for path in folder.glob("*") if path.is_dir()):
            notebooks = tuple(sorted(place.glob("*.ipynb")))
            if notebooks:
                known = assignments.get(place.name, Assignment(place.name, ()))
                order = known.file_names
                notebooks = tuple(
                    sorted(notebooks, key=lambda path: order.index(path.name) if path.name in order else len(order))
                )
                assignments[place.name] = replace(known, notebooks=notebooks, files=data_files(place))
        return replace(self, assignments=MappingProxyType(assignments))


def data_files(folder: Path) -> tuple[Path, ...]:
    """Return what lies beside the notebooks in a folder of an assignment's sources."""
    found = (path for path in folder.iterdir() if path.suffix != ".ipynb" and path.name not in NOT_DATA)
    return tuple(sorted(path for path in found if not path.name.startswith(".")))


def load_course(place: Place) -> Course:
    """Return the course at a place; raise CourseError where there is none."""
    module, _, attribute = place.course.partition(":")
    try:
        course = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise CourseError(
            f"there is no course at {place.course!r} ({error}): c.Autograder.course in nbgrader_config.py "
            "should be a module and a name in it, such as autograder.descent:COURSE"
        ) from error
    if not isinstance(course, Course):
        raise CourseError(f"what {place.course!r} names is a {type(course).__name__}, and no course")
    return course.with_sources(place.sources) if place.sources and place.sources.is_dir() else course


def question_of(grade_id: str) -> str:
    """Return the question that a test cell belongs to."""
    return grade_id.removeprefix(TEST)
