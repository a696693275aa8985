"""The hash of all that a verdict depends on beside the submission: cases, reference, grader, environment."""

import hashlib
import platform
from functools import cache
from importlib.metadata import version

from autograder.course import ASSIGNMENTS, ROOT

LIBRARIES = ("numpy", "ipython", "matplotlib", "pytest")
# The rooms in which a verdict is made; what keeps and shows results does not make them.
ROOMS = ("handin", "sandbox", "grading", "worker")


@cache
def fingerprint(assignment):
    """Return the hash for an assignment, as text."""
    entry = ASSIGNMENTS[assignment]
    grader = ROOT / "autograder"
    files = [
        grader / "course.py",
        *(path for room in ROOMS for path in (grader / room).rglob("*.py")),
        *grader.glob("cases/*.*"),
        *entry.cases.rglob("*.py"),
        *grader.glob(f"misconceptions/{entry.module}*"),
        *grader.glob(f"misconceptions/{entry.module}/**/*.py"),
        grader / "misconceptions" / "registry.py",
        *(ROOT / "checks").glob("*.py"),
        *(ROOT / "checks" / "data").glob("*.gz"),
        *(ROOT / "lectures" / "viz").iterdir(),
        ROOT / "solutions" / f"{entry.module}.py",
        entry.source_notebook,
    ]
    hashed = hashlib.sha256()
    for path in sorted({path for path in files if path.is_file()}):
        hashed.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
        hashed.update(hashlib.sha256(path.read_bytes()).digest())
    for fact in (platform.python_version(), *(f"{name} {version(name)}" for name in LIBRARIES)):
        hashed.update(fact.encode() + b"\0")
    return hashed.hexdigest()


def submission_key(data, assignment, sandbox, secret):
    """Return the hash under which a submission's result is kept, and the seed of its random inputs.

    Equal answers get equal inputs, and nobody who does not know the course's secret can tell them in advance.
    """
    parts = (fingerprint(assignment), assignment, sandbox, str(secret), hashlib.sha256(data).hexdigest())
    digest = hashlib.sha256("\0".join(parts).encode())
    seed = hashlib.sha256(f"inputs\0{secret}\0{parts[-1]}".encode()).digest()
    return digest.hexdigest(), int.from_bytes(seed[:6], "big")
