"""The known variants as source text that can stand in a notebook."""

import ast
import builtins
import inspect
import textwrap
import types


def is_self_contained(variant):
    """Whether a variant needs nothing but NumPy, `math`, itself and other graded functions."""
    call = variant.call
    if not inspect.isfunction(call) or call.__closure__ or call.__name__ != variant.name:
        return False
    try:
        tree, own = _tree(variant)
    except (OSError, SyntaxError):
        return False
    nodes = list(ast.walk(tree))
    bound = {"np", "math", variant.name, *own}
    bound |= {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    bound |= {n.arg for n in nodes if isinstance(n, ast.arg)}
    bound |= {n.name for n in nodes if isinstance(n, ast.FunctionDef)}
    used = {n.id for n in nodes if isinstance(n, ast.Name)}
    return all(name in bound or hasattr(builtins, name) for name in used)


def source_of(variant):
    """Return a variant as a student would hand it in, under the name of the function that it stands for."""
    tree, _ = _tree(variant)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == variant.name:
            node.id = variant.target
    tree.name = variant.target
    text = ast.unparse(tree)
    return f"import math\n\n{text}" if "math." in text else text


class _OwnFunctions(ast.NodeTransformer):
    """Turns calls of the reference's other functions into calls of the student's own."""

    def __init__(self, variant):
        self.variant = variant
        self.names = set()

    def visit_Attribute(self, node):
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and node.attr != self.variant.target:
            owner = self.variant.call.__globals__.get(node.value.id)
            if isinstance(owner, types.ModuleType) and owner.__name__.startswith("solutions."):
                self.names.add(node.attr)
                return ast.Name(node.attr, ast.Load())
        return node


def _tree(variant):
    """Return the function's syntax tree without decorators, and the names of the student's that it calls."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(variant.call))).body[0]
    tree.decorator_list = []
    own = _OwnFunctions(variant)
    return own.visit(tree), own.names
