"""Who should have handed in, and what lies where the grader does not look."""

import os
from dataclasses import dataclass
from pathlib import Path

from autograder import limits
from autograder.course import Assignment
from autograder.records.course_folder import CourseFolder
from autograder.records.gradebook_reader import GradebookReader
from autograder.records.student_list import STUDENTS, read_students


@dataclass(frozen=True)
class Attendance:
    """How those who handed in compare with the list of students.

    Attributes
    ----------
    unknown : frozenset of str
        Students who handed in and are not on the list; empty where there is no list.
    missing : tuple of str
        Students on the list who handed in nothing, in order.
    misplaced : tuple of str
        A sentence for each folder in which a notebook lies where it is not looked for, or nothing lies at all.
    """

    unknown: frozenset[str]
    missing: tuple[str, ...]
    misplaced: tuple[str, ...]


def attendance(folder: CourseFolder, assignment: Assignment, gradebook: GradebookReader) -> Attendance:
    """Compare what was handed in for an assignment with the list of students."""
    there, listed = set(folder.students(assignment.name)), roster(folder, gradebook)
    unknown = frozenset(there - listed) if listed else frozenset()
    return Attendance(unknown, tuple(sorted(listed - there)), tuple(misplaced(folder, assignment)))


def roster(folder: CourseFolder, gradebook: GradebookReader) -> set[str]:
    """Return the ids of a course's students; empty where there is no list."""
    return {student["id"] for student in students_of(folder, gradebook)}


def students_of(folder: CourseFolder, gradebook: GradebookReader) -> list[dict[str, str]]:
    """Return the students of a course: those of its list, and those whom somebody entered with a name.

    The gradebook alone does not tell: whoever hands in gets a row there, without a name.
    """
    path = folder.root / STUDENTS
    found = {student["id"]: student for student in gradebook.named_students()}
    for student in read_students(path) if path.is_file() else ():
        known = found.setdefault(student["id"], student)
        known.update({name: value for name, value in student.items() if value})
    return list(found.values())


def misplaced(folder: CourseFolder, assignment: Assignment) -> list[str]:
    """Say which folders of ``submitted/`` hold a notebook that is not looked for, or nothing."""
    step = folder.root / folder.directory.submitted_directory
    found = []
    for place in _inside(step):
        right = f"{place.name}/{assignment.name}/{assignment.file_names[0]}"
        if place.suffix == ".ipynb":
            found.append(
                f"{place.name} lies in {step.name}/ itself: a student's is looked for in STUDENT/{assignment.name}/"
            )
        elif place.is_symlink() or not place.is_dir() or (place / assignment.name).exists():
            continue
        elif not (inside := _inside(place)):
            found.append(f"{step.name}/{place.name}/ is empty")
        else:
            names = [path.name for path in inside if path.name in assignment.file_names]
            names += [
                f"{path.name}/{name}" for path in inside for name in assignment.file_names if (path / name).is_file()
            ]
            known = {f"{other}/{name}" for other in folder.course.assignments for name in assignment.file_names}
            found += [f"{step.name}/{place.name}/{name} should be {right}" for name in names if name not in known]
    return found


def _inside(folder):
    """Return what lies in a folder, in order and of bounded number."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry, _ in zip(entries, range(limits.ROSTER), strict=False)]
    except OSError:
        return []
    return [Path(folder) / name for name in sorted(names) if not name.startswith(".")]
