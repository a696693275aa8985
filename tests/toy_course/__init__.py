"""A small course that is none of ours: what the engine must be able to grade without knowing it.

One assignment with two notebooks, a data file beside them, a function with hidden cases and known mistakes, and a
function that only ordinary nbgrader test cells judge.
"""

from pathlib import Path
from types import MappingProxyType

from autograder.course import Assignment, Course, Place, data_files

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "source" / "week1"
PLACE = Place("toy_course:COURSE")
WEEK1 = Assignment(
    name="week1",
    notebooks=(SOURCE / "shapes.ipynb", SOURCE / "rain.ipynb"),
    files=data_files(SOURCE),
    cases=HERE / "cases" / "week1",
    reference="toy_course.reference",
    variants="toy_course.variants",
)
COURSE = Course("Toy", MappingProxyType({"week1": WEEK1}), HERE, hidden=("toy_course",))
