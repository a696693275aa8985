"""Cuts the cell of a graded function from the reference: signature and docstring stay, the body is the solution."""

import ast

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


def function_cell(module_source, name):
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
    head = lines[node.lineno - 1 : node.body[0].end_lineno]
    body = lines[node.body[0].end_lineno : node.end_lineno]
    while body and not body[0].strip():
        body.pop(0)
    return "\n".join([*head, f"    {BEGIN}", *body, f"    {END}"])


def diagnosis_cell(text):
    """Return the instructor's cell of a diagnosis: an empty form, then the answers as the solution.

    Parameters
    ----------
    text : str
        The cell of the text source: ``diagnosis = {"A": "label", ...}`` with the right answers.
    """
    answers = ast.literal_eval(ast.parse(text.strip()).body[0].value)
    form = "".join(f'    "{letter}": None,\n' for letter in answers)
    return "\n".join(["diagnosis = {", f"{form}}}", BEGIN, text.strip(), END])
