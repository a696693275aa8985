"""A whole class in a minute, ``make demo``: release, 24 example submissions, grades, feedback, report.

Everything happens in ``demo/``, an nbgrader course of its own that is made anew each time.
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.descent import ASSIGNMENTS, ROOT, Pair
from autograder.records.config_files import guard
from autograder.records.course_folder import CONFIG, open_folder
from autograder.records.gradebook_reader import GradebookReader
from autograder.records.new_folder import release
from tools.example_class import Example, example_class, points_of, written_down

FOLDER = ROOT / "demo"
DUE = datetime(2026, 3, 2, 12, 0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo; return 0 if every grade is the one that was written down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignment", nargs="?", default="ps3_momentum", choices=ASSIGNMENTS)
    parser.add_argument("--folder", type=type(FOLDER), default=FOLDER, help="where the course is made")
    parser.add_argument("--sandbox", choices=("bubblewrap", "none"), default="bubblewrap")
    args = parser.parse_args(arguments)
    assignment, folder = ASSIGNMENTS[args.assignment], args.folder
    try:
        print(f"A course in {folder}, with {assignment.name} released by nbgrader.")
        make_course(folder, assignment)
        examples = make_class(folder, assignment)
        print(f"{len(examples)} students have handed in. Grading:\n", flush=True)
        command(folder, "autograder", "grade", assignment.name, "--sandbox", args.sandbox)
        print("\nWriting feedback and the report.", flush=True)
        command(folder, "nbgrader", "generate_feedback", assignment.name, "--force", quiet=True)
        command(folder, "autograder", "report", assignment.name, quiet=True)
    except subprocess.CalledProcessError as error:
        last = "\n".join((error.output or "").splitlines()[-12:])
        print(f"This step failed: {' '.join(map(str, error.cmd[1:]))}\n{last}", file=sys.stderr)
        return 1
    same = print_grades(folder, assignment, examples)
    page = folder / "feedback" / "jun" / assignment.name / f"{assignment.module}.html"
    print(
        f"\nLook at\n  {folder / 'reports' / assignment.name}.html   the class report"
        f"\n  {page}   one student's feedback"
        f"\nor start formgrader:  cd {folder} && {sys.executable} -m jupyterlab"
    )
    return 0 if same else 1


def make_course(folder: Path, assignment: Pair) -> None:
    """Make an nbgrader course and release the assignment in it."""
    if folder.exists():
        if not (folder / CONFIG).exists():
            raise SystemExit(f"{folder} is no course that an earlier demo made: move it away first")
        shutil.rmtree(folder)
    shutil.copytree(ROOT / "source" / assignment.name, folder / "source" / assignment.name)
    shutil.copy(ROOT / CONFIG, folder / CONFIG)
    course = open_folder(folder)
    guard(course.root, course.config)
    release(course, assignment.name)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.update_or_create_assignment(assignment.name, duedate=f"{DUE:%Y-%m-%d %H:%M:%S} UTC")


def make_class(folder: Path, assignment: Pair) -> list[Example]:
    """Put the example class into ``submitted/``; return it."""
    released = (folder / "assignments" / assignment.name / assignment.notebook).read_bytes()
    examples = example_class(assignment, released)
    for example in examples:
        place = folder / "submitted" / example.student / assignment.name
        place.mkdir(parents=True)
        handed_in = DUE + timedelta(days=2 if example.late else -1)
        (place / "timestamp.txt").write_text(f"{handed_in:%Y-%m-%d %H:%M:%S} UTC\n")
        files = {**example.strays, **({} if example.data is None else {assignment.notebook: example.data})}
        for name, data in files.items():
            (place / name).write_bytes(data)
    return examples


def print_grades(folder: Path, assignment: Pair, examples: list[Example]) -> bool:
    """Print the table of grades beside what was written down; return whether they are the same."""
    with GradebookReader(open_folder(folder), assignment) as gradebook:
        points = {
            name: cell["points"] for name, cell in gradebook.source_cells()[assignment.module].items() if cell["points"]
        }
        grades = {grade["student"]: grade for grade in gradebook.grades()}
    written = written_down(assignment)
    print(f"\n{'student':8} {'graded':>7} {'written down':>13}   what the submission is like")
    same = True
    for example in examples:
        got = grades.get(example.student, {}).get("automatic")
        wanted = sum(points_of(assignment, example.student, written, points).values()) if written else got
        equal = got is not None and abs(got - wanted) < 1e-9
        same = same and equal
        columns = [f"{value:g}" if value is not None else "none" for value in (got, wanted if written else None)]
        print(f"{example.student:8} {columns[0]:>7} {columns[1]:>13} {' ' if equal else '≠'} {example.about}")
    if written:
        differ = "Some grades are not as written down (≠)."
        print("Every grade is the one that was written down." if same else differ)
    return same


def command(folder: Path, module: str, *arguments: str, quiet: bool = False) -> None:
    """Run one of the project's commands in the course."""
    output, errors = (subprocess.PIPE, subprocess.STDOUT) if quiet else (None, None)
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=folder, check=True, stdout=output, stderr=errors)


if __name__ == "__main__":
    sys.exit(main())
