"""What a Python file of the project depends on: the files that it imports, and those that they import."""

import ast
from pathlib import Path

from autograder.descent import ROOT


def imported_files(*paths: Path) -> set[Path]:
    """Return the files of the project that `paths` import, directly or not, with `paths` and all packages around them.

    Imports that a program decides while it runs are not seen.
    """
    found: set[Path] = set()
    waiting = list(paths)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [*_imports(path), *_packages(path)]
    return found


def module_file(name: str) -> Path | None:
    """Return the file of a module of the project, or None."""
    base = ROOT.joinpath(*name.split("."))
    return next((p for p in (base.with_suffix(".py"), base / "__init__.py") if p.exists()), None)


def _packages(path):
    """Yield the files of the packages that a file of the project lies in."""
    for folder in path.parents:
        if folder.is_relative_to(ROOT) and (file := folder / "__init__.py").exists():
            yield file


def _imports(path):
    """Yield the files of the project that a module imports itself."""
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            package = path.relative_to(ROOT).parent.parts if node.level else ()
            around = package[: len(package) - node.level + 1]
            module = ".".join([*around, *([node.module] if node.module else [])])
            names = [module, *(f"{module}.{alias.name}" for alias in node.names)]
        yield from filter(None, map(module_file, names))
