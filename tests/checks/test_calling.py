"""Cases call a student's function by position, so that its parameters may have any names."""

import ast
import inspect
from pathlib import Path

import pytest

from autograder.descent import ASSIGNMENTS, ROOT

PLACES = [
    path
    for assignment in ASSIGNMENTS.values()
    for folder in (assignment.cases, ROOT / "checks" / "cases" / assignment.name)
    for path in sorted(Path(folder).glob("*.py"))
]


@pytest.mark.parametrize("path", PLACES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_only_what_has_a_default_is_called_by_name(path):
    assignment = ASSIGNMENTS[path.parent.name]
    reference = assignment.load_reference()
    for call in ast.walk(ast.parse(path.read_text())):
        match call:
            case ast.Call(ast.Attribute(ast.Name("student"), name)) if name in assignment.functions:
                parameters = inspect.signature(getattr(reference, name)).parameters
                named = [keyword.arg for keyword in call.keywords if keyword.arg]
                wrong = [each for each in named if parameters[each].default is inspect.Parameter.empty]
                assert not wrong, f"line {call.lineno} calls {name} with {wrong} by name"
