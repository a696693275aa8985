"""Notebooks as students leave them: empty, half done, half wrong."""

import nbformat

from autograder.descent import ASSIGNMENTS
from tools.example_class import right_answers
from tools.text import ROOT

WAYS = ("empty", "half done", "half wrong")
WRONG = (
    "def {name}(*args, **kwargs):\n    return nothing_of_that_name",  # raises NameError when it is called
    "def {name}(*args, **kwargs)\n    return 1",  # no Python
    "def {name}(*args, **kwargs):\n    return 'a text'",
)


def unfinished(name: str, way: str) -> nbformat.NotebookNode:
    """Return a student's notebook of an assignment in one of the `WAYS`."""
    pair = ASSIGNMENTS[name]
    notebook = nbformat.read(ROOT / "assignments" / name / pair.notebook, as_version=4)
    answers, functions = right_answers(pair), list(pair.functions)
    written = {
        "empty": {},
        "half done": {each: answers[each] for each in functions[::2]},
        "half wrong": {
            each: WRONG[i // 2 % len(WRONG)].format(name=each) if i % 2 else answers[each]
            for i, each in enumerate(functions[:-1])
        },
    }[way]
    for cell in notebook.cells:
        cell.source = written.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
    return notebook


def code_cells(notebook: nbformat.NotebookNode) -> list:
    """Return the cells of code."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]
