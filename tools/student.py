"""Builds the folder that a class gets: ``make student`` writes it to student/.

Lectures, assignments, public checks and the environment; no instructor's sources and no hidden cases. What notebooks
import lies in a hidden folder, so that students see notebooks when they open the file browser. The reference functions,
and the few experiments that are close to them, are packed: every Python loads them, and nobody reads them at a glance.
"""

import argparse
import shutil
import sys
from pathlib import Path

from autograder.descent import ASSIGNMENTS
from tools.leaks import Leak, Secrets
from tools.packed import LOADER, is_packed, pack
from tools.text import ROOT

COPIED = [
    "environment.yml",
    "requirements.lock",
    "LICENSE",
    "start.ipynb",
    *(f"lectures/{pair.lecture}.ipynb" for pair in ASSIGNMENTS.values()),
    *(f"assignments/{name}" for name in ASSIGNMENTS),
]
PACKAGES = ".course"  # JupyterLab's file browser leaves out what begins with a dot
SOLUTIONS = "solutions"
LEFT_OUT = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "*.pyc", "py.typed")
TEMPLATES = Path(__file__).parent / "student_files"
UNREAD = (".gz", ".npz", ".png")
OPEN_README = "\nThe reference functions are in `.course/solutions/`, to be read beside your own.\n"


def build_student(target: str | Path, with_solutions: bool = False) -> Path:
    """Write the class's folder to `target` (which is replaced) and return it.

    Parameters
    ----------
    target : path-like
    with_solutions : bool
        Leave the reference functions readable, for after the deadline.

    Raises
    ------
    ValueError
        Where something in the folder gives an answer away.
    """
    target = Path(target)
    if target.exists():
        shutil.rmtree(target)
    for name in COPIED:
        _copy(ROOT / name, target / name)
    for name in ("checks", "lectures/viz"):
        _copy(ROOT / name, target / PACKAGES / name)
    secrets = Secrets()
    modules = [*ROOT.glob("lectures/__init__.py"), *ROOT.glob("lectures/*/**/*.py"), *ROOT.glob(f"{SOLUTIONS}/*.py")]
    for path in sorted(modules):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith("lectures/viz/"):
            _write_module(path, target / PACKAGES / name, not with_solutions and _must_be_packed(name, path, secrets))
    (target / PACKAGES / SOLUTIONS / LOADER.name).write_bytes(LOADER.read_bytes())
    shutil.copytree(TEMPLATES, target, dirs_exist_ok=True)
    if with_solutions:
        with (target / "README.md").open("a", encoding="utf-8") as readme:
            readme.write(OPEN_README)
        return target
    leaks = find_leaks(target, secrets)
    if leaks:
        raise ValueError("\n".join(map(str, leaks)))
    return target


def _copy(source, place):
    place.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, place, ignore=LEFT_OUT)
    else:
        shutil.copy(source, place)


def _must_be_packed(name, path, secrets):
    if name.startswith(f"{SOLUTIONS}/"):
        return path.name != "__init__.py"
    return bool(secrets.find(name, path.read_bytes()))


def _write_module(path, place, packed):
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(pack(path.read_text(encoding="utf-8")) if packed else path.read_text(encoding="utf-8"))


def find_leaks(folder: str | Path, secrets: Secrets | None = None) -> list[Leak]:
    """Return what the files of a folder give away of the solutions and the hidden cases.

    A packed module has to hold exactly the project's own module, and nothing beside it.
    """
    secrets, folder = secrets or Secrets(), Path(folder)
    leaks = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix not in UNREAD):
        name, content = path.relative_to(folder).as_posix(), path.read_bytes()
        if path.suffix == ".py" and is_packed(content.decode("utf-8", "replace")):
            original = ROOT / Path(name).relative_to(PACKAGES)
            if not original.exists() or content.decode() != pack(original.read_text(encoding="utf-8")):
                leaks.append(Leak(name, "packed text", "unknown", "it is not the project's own module of that name"))
        else:
            leaks += secrets.find(name, content)
    return leaks


def main() -> int:
    """Build the folder and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", default=ROOT / "student", help="the folder to write (default: student/)")
    parser.add_argument("--with-solutions", action="store_true", help="readable solutions, for after the deadline")
    arguments = parser.parse_args()
    try:
        print(f"The class's folder is ready: {build_student(arguments.to, arguments.with_solutions)}")
    except ValueError as error:
        print(f"Nothing may be handed out yet, since it gives answers away:\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
