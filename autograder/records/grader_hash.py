"""The hash of all that a verdict depends on beside the submission: course, cases, grader, environment."""

import hashlib
import importlib.util
import platform
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from autograder.course import Assignment, Course

LIBRARIES = ("numpy", "ipython", "matplotlib", "pytest")
GRADER = Path(__file__).resolve().parent.parent
# The rooms in which a verdict is made; what keeps and shows results does not make them.
ROOMS = ("handin", "sandbox", "grading", "worker")
MODULES = ("course.py", "limits.py", "variants.py")
LEFT_OUT = ("__pycache__", ".ipynb_checkpoints")


def grader_hash(course: Course, assignment: Assignment) -> str:
    """Return the hash for an assignment of a course, as text."""
    own = [*assignment.notebooks, *_within(assignment.files)]  # what an instructor may change while a server runs
    return _hash(course.root, course.shown, assignment, tuple(path.stat().st_mtime_ns for path in own))


@cache
def _hash(root, shown, assignment, _changed):
    places = [
        *(GRADER / room for room in ROOMS),
        *(GRADER / module for module in MODULES),
        *(root / part for part in shown),
        *assignment.notebooks,
        *assignment.files,
        *filter(None, [assignment.cases, _home(assignment.reference), _home(assignment.variants), _home("checks")]),
        *filter(None, [_home((assignment.domains or "").rpartition(".")[0])]),  # the package: its modules share losses
    ]
    hashed = hashlib.sha256()
    for place in places:
        for path in sorted(_within([place])):
            hashed.update(f"{place.name}/{path.relative_to(place).as_posix()}\0".encode())
            hashed.update(hashlib.sha256(path.read_bytes()).digest())
    for fact in (platform.python_version(), *(f"{name} {version(name)}" for name in LIBRARIES)):
        hashed.update(fact.encode() + b"\0")
    return hashed.hexdigest()


def _home(module: str | None) -> Path | None:
    """Return the file or the folder of a module, or None where there is none."""
    spec = importlib.util.find_spec(module) if module else None
    if spec is None or not spec.origin:
        return None
    return Path(spec.origin).parent if spec.submodule_search_locations else Path(spec.origin)


def _within(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        for path in [place, *place.rglob("*")] if place.is_dir() else [place]:
            if path.is_file() and not set(LEFT_OUT).intersection(path.relative_to(place.parent).parts):
                yield path


def submission_key(
    files: Mapping[str, bytes], grader: str, assignment: str, sandbox: str, secret: str
) -> tuple[str, int]:
    """Return the hash under which a submission's result is kept, and the seed of its random inputs.

    The grader mixes the seed with the student's code: nobody who does not know the secret can tell the inputs.

    Parameters
    ----------
    files : mapping of str to bytes
        The submitted notebooks by file name, or what stands for them where there are none.
    grader : str
        As `grader_hash` gives it.
    assignment, sandbox, secret : str
    """
    content = hashlib.sha256()
    for name, data in sorted(files.items()):
        content.update(data if len(files) == 1 else name.encode() + b"\0" + hashlib.sha256(data).digest())
    parts = (grader, assignment, sandbox, secret, content.hexdigest())
    digest = hashlib.sha256("\0".join(parts).encode())
    seed = hashlib.sha256(f"inputs\0{secret}\0{assignment}".encode()).digest()
    return digest.hexdigest(), int.from_bytes(seed[:6], "big")
