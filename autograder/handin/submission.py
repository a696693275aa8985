"""Reads what a student handed in: one bounded regular file, through no symbolic link.

Whatever else lies in the folder is left where it is and named to the human, never copied.
"""

import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass, field

MAX_BYTES = 50_000_000
MAX_STRAYS_NAMED = 5
MAX_ENTRIES = 1000  # of the folder that are looked at
TIMESTAMP = "timestamp.txt"
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


@dataclass(frozen=True)
class Submission:
    """What a student handed in for one assignment.

    Attributes
    ----------
    student : str
    data : bytes or None
        The notebook file, or None if there is none that can be read.
    timestamp : datetime or None
        When it was handed in (UTC), if nbgrader wrote it down.
    problem : str
        Why there is no notebook, in a sentence for the human; empty if there is one.
    notes : tuple of str
        What was left out, in words.
    """

    student: str
    data: bytes | None
    timestamp: object = None
    problem: str = ""
    notes: tuple[str, ...] = field(default=())


class _Refused(Exception):
    """A file that is not read; the text says why."""


def read_submission(course, student, assignment):
    """Read one student's submission; whatever is wrong with it is said in the Submission.

    Parameters
    ----------
    course : CourseFolder
    student : str
        Name of the student's folder.
    assignment : Assignment
    """
    folder = course.path("submitted", student, assignment.name)
    data, timestamp, problem, notes = None, None, "", []
    try:
        with _folder(course.root, folder) as descriptor:
            strays = _strays(descriptor, assignment.notebook)
            if strays:
                notes.append(f"left out, since only {assignment.notebook} is graded: {strays}")
            timestamp = _timestamp(descriptor, notes)
            try:
                data = _read(descriptor, assignment.notebook, MAX_BYTES)
            except _Refused as error:
                problem = str(error)
    except _Refused as error:
        problem = str(error)
    return Submission(student, data, timestamp, problem, tuple(notes))


def read_timestamp(root, folder):
    """Return the time of submission in a folder of the course, or None."""
    try:
        with _folder(root, folder) as descriptor:
            return _timestamp(descriptor, [])
    except (_Refused, FileNotFoundError):
        return None


@contextmanager
def _folder(root, folder):
    """Open `folder` step by step from `root`; only its first part, the instructor's own, may be a link."""
    parts = folder.relative_to(root).parts
    descriptor = os.open(root / parts[0], os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in parts[1:]:
            try:
                inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | _NO_FOLLOW, dir_fd=descriptor)
            except OSError as error:
                raise _Refused(f"the folder {_shown(part)} is a link, or cannot be opened") from error
            os.close(descriptor)
            descriptor = inner
        yield descriptor
    finally:
        os.close(descriptor)


def _read(folder, name, limit):
    """Return the bytes of a regular file of at most `limit` bytes, or raise _Refused."""
    try:
        descriptor = os.open(name, os.O_RDONLY | _NO_FOLLOW, dir_fd=folder)
    except FileNotFoundError as error:
        raise _Refused(f"{name} is missing") from error
    except OSError as error:
        raise _Refused(f"{name} is a link, or cannot be opened") from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise _Refused(f"{name} is not a plain file")
    with os.fdopen(descriptor, "rb") as file:
        if status.st_size > limit:
            raise _Refused(f"{name} is too large: {status.st_size / 1e6:.0f} MB, at most {limit / 1e6:.0f} are read")
        return file.read(limit + 1)[:limit]


def _timestamp(folder, notes):
    """Return the time that nbgrader wrote down, or None."""
    from nbgrader.utils import parse_utc

    try:
        text = _read(folder, TIMESTAMP, 200).decode("utf-8").strip()
    except _Refused as error:
        if "missing" not in str(error):
            notes.append(str(error))
        return None
    except UnicodeDecodeError:
        text = "?"
    try:
        return parse_utc(text) if text else None
    except (ValueError, OverflowError):
        notes.append(f"{TIMESTAMP} holds no time that can be read, so it counts as handed in on time")
        return None


def _strays(folder, notebook):
    """Return the names of what else lies in the folder, shortened for a sentence."""
    names = []
    with os.scandir(folder) as entries:
        for count, entry in enumerate(entries):
            if count >= MAX_ENTRIES:
                break
            if entry.name not in (notebook, TIMESTAMP, "submission_secret.txt", ".ipynb_checkpoints"):
                kind = " (a link)" if entry.is_symlink() else "/" if entry.is_dir(follow_symlinks=False) else ""
                names.append(_shown(entry.name) + kind)
    names.sort()
    more = f" and {len(names) - MAX_STRAYS_NAMED} more" if len(names) > MAX_STRAYS_NAMED else ""
    return ", ".join(names[:MAX_STRAYS_NAMED]) + more


def _shown(name):
    """Return a file name as harmless text of bounded length."""
    text = "".join(c if c.isprintable() else "?" for c in name.encode("utf-8", "replace").decode())
    return text if len(text) <= 60 else text[:57] + "..."
