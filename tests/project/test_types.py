"""Public functions say the types of what they take and give."""

import ast

import pytest

from tools.text import ROOT

PACKAGES = ["autograder", "checks", "lectures/viz", "solutions", "tools"]
CONTENT = (
    "autograder/cases",
    "autograder/misconceptions",
    "autograder/domains",
    "checks/cases",
    "autograder/old_names",
)
FREE = {"self", "cls", "_"}


def modules(package):
    """Yield the modules of a package whose names are public; text sources of lectures are notebooks."""
    for path in sorted((ROOT / package).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        is_notebook = path.parent == ROOT / "lectures" and path.stem != "__init__"
        if not name.startswith(CONTENT) and not is_notebook:
            yield path


def public_functions(tree):
    """Yield the functions of a module, and the methods of its classes, that others may call."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_"):
                    yield inner


def missing(function):
    """Return what of a function has no type: names of its arguments, and "return"."""
    given = function.args
    arguments = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    found = [a.arg for a in arguments if a.annotation is None and a.arg not in FREE]
    return found + (["return"] if function.returns is None else [])


@pytest.mark.parametrize("package", PACKAGES)
def test_public_functions_have_types(package):
    bare = {
        f"{path.relative_to(ROOT)}: {function.name}({', '.join(lacking)})"
        for path in modules(package)
        for function in public_functions(ast.parse(path.read_text()))
        if (lacking := missing(function))
    }
    assert not bare, "\n".join(sorted(bare))
