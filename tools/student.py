"""Builds the folder that a class gets: ``make student`` writes it to student/.

Lectures, assignments, public checks and the environment; no instructor's sources and no hidden cases. The reference
and the lectures' experiments, which are close to it, are there only as byte code, which only the same Python version
can load.
"""

import argparse
import py_compile
import shutil
import sys
from pathlib import Path

from autograder.descent import ASSIGNMENTS
from tools.leaks import Secrets
from tools.text import ROOT

COPIED = [
    "environment.yml", "requirements.lock", "LICENSE", "lectures/__init__.py", "lectures/viz",
    "checks", *(f"lectures/{a.lecture}.ipynb" for a in ASSIGNMENTS.values()),
    *(f"assignments/{name}" for name in ASSIGNMENTS),
]  # fmt: skip
COMPILED = ["solutions", "lectures/experiments"]
LEFT_OUT = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "*.pyc")
TEMPLATES = Path(__file__).parent / "student_files"


def build_student(target):
    """Write the class's folder to `target` (which is replaced) and return it.

    Raises
    ------
    ValueError
        Where something in the folder gives an answer away.
    """
    target = Path(target)
    if target.exists():
        shutil.rmtree(target)
    for name in COPIED:
        source, place = ROOT / name, target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, place, ignore=LEFT_OUT)
        else:
            shutil.copy(source, place)
    shutil.copytree(TEMPLATES, target, dirs_exist_ok=True)
    for folder in COMPILED:
        for module in sorted((ROOT / folder).rglob("*.py")):
            _compile(module, (target / module.relative_to(ROOT)).with_suffix(".pyc"))
    leaks = find_leaks(target)
    if leaks:
        raise ValueError("\n".join(map(str, leaks)))
    return target


def _compile(module, place):
    place.parent.mkdir(parents=True, exist_ok=True)
    py_compile.compile(
        str(module),
        cfile=str(place),
        dfile=module.name,
        doraise=True,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )


def find_leaks(folder):
    """Return what the files of a folder give away of the solutions and the hidden cases."""
    secrets = Secrets()
    files = sorted(
        path
        for path in Path(folder).rglob("*")
        if path.is_file() and path.suffix not in (".pyc", ".gz", ".npz", ".png")
    )
    return [leak for path in files for leak in secrets.find(path.relative_to(folder).as_posix(), path.read_bytes())]


def main():
    """Build the folder and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", default=ROOT / "student", help="the folder to write (default: student/)")
    target = parser.parse_args().to
    try:
        print(f"The class's folder is ready: {build_student(target)}")
    except ValueError as error:
        print(f"Nothing may be handed out yet, since it gives answers away:\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
