"""What `autograder doctor` says of an nbgrader course's folder."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy.exc import SQLAlchemyError

from autograder.doctor import BROKEN, LIMITED, WORKS, Finding
from autograder.errors import CourseError, WrongUsage
from autograder.records.config_files import GUARD
from autograder.records.course_folder import CONFIG, CourseFolder
from autograder.records.student_list import STUDENTS, read_students

USUAL_EXCHANGE = "/usr/local/share/nbgrader/exchange"  # nbgrader's own default


def settings(folder: CourseFolder) -> Finding:
    """Say whether nbgrader's own commands grade in the sandbox here."""
    if not folder.config.Autograde.get("exporter_class"):
        return Finding("settings", BROKEN, f"{CONFIG} does not call configure(c) of autograder.hooks.settings.")
    if not (folder.root / GUARD).is_file():
        return Finding("settings", LIMITED, f"{GUARD} is not there yet: the first `autograder grade` writes it.")
    return Finding("settings", WORKS, f"{CONFIG} and {GUARD} have nbgrader's commands grade in the sandbox.")


def gradebook(folder: CourseFolder) -> Finding:
    """Open the gradebook and count what is in it."""
    try:
        with Gradebook(folder.db_url, folder.course_id) as book:
            names, students = [row.name for row in book.assignments], len(book.students)
    except (SQLAlchemyError, ImportError, OSError) as error:
        why = str(getattr(error, "orig", error)).strip().splitlines()[0]
        return Finding("gradebook", BROKEN, f"it cannot be opened ({why}): look at c.CourseDirectory.db_url.", True)
    if not names:
        return Finding("gradebook", LIMITED, "no assignment is in it: run `nbgrader generate_assignment NAME` first.")
    return Finding("gradebook", WORKS, f"{', '.join(sorted(names))}; {students} students.", True)


def students(folder: CourseFolder) -> Finding:
    """Read the list of students."""
    path = folder.root / STUDENTS
    if not path.is_file():
        return Finding("students", LIMITED, f"there is no {STUDENTS}: then nobody is told who handed in nothing.")
    try:
        count = len(read_students(path))
    except WrongUsage as error:
        return Finding("students", BROKEN, f"{error}.")
    return Finding("students", WORKS, f"{count} on the list.")


def places(folder: CourseFolder) -> Finding:
    """Look whether the grader may write where it has to."""
    names = (folder.directory.autograded_directory, folder.directory.feedback_directory, ".autograder", "reports")
    there = [folder.root, *(path for name in names if (path := folder.root / name).exists())]
    closed = [str(path) for path in there if not os.access(path, os.W_OK)]
    if closed:
        return Finding("folders", BROKEN, f"you may not write in {' and '.join(closed)}.", True)
    if folder.directory.groupshared and not folder.root.stat().st_mode & stat.S_IWGRP:
        return Finding("folders", LIMITED, f"groupshared is set, but the group may not write in {folder.root}.")
    return Finding("folders", WORKS, "you may write where the grader has to.")


def exchange(folder: CourseFolder) -> Finding:
    """Look at nbgrader's exchange, where the course has one."""
    named = folder.config.Exchange.get("root")
    root = Path(named or USUAL_EXCHANGE)
    if not named and not root.exists():
        return Finding("exchange", WORKS, "none is set (c.Exchange.root): students do not fetch and submit through it.")
    if not root.is_dir():
        return Finding("exchange", BROKEN, f"{root} is not there: make it with `mkdir -p {root} && chmod 777 {root}`.")
    if root.stat().st_mode & 0o777 != 0o777:
        return Finding("exchange", LIMITED, f"not everybody may write in {root}, as nbgrader wants: chmod 777 {root}.")
    return Finding("exchange", WORKS, f"{root}, where everybody may write.")


CHECKS: tuple[Callable[[CourseFolder], Finding], ...] = (settings, gradebook, students, places, exchange)


def examine_course(folder: CourseFolder) -> list[Finding]:
    """Return what each check of a course's folder found."""
    findings = []
    for check in CHECKS:
        try:
            findings.append(check(folder))
        except (CourseError, OSError, ValueError) as error:
            findings.append(Finding(check.__name__, LIMITED, f"it could not be looked at ({error})."))
    return findings
