"""The cells with solutions: a function's, cut from the reference, and the diagnosis, from the right labels."""

import ast
import importlib.util
import textwrap

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
WHILE_EMPTY = "if None in diagnosis.values():"


def function_cell(module_source: str, name: str) -> str:
    """Return the instructor's cell of one function, its body between the solution marks.

    Parameters
    ----------
    module_source : str
        Source of the reference's module.
    name : str
        Name of a function in it.
    """
    node = next(n for n in ast.parse(module_source).body if isinstance(n, ast.FunctionDef) and n.name == name)
    lines = module_source.splitlines()
    docstring = lines[node.body[0].lineno - 1 : node.body[0].end_lineno]
    body = lines[node.body[0].end_lineno : node.end_lineno]
    while body and not body[0].strip():
        body.pop(0)
    return "\n".join([signature(module_source, node), *docstring, f"    {BEGIN}", *body, f"    {END}"])


def signature(module_source: str, node: ast.FunctionDef) -> str:
    """Return the first line of a function without types, whose names a notebook does not have."""
    given = node.args.posonlyargs + node.args.args
    defaults = [None] * (len(given) - len(node.args.defaults)) + node.args.defaults
    written = [
        a.arg if default is None else f"{a.arg}={ast.get_source_segment(module_source, default)}"
        for a, default in zip(given, defaults, strict=True)
    ]
    return f"def {node.name}({', '.join(written)}):"


def diagnosis_cell(labels: dict[str, str]) -> str:
    """Return the instructor's cell of a diagnosis: an empty form, then the answers as the solution.

    They stand under a condition, so that nbgrader's stub in their place raises only while a run has no label.

    Parameters
    ----------
    labels : dict of str to str
        The right label of each run.
    """
    form, answers = (
        "".join(f'    "{run}": {value},\n' for run, value in values.items())
        for values in (dict.fromkeys(labels), {run: f'"{label}"' for run, label in labels.items()})
    )
    solution = f"{BEGIN}\ndiagnosis = {{\n{answers}}}\n{END}"
    return f"diagnosis = {{\n{form}}}\n{WHILE_EMPTY}\n{textwrap.indent(solution, '    ')}"


def without_stub(diagnosis: str) -> str:
    """Return the student's cell of a diagnosis without nbgrader's stub: an empty form is no error."""
    return diagnosis.partition(f"\n{WHILE_EMPTY}")[0]


def right_labels(assignment: str) -> dict[str, str]:
    """Return the right label of each recorded run of an assignment; nothing where it has no diagnosis."""
    module = f"autograder.cases.{assignment}.right_labels"
    return importlib.import_module(module).RIGHT_LABELS if importlib.util.find_spec(module) else {}
