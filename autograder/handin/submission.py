"""Reads what a student handed in: one bounded regular file, through no symbolic link.

Whatever else lies in the folder is left where it is and named to the human, never copied.
"""

import os
import re
import stat
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from autograder import limits
from autograder.course import Assignment
from autograder.errors import BadSubmission

TIMESTAMP = "timestamp.txt"
SECRET = "submission_secret.txt"  # nbgrader's exchange finds a student's feedback by it
NBGRADERS_OWN = (TIMESTAMP, SECRET, ".ipynb_checkpoints")
_NO_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | _NO_WAITING


@dataclass(frozen=True)
class Submission:
    """What a student handed in for one assignment.

    Attributes
    ----------
    student : str
    files : dict of str to bytes
        The notebook files that can be read, by name.
    timestamp : datetime or None
        When it was handed in (UTC), if nbgrader wrote it down.
    needs_human : tuple of str
        Why a notebook is not there, each in a sentence.
    notes : tuple of str
        What was left out, in words.
    secret : str
        What nbgrader's exchange wrote into ``submission_secret.txt``; empty where it did not.
    """

    student: str
    files: dict[str, bytes]
    timestamp: datetime | None = None
    needs_human: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    secret: str = ""


class _Refused(Exception):
    """A file that is not read; the text says why."""


def read_submission(root: Path, folder: Path, student: str, assignment: Assignment) -> Submission:
    """Read one student's submission; whatever is wrong with it is said in the Submission.

    Parameters
    ----------
    root : Path
        The nbgrader course's folder.
    folder : Path
        The student's folder of the assignment in it.
    student : str
    assignment : Assignment
    """
    files, timestamp, secret, missing, notes = {}, None, "", [], []
    wanted = assignment.file_names
    # What was handed out beside the notebooks comes back with them; the student's copies are not used.
    usual = {*wanted, *(path.name for path in assignment.files)}
    try:
        with _folder(root, folder) as descriptor:
            there = _listed(descriptor)
            found = {name: names_of(there, name) or [name] for name in wanted}
            strays = _strays(descriptor, {*usual, *(names[0] for names in found.values() if len(names) == 1)})
            if strays:
                only = f"only {wanted[0]} is" if len(wanted) == 1 else f"only {', '.join(wanted)} are"
                notes.append(f"left out, since {only} graded: {strays}")
            timestamp, secret = _timestamp(descriptor, notes), _secret(descriptor, notes)
            for name, names in found.items():
                if len(names) > 1:
                    missing.append(
                        f"{name} is missing, and {' and '.join(map(_shown, names))} look like it: which is it?"
                    )
                    continue
                if names[0] != name:
                    notes.append(f"graded as {name}: {_shown(names[0])}")
                try:
                    files[name] = _read(descriptor, names[0], limits.NOTEBOOK_BYTES)
                except _Refused as error:
                    missing.append(str(error))
    except _Refused as error:
        missing.append(str(error))
    return Submission(student, files, timestamp, tuple(missing), tuple(notes), secret)


def read_notebook(path: Path) -> bytes:
    """Return the bytes of a notebook that a command names, within the same bounds as a submission's.

    Raises
    ------
    BadSubmission
        Where it cannot be read; the sentence names the file.
    """
    if path.is_dir():
        raise BadSubmission(f"{path} is a folder: name the notebook in it")
    try:
        descriptor = os.open(path, os.O_RDONLY | _NO_WAITING)
    except FileNotFoundError:
        raise BadSubmission(f"there is no file {path}") from None
    except OSError as error:
        raise BadSubmission(f"{path} cannot be read: {error.strerror}") from None
    try:
        return _content(descriptor, str(path), limits.NOTEBOOK_BYTES)
    except _Refused as error:
        raise BadSubmission(str(error)) from None


def read_timestamp(root: Path, folder: Path) -> datetime | None:
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
    return _content(descriptor, name, limit)


def _content(descriptor, name, limit):
    """Return what an open file holds, and close it."""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise _Refused(f"{name} is not a plain file")
    with os.fdopen(descriptor, "rb") as file:
        if status.st_size > limit:
            raise _Refused(f"{name} is too large: {status.st_size / 1e6:.0f} MB, at most {limit / 1e6:.0f} are read")
        return file.read(limit + 1)[:limit]


def _timestamp(folder, notes):
    """Return the time that nbgrader wrote down, in UTC and without a zone as nbgrader has it, or None."""
    try:
        text = _read(folder, TIMESTAMP, 200).decode("utf-8").strip()
    except _Refused as error:
        if "missing" not in str(error):
            notes.append(str(error))
        return None
    except UnicodeDecodeError:
        text = "?"
    try:
        return _in_utc(text) if text else None
    except (ValueError, OverflowError):
        notes.append(
            f"{TIMESTAMP} holds no time of the form 2026-11-30 18:00:00 UTC, or +0200 in place of UTC, so it counts as "
            "handed in on time"
        )
        return None


def _secret(folder, notes):
    """Return the text by which nbgrader's exchange finds a student's feedback; empty where there is none."""
    try:
        text = _read(folder, SECRET, 200).decode("ascii").strip()
    except _Refused as error:
        if "missing" not in str(error):
            notes.append(str(error))
        return ""
    except UnicodeDecodeError:
        text = "?"
    if re.fullmatch("[0-9A-Za-z-]*", text):
        return text
    notes.append(
        f"{SECRET} was not written by nbgrader's exchange, so nbgrader release_feedback cannot reach this student"
    )
    return ""


def _in_utc(text):
    """Return a time; without a zone it is one in UTC. Of 03/04/2026 nobody knows the month, so it is refused."""
    text = re.sub(r"\s*(UTC|Z)$", "+00:00", text, flags=re.IGNORECASE)
    when = datetime.fromisoformat(re.sub(r"\s+([+-]\d\d:?\d\d)$", r"\1", text))
    return when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when


def names_of(there: Sequence[str], name: str) -> list[str]:
    """Return which of the files that are there may be a notebook: the one of its name or, without it, its copies.

    A second download is called "momentum (1).ipynb" by browsers, a copy "momentum-Copy1.ipynb" by JupyterLab.
    """
    stem, ending = name.rpartition(".")[0], name.rpartition(".")[2]
    copy = re.compile(rf"{re.escape(stem)}(| ?\(\d+\)|[-_ ]?\d+| ?-? ?copy ?\d*( ?\(\d+\))?)\.{ending}", re.IGNORECASE)
    return [name] if name in there else sorted(filter(copy.fullmatch, there))


def _listed(folder):
    with os.scandir(folder) as entries:
        return [entry.name for entry, _ in zip(entries, range(limits.ENTRIES_LOOKED_AT), strict=False)]


def _strays(folder, usual):
    """Return the names of what else lies in the folder, shortened for a sentence."""
    names = []
    with os.scandir(folder) as entries:
        for count, entry in enumerate(entries):
            if count >= limits.ENTRIES_LOOKED_AT:
                break
            if entry.name not in {*usual, *NBGRADERS_OWN}:
                kind = " (a link)" if entry.is_symlink() else "/" if entry.is_dir(follow_symlinks=False) else ""
                names.append(_shown(entry.name) + kind)
    names.sort()
    more = f" and {len(names) - limits.STRAYS_NAMED} more" if len(names) > limits.STRAYS_NAMED else ""
    return ", ".join(names[: limits.STRAYS_NAMED]) + more


def _shown(name):
    """Return a file name as harmless text of bounded length."""
    text = "".join(c if c.isprintable() else "?" for c in name.encode("utf-8", "replace").decode())
    return text if len(text) <= 60 else text[:57] + "..."
