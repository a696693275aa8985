"""The mutants of a function: its source with one thing changed or left out."""

import ast
import contextlib
import copy
import inspect
import io
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from autograder.errors import AutograderError

NOT_THESE = ("RemoveDecorator", "VariableReplacer", "VariableInserter", "NoOp")
MOST = 10_000  # places in one function where an operator applies


@cache
def mutants_of(source: str) -> dict[str, str]:
    """Return the mutants of a function's source without its docstring: what is changed, by the mutant's source.

    Operators, constants, comparisons and conditions are changed by cosmic-ray's operators, statements are left out by
    ours.
    """
    found = dict(_with_one_thing_changed(source))
    found.update(_without_a_statement(source))
    found.pop(source, None)
    return found


def bare_source(path: Path, name: str) -> str:
    """Return the source of a function of a module without docstring, types and comments."""
    return _bare(next(n for n in ast.parse(path.read_text()).body if _defines(n, name)))


def bare_source_of(function: Callable) -> str:
    """Return the source of a function that this process has, without decorators, docstring, types and comments."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return _bare(next(n for n in tree.body if _defines(n, function.__name__)))


def _defines(node, name):
    return isinstance(node, ast.FunctionDef) and node.name == name


def _bare(node):
    node.decorator_list = []
    if ast.get_docstring(node) is not None:
        node.body = node.body[1:]
    return ast.unparse(without_types(node)) + "\n"


def without_types(node: ast.FunctionDef) -> ast.FunctionDef:
    """Take the types out of a function's tree; return it."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.arg):
            inner.annotation = None
        elif isinstance(inner, ast.FunctionDef):
            inner.returns = None
    return node


@cache
def _operators():
    try:
        from cosmic_ray.mutating import mutate_code
        from cosmic_ray.operators.provider import OperatorProvider
    except ImportError as error:
        raise AutograderError("mutants need the package cosmic-ray: pip install cosmic-ray") from error
    provider = OperatorProvider()
    return mutate_code, [provider[name] for name in sorted(provider) if not name.endswith(NOT_THESE)]


def _with_one_thing_changed(source) -> Iterator[tuple[str, str]]:
    mutate_code, operators = _operators()
    for operator in operators:
        for occurrence in range(MOST):
            with contextlib.redirect_stderr(io.StringIO()):
                mutated = mutate_code(source, operator(), occurrence)
            if mutated is None:
                break
            yield mutated, description(source, mutated)


def _without_a_statement(source) -> Iterator[tuple[str, str]]:
    tree = ast.parse(source)
    nodes = [node for node in ast.walk(tree) if not isinstance(node, ast.Module)]
    for block in [body for node in nodes if isinstance(body := getattr(node, "body", None), list)]:
        for i in range(len(block)):
            kept = copy.copy(block)
            block[i] = ast.copy_location(ast.Pass(), block[i])
            mutated = ast.unparse(ast.fix_missing_locations(tree))
            block[:] = kept
            yield mutated, description(ast.unparse(tree), mutated)


def description(before: str, after: str) -> str:
    """Return the changed lines of two sources, as ``old => new``."""
    old_lines, new_lines = before.splitlines(), after.splitlines()
    pairs = enumerate(zip(old_lines, new_lines, strict=False))
    first = next((i for i, (a, b) in pairs if a != b), 0)
    tail = len(old_lines) - len(new_lines)
    old = [
        a
        for i, a in enumerate(old_lines)
        if i >= first and (not -len(new_lines) <= i - tail < len(new_lines) or a != new_lines[i - tail])
    ][:1]
    return f"{old[0].strip() if old else ''} => {new_lines[first].strip() if first < len(new_lines) else ''}"
