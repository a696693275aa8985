"""The known variants as source text for a student's notebook, with the helpers that they need."""

import ast
import builtins
import inspect
import math
import types
from functools import cache

import numpy as np

from autograder.adversary.mutation import without_types
from autograder.variants import Variant

PLAIN = (bool, int, float, str, type(None))
RIGHT = "_right_"  # in front of the reference's own function where a variant starts from it


class NotAlone(ValueError):
    """A variant that cannot be written down as source text."""


def source_of(variant: Variant) -> str:
    """Return a variant as a student would hand it in; raise NotAlone where that is impossible.

    Parameters
    ----------
    variant : autograder.variants.Variant
    """
    writer = _Writer(variant.target)
    writer.write(variant.call, variant.target)
    return "import math\n\n" + "\n\n".join(writer.parts.values())


def can_stand_alone(variant: Variant) -> bool:
    """Whether `source_of` can write a variant down."""
    try:
        source_of(variant)
    except NotAlone:
        return False
    return True


class _Writer:
    """Collects the source of a function and of all that it calls, helpers first.

    Calls of other graded functions stay as they are: they become calls of the student's own.
    """

    def __init__(self, target):
        self.target = target
        self.parts = {}
        self._under_way = set()

    def write(self, function, name):
        if name in self.parts or name in self._under_way:
            return
        self._under_way.add(name)
        node = _definition(function)
        own_name = function.__name__
        known = {**function.__globals__, **inspect.getclosurevars(function).nonlocals}
        node = _Renamer(self, known, own_name, name).visit(node)
        node.name = name
        self.parts[name] = ast.unparse(ast.fix_missing_locations(node))

    def need(self, name, value):
        """Return the name under which the notebook has a value that the source uses."""
        if value is np:
            return "np"
        if value is math:
            return "math"
        if isinstance(value, types.FunctionType):
            home = value.__module__
            if home.startswith("solutions."):
                if value.__name__ != self.target:
                    return value.__name__
                self.write(value, RIGHT + self.target)
                return RIGHT + self.target
            if home.startswith("autograder.misconceptions"):
                helper = f"{value.__name__}_" if value.__name__ == self.target else value.__name__
                self.write(value, helper)
                return helper
        if isinstance(value, PLAIN):
            self.parts.setdefault(name, f"{name} = {value!r}")
            return name
        raise NotAlone(f"{name} is a {type(value).__name__}")


class _Renamer(ast.NodeTransformer):
    """Gives every name from outside of a function the name that it has in the notebook."""

    def __init__(self, writer, known, own_name, new_name):
        self.writer, self.known, self.own_name, self.new_name = writer, known, own_name, new_name
        self.local = set()

    def visit(self, node):
        if not self.local:
            for inner in ast.walk(node):
                if isinstance(inner, ast.arg):
                    self.local.add(inner.arg)
                elif isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                    self.local.add(inner.id)
                elif isinstance(inner, ast.FunctionDef) and inner is not node:
                    self.local.add(inner.name)
        return super().visit(node)

    def visit_Name(self, node):
        if node.id in self.local:
            return node
        if node.id in self.known:
            value = self.known[node.id]
            same = isinstance(value, types.FunctionType) and node.id == self.own_name
            node.id = self.new_name if same else self.writer.need(node.id, value)
        elif not hasattr(builtins, node.id):
            raise NotAlone(f"{node.id} is not known")
        return node

    def visit_Attribute(self, node):
        if isinstance(node.value, ast.Name) and node.value.id not in self.local:
            owner = self.known.get(node.value.id)
            if isinstance(owner, types.ModuleType) and owner.__name__.startswith("solutions."):
                return ast.Name(self.writer.need(node.attr, getattr(owner, node.attr)), ast.Load())
        return self.generic_visit(node)


def _definition(function):
    """Return the syntax tree of a function or lambda, as a function without decorators."""
    if not isinstance(function, types.FunctionType):
        raise NotAlone(f"it is a {type(function).__name__}")
    code = function.__code__
    arguments = inspect.getfullargspec(function)
    if function.__defaults__ and not all(isinstance(value, PLAIN) for value in function.__defaults__):
        raise NotAlone("its defaults are no plain values")
    for node in ast.walk(_module(code.co_filename)):
        if isinstance(node, ast.FunctionDef):
            line = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            if line == code.co_firstlineno and node.name == code.co_name:
                node.decorator_list = []
                return without_types(node)
        elif isinstance(node, ast.Lambda) and node.lineno == code.co_firstlineno:
            if [a.arg for a in node.args.args] == arguments.args:
                made = ast.parse("def made(): pass").body[0]
                made.args, made.body = node.args, [ast.Return(node.body)]
                return made
    raise NotAlone("its source is not found")


def _module(filename):
    return ast.parse(_text(filename))


@cache
def _text(filename):
    with open(filename, encoding="utf-8") as file:
        return file.read()
