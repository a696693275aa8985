"""Makes courses with classes of any size for the benchmarks, from the example class."""

import json
from pathlib import Path

from autograder.descent import ASSIGNMENTS
from tools.demo import make_course
from tools.example_class import example_class

ORDINARY = "ada ben carl dana emil fay gus hana ivo jun kim lea mats omar pia quin tara will".split()
STOCK_CONFIG = """\
from autograder.records.course_folder import own_commands_on_path
c = get_config()
own_commands_on_path()
c.CourseDirectory.course_id = "descent"
c.CourseDirectory.release_directory = "assignments"
"""


def make_class(folder, size, assignment="ps3_momentum", stock=False, demos=True):
    """Make a course in which `size` students have handed in, and return its folder.

    The class has no endless loops and no crashes: each of those costs stock nbgrader half a minute or the rest of
    the class.

    Parameters
    ----------
    folder : path-like
    size : int
    assignment : str
    stock : bool
        Leave out our preprocessors, so that the course is graded by nbgrader's own.
    demos : bool
        Keep the demo cells, which our grader does not run and stock nbgrader does.
    """
    folder, entry = Path(folder), ASSIGNMENTS[assignment]
    make_course(folder, entry)
    if stock:
        (folder / "nbgrader_config.py").write_text(STOCK_CONFIG)
    released = (folder / "assignments" / assignment / entry.notebook).read_bytes()
    examples = [e for e in example_class(entry, released) if e.student in ORDINARY]
    for number in range(size):
        place = folder / "submitted" / f"student{number:05d}" / assignment
        place.mkdir(parents=True)
        data = examples[number % len(examples)].data
        (place / entry.notebook).write_bytes(data if demos else without_demos(data))
    return folder


def without_demos(data):
    """Return a notebook without its demo cells."""
    notebook = json.loads(data)
    notebook["cells"] = [c for c in notebook["cells"] if "demo" not in c["metadata"].get("tags", [])]
    return json.dumps(notebook).encode()
