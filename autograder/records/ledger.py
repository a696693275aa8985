"""What has been graded and what of it stands in the gradebook: a run that was killed goes on from here.

An SQLite file beside the gradebook. Rows are only ever added, each in a transaction of its own, so that a
kill, a full disk or a power cut costs at most the row that was being written.
"""

import secrets
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from autograder import limits
from autograder.errors import CourseError
from autograder.records.lock import make_state, share_file

TABLES = """
CREATE TABLE IF NOT EXISTS course (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS graded (
    id INTEGER PRIMARY KEY, assignment TEXT NOT NULL, student TEXT NOT NULL,
    key TEXT NOT NULL, result BLOB NOT NULL, at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS graded_by_student ON graded (assignment, student, key);
CREATE TABLE IF NOT EXISTS applied (
    id INTEGER PRIMARY KEY, assignment TEXT NOT NULL, student TEXT NOT NULL,
    graded INTEGER NOT NULL REFERENCES graded (id), timestamp TEXT);
CREATE INDEX IF NOT EXISTS applied_by_student ON applied (assignment, student);
"""


class Ledger:
    """The record of all results of a course.

    Parameters
    ----------
    folder : Path
        Where the ledger's file is, or will be made.
    shared : bool
        Whether a group of people grades in this course: nbgrader's ``groupshared``.

    Notes
    -----
    Use it as a context manager. Every problem is raised as CourseError, in one sentence.
    """

    def __init__(self, folder: Path, shared: bool = False):
        self.path = folder / "ledger.sqlite"
        make_state(folder, shared)
        with self._said():
            self._db = sqlite3.connect(self.path, timeout=limits.LEDGER_SECONDS, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = TRUNCATE")  # as safe as the default, and quicker
            self._db.executescript(TABLES)
            if shared:
                share_file(self.path)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._db.close()

    def secret(self) -> int:
        """Return the course's secret number, from which each submission's random inputs follow."""
        with self._said():
            self._db.execute("INSERT OR IGNORE INTO course VALUES ('secret', ?)", (str(secrets.randbits(62)),))
            return int(self._db.execute("SELECT value FROM course WHERE name = 'secret'").fetchone()[0])

    def add(self, assignment: str, student: str, key: str, result: str) -> int:
        """Record a result (JSON text) under the hash of all that it depends on; return its number."""
        blob = zlib.compress(result.encode(), 6)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._said():
            row = self._db.execute(
                "INSERT INTO graded (assignment, student, key, result, at) VALUES (?, ?, ?, ?, ?)",
                (assignment, student, key, blob, now),
            ).lastrowid
            assert row is not None  # an INSERT has one
            return row

    def find(self, assignment: str, student: str, key: str) -> tuple[int, str] | None:
        """Return ``(number, result)`` of the latest result under that key, or None."""
        with self._said():
            row = self._db.execute(
                "SELECT id, result FROM graded WHERE assignment = ? AND student = ? AND key = ?"
                " ORDER BY id DESC LIMIT 1",
                (assignment, student, key),
            ).fetchone()
            return (row[0], zlib.decompress(row[1]).decode()) if row else None

    def history(self, assignment: str, student: str) -> list[tuple[int, str, str, str]]:
        """Return ``(number, key, when, result)`` of all that a student was given, the oldest first."""
        with self._said():
            rows = self._db.execute(
                "SELECT id, key, at, result FROM graded WHERE assignment = ? AND student = ? ORDER BY id",
                (assignment, student),
            ).fetchall()
            return [(number, key, at, zlib.decompress(blob).decode()) for number, key, at, blob in rows]

    def standing(self, assignment: str, student: str) -> int | None:
        """Return the number of the result that stands in the gradebook, or None."""
        with self._said():
            row = self._db.execute(
                "SELECT graded FROM applied WHERE assignment = ? AND student = ? ORDER BY id DESC LIMIT 1",
                (assignment, student),
            ).fetchone()
            return row and row[0]

    def latest(self, assignment: str) -> Iterator[tuple[str, str]]:
        """Yield ``(student, result)`` of what stands in the gradebook, in the students' order."""
        with self._said():
            yield from (
                (student, zlib.decompress(blob).decode())
                for student, blob in self._db.execute(
                    "SELECT a.student, g.result FROM applied a JOIN graded g ON g.id = a.graded"
                    " WHERE a.id IN (SELECT max(id) FROM applied WHERE assignment = ? GROUP BY student)"
                    " ORDER BY a.student",
                    (assignment,),
                )
            )

    def mark_applied(self, assignment: str, student: str, number: int, timestamp: datetime | None) -> None:
        """Record that a result stands in the gradebook, with the time of the submission."""
        with self._said():
            self._db.execute(
                "INSERT INTO applied (assignment, student, graded, timestamp) VALUES (?, ?, ?, ?)",
                (assignment, student, number, str(timestamp)),
            )

    def is_applied(self, assignment: str, student: str, number: int, timestamp: datetime | None) -> bool:
        """Whether that result with that time is the last that was written into the gradebook."""
        with self._said():
            row = self._db.execute(
                "SELECT graded, timestamp FROM applied WHERE assignment = ? AND student = ? ORDER BY id DESC LIMIT 1",
                (assignment, student),
            ).fetchone()
            return row == (number, str(timestamp))

    @contextmanager
    def _said(self):
        try:
            yield
        except (sqlite3.Error, OSError, zlib.error) as error:
            raise CourseError(f"the grader's ledger {self.path} cannot be used: {_cause(error)}") from error


def _cause(error):
    text = str(error)
    if isinstance(error, OSError):
        return error.strerror or text
    with suppress(AttributeError):
        if error.sqlite_errorname == "SQLITE_BUSY":
            return "another program keeps it locked; try again when that is done"
        if error.sqlite_errorname == "SQLITE_NOTADB" or "malformed" in text:
            return "the file is damaged; move it away and start again, and everything is graded anew"
    return text
