"""Cases call a student's function by position; functions that they pass take arguments by position or by name."""

import ast
import functools
import inspect
import re
from pathlib import Path

import pytest

from autograder.audit import SEED, score_variant
from autograder.descent import ASSIGNMENTS, ROOT
from autograder.grading.case_runner import CaseRunner
from checks.public import run_public_cases

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


def names_in(docstring, parameter):
    """Return the names that a docstring gives to the arguments of the function that is passed for a parameter."""
    said = re.search(rf"^{parameter} : [^\n]*callable\n(.*?)(?=^\S|\Z)", docstring, re.M | re.S)
    if not said:
        return []
    if one := re.match(r"\s+Maps (\w+)", said[1]):
        return [one[1]]
    return re.search(r"``\w+\(([^)]*)\)``", said[1])[1].split(", ")


def taking_by_name(given, names):
    """Return a function that calls the given one by the names of its docstring."""
    return lambda *args: given(**dict(zip(names, args, strict=True)))


def by_name(reference, function):
    """Return a function of the reference which calls each function that it is given by name."""
    call = getattr(reference, function)
    names = {each: names_in(inspect.getdoc(call), each) for each in inspect.signature(call).parameters}

    @functools.wraps(call)
    def calling(*args, **kwargs):
        bound = inspect.signature(call).bind(*args, **kwargs)
        for name, value in bound.arguments.items():
            if callable(value):
                bound.arguments[name] = taking_by_name(value, names[name])
        return call(*bound.args, **bound.kwargs)

    return calling, any(names.values())


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_functions_that_are_passed_take_their_arguments_by_the_docstrings_names(name):
    assignment = ASSIGNMENTS[name]
    reference, tried = assignment.load_reference(), 0
    with CaseRunner(assignment, pictures=False) as runner:
        for function in assignment.functions:
            call, takes_functions = by_name(reference, function)
            if takes_functions:
                tried += 1
                lost = [test for test in score_variant(runner, function, call, SEED) if test.outcome != "passed"]
                assert not lost, f"{function}: {lost[0].message}"
                shown = run_public_cases(assignment.name, function, {**vars(reference), function: call})
                assert all(row.passed for row in shown), function
    assert tried >= 1
