"""The course Descent as a value: five pairs of a lecture and an assignment, at the places that the contract fixes."""

import re
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import solutions
from autograder.course import Assignment, Course, Place

HERE = Path(__file__).resolve().parent
ROOT = Path(solutions.__file__).resolve().parent.parent  # with lectures, source, checks: the checkout, or installed
EXPLAIN_POINTS = 10
PLACE = Place("autograder.descent:COURSE")


@dataclass(frozen=True)
class Pair(Assignment):
    """An assignment and the lecture that belongs to it.

    Attributes
    ----------
    number : int
    module : str
        What both are about, in a word: the name of the reference's module, of the notebook and of the lecture.
    """

    number: int = 0
    module: str = ""

    @property
    def notebook(self) -> str:
        """File name of the assignment's notebook."""
        return f"{self.module}.ipynb"

    @property
    def source_notebook(self) -> Path:
        """The instructor's notebook."""
        return self.notebooks[0]

    @property
    def lecture(self) -> str:
        """Name of the lecture."""
        return f"{self.number}_{self.module}"

    @property
    def questions(self) -> tuple[str, ...]:
        """What has a test cell: the functions, then the diagnosis where there is one."""
        last = ("diagnosis",) if self.cases and (self.cases / "test_diagnosis.py").exists() else ()
        return (*self.functions, *last)


def pair(number: int, module: str) -> Pair:
    """Return the pair of a number and a name, with everything at its place."""
    name = f"ps{number}_{module}"
    return Pair(
        name=name,
        notebooks=(ROOT / "source" / name / f"{module}.ipynb",),
        cases=HERE / "cases" / name,
        reference=f"solutions.{module}",
        variants=f"autograder.misconceptions.{module}",
        domains=f"autograder.domains.{module}",
        number=number,
        module=module,
    )


def pairs() -> dict[str, Pair]:
    """Return the pairs by name: each has a text source ``source/ps<number>_<module>.py``."""
    found = (re.fullmatch(r"ps(\d+)_(\w+)", path.stem) for path in (ROOT / "source").glob("ps*.py"))
    made = sorted((pair(int(match[1]), match[2]) for match in found if match), key=lambda one: one.number)
    return {one.name: one for one in made}


ASSIGNMENTS = MappingProxyType(pairs())
COURSE = Course(
    name="Descent",
    assignments=ASSIGNMENTS,
    root=ROOT,
    # Of the network only what trains it by a student's step: it imports the rest, and the solutions, when it is called.
    shown=(
        "checks",
        "lectures/__init__.py",
        "lectures/viz",
        "lectures/network/__init__.py",
        "lectures/network/training.py",
    ),
    hidden=("descent_course", "solutions", "source", "checks", "lectures", "assignments", "tests", "tools"),
    rehearsal="import checks, checks.public, lectures.viz",
)
