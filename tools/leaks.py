"""Looks for the answers in what students get: the solutions' code, the hidden cases and the right labels, by content.

Two ways of looking for code, since either alone is easy to miss with: runs of tokens, wherever they stand (also in
metadata, outputs and prose), and statements as syntax trees in which the variables' names do not count. A right label
is found where it follows the letter of its run, whatever stands between the words.
"""

import ast
import copy
import json
import re
from dataclasses import dataclass

from autograder.descent import ASSIGNMENTS
from tools.stubs import right_labels
from tools.text import ROOT

RUN = {"solution": 14, "case": 24}  # tokens in a row that are no accident
NODES = {"solution": 11, "case": 22}  # size of a statement's tree that is no accident
TOKEN = re.compile(r"[A-Za-z_]\w*|\d+\.?\d*(?:[eE][+-]?\d+)?|[^\w\s]")
WORD = re.compile(r"\w+")
JSON = (".ipynb", ".json")


@dataclass(frozen=True)
class Leak:
    """Something of the answers in a released file."""

    path: str
    kind: str
    origin: str
    excerpt: str

    def __str__(self):
        return f"{self.path} holds part of a {self.kind} ({self.origin}): {self.excerpt}"


class Secrets:
    """What must not be released: the bodies of the reference functions, the hidden cases and the right labels."""

    def __init__(self):
        self.runs, self.trees, self.labels = {}, {}, {}
        needed = []
        for assignment in ASSIGNMENTS.values():
            module = ROOT / "solutions" / f"{assignment.module}.py"
            if not module.exists():
                continue
            tree = ast.parse(module.read_text())
            for node in tree.body:
                if isinstance(node, ast.FunctionDef):
                    needed.append(_stub(node))
                    self._add("solution", f"{assignment.module}.{node.name}", _without_docstring(node).body)
            for path in sorted(assignment.cases.glob("test_*.py")):
                body = [_without_docstring(n) for n in ast.parse(path.read_text()).body if not _is_import(n)]
                self._add("case", f"{assignment.name}/{path.name}", body)
            for run, label in right_labels(assignment.name).items():
                self.labels[_words(f"{run} {label}")] = f"{assignment.name}, run {run}"
        allowed = {run for text in needed for length in RUN.values() for run in _runs(text, length)}
        self.runs = {run: origin for run, origin in self.runs.items() if run not in allowed}

    def _add(self, kind, origin, statements):
        text = "\n".join(ast.unparse(statement) for statement in statements)
        for run in _runs(text, RUN[kind]):
            self.runs.setdefault(run, (kind, origin))
        for tree in _trees(statements, NODES[kind]):
            self.trees.setdefault(tree, (kind, origin))

    def find(self, path: str, content: bytes) -> list[Leak]:
        """Return the leaks in one released file.

        Parameters
        ----------
        path : str
            How the file is called in the message; its ending says what it is.
        content : bytes
        """
        leaks = []
        all_text = content.decode("utf-8", "replace")
        texts = _texts(path, all_text)
        whole = json.dumps(json.loads(all_text), ensure_ascii=False) if path.endswith(JSON) else all_text
        for words in map(_words, {whole, *texts}):
            leaks += [Leak(path, "diagnosis", self.labels[label], label) for label in self.labels if label in words]
        for text in texts:
            for kind, length in RUN.items():
                for run in _runs(text, length):
                    if self.runs.get(run, ("", ""))[0] == kind:
                        kind_of, origin = self.runs[run]
                        leaks.append(Leak(path, kind_of, origin, " ".join(run)))
                        break
            for tree in self._trees_of(text):
                kind_of, origin = self.trees[tree]
                leaks.append(Leak(path, kind_of, origin, f"a statement of the same form ({tree[:60]} …)"))
        return leaks

    def _trees_of(self, text):
        try:
            statements = ast.parse(text).body
        except (SyntaxError, ValueError):
            return []
        return [tree for tree in _trees(statements, min(NODES.values())) if tree in self.trees]


def _texts(path, text):
    """The texts within a file: of a notebook (or other JSON) every string of some length, else the whole."""
    if not path.endswith(JSON):
        return [text]
    found = []

    def walk(value):
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, list):
            if value and all(isinstance(v, str) for v in value):
                found.append("".join(value))
            else:
                any(walk(v) for v in value)
        elif isinstance(value, dict):
            any(walk(v) for v in value.values())

    walk(json.loads(text))
    return [t for t in found if 20 < len(t) and not re.fullmatch(r"[A-Za-z0-9+/=\s]{200,}", t)]


def _words(text):
    """The words of a text with a blank around each."""
    return f" {' '.join(WORD.findall(text))} "


def _runs(text, length):
    tokens = TOKEN.findall(text)
    return [tuple(tokens[i : i + length]) for i in range(len(tokens) - length + 1)]


def _trees(statements, smallest):
    """Yield the dumps of all statements of some size, the names of variables replaced by their order."""
    for statement in statements:
        for node in ast.walk(statement):
            if not isinstance(node, ast.stmt) or isinstance(node, (ast.Import, ast.ImportFrom)):
                continue
            node = _without_docstring(copy.deepcopy(node))
            if sum(not isinstance(n, ast.expr_context) for n in ast.walk(node)) >= smallest:
                yield _Anonymous().dump(node)


class _Anonymous(ast.NodeTransformer):
    """Replaces names by their order of appearance, but keeps attributes, so `np.sqrt` stays what it is."""

    def __init__(self):
        self.order = {}

    def dump(self, node):
        return ast.dump(self.visit(node))

    def _name(self, name):
        return self.order.setdefault(name, f"n{len(self.order)}")

    def visit_Name(self, node):
        return ast.Name(self._name(node.id), node.ctx)

    def visit_arg(self, node):
        return ast.arg(self._name(node.arg))


def _is_import(node):
    return isinstance(node, (ast.Import, ast.ImportFrom))


def _without_docstring(node):
    body = getattr(node, "body", None)
    first = body[0] if isinstance(body, list) and body else None
    is_text = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    if is_text and isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        node.body = body[1:] or [ast.Pass()]
    return node


def _stub(function):
    """The text that a stub needs: the signature and the docstring."""
    return f"{ast.unparse(ast.FunctionDef(function.name, function.args, [ast.Pass()], [], lineno=0))}\n" + (
        ast.get_docstring(function) or ""
    )
