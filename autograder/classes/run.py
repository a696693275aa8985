"""``autograder grade``: grades ``submitted/`` into nbgrader's gradebook, and goes on where it stopped."""

import gc
import os
import sys
from contextlib import AbstractContextManager, closing

from tqdm import tqdm

from autograder import limits
from autograder.classes.pool import Machines, Task, graded
from autograder.course import Assignment
from autograder.errors import CourseError, WrongUsage
from autograder.grading.result import Result
from autograder.handin.submission import read_submission
from autograder.records.config_files import guard
from autograder.records.course_folder import CourseFolder
from autograder.records.lock import only_run
from autograder.records.result_recorder import Entry, ResultRecorder
from autograder.records.roster import Attendance, attendance


def run(
    folder: CourseFolder,
    assignment: Assignment,
    *,
    student: str | None = None,
    jobs: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
    sandbox: str = "bubblewrap",
) -> bool:
    """Grade what was handed in for an assignment; return whether every submission has a grade.

    Parameters
    ----------
    folder : CourseFolder
    assignment : Assignment
    student : str, optional
        Only this one.
    jobs : int, optional
        Processes of this machine; by default one for each processor.
    scheduler : str, optional
        Address of a Dask cluster to use in their place.
    force : bool
        Grade again what is graded already.
    sandbox : str
        As in `Result`.
    """
    if jobs is not None and jobs < 1:
        raise WrongUsage(f"--jobs should be at least 1, got {jobs}")
    students = _students(folder, assignment, student)
    if said := guard(folder.root, folder.config):
        _say(said)
    with (
        only_run(folder.state, _say, folder.directory.groupshared),
        ResultRecorder(folder, assignment, sandbox) as recorder,
    ):
        grading = Grading(recorder, students, force, attendance(folder, assignment, recorder.gradebook))
        gc.freeze()  # the libraries are loaded: no collection need look at them again
        try:
            grading.run(scheduler, jobs or _processors())
            grading.penalties = recorder.gradebook.settle_penalties()
        finally:
            grading.print_summary()
    return not grading.failed


class Grading:
    """One run of the command.

    Parameters
    ----------
    recorder : ResultRecorder
    students : list of str
    force : bool
        Grade again what the ledger has already.
    present : Attendance
        Who is not on the list, who is missing, and what lies in wrong places.
    """

    def __init__(self, recorder: ResultRecorder, students: list[str], force: bool, present: Attendance):
        self.recorder, self.students, self.force, self.present = recorder, students, force, present
        self.penalties = 0  # how many are others than before
        self.now = self.before = 0
        self.needs_human: dict[str, str] = {}  # student -> why
        self.failed: dict[str, str] = {}  # student -> why there is no grade
        self._entries: dict[str, Entry] = {}

    def run(self, scheduler: str | None, jobs: int) -> None:
        """Grade whatever is left to do."""
        with tqdm(
            total=len(self.students), unit="submission", disable=not sys.stderr.isatty(), dynamic_ncols=True
        ) as self._bar:
            with machines(scheduler, jobs) as those, closing(graded(self._tasks(), those)) as answers:
                for task, answer in answers:
                    self._take(self._entries.pop(task.student), answer)

    def _tasks(self):
        """Yield what is left to grade; settle on the way what needs no grading."""
        assignment, folder = self.recorder.assignment, self.recorder.folder
        for student in self.students:
            if not student.isprintable() or len(student) > limits.STUDENT_ID_CHARACTERS:
                self.failed[student] = "the folder's name cannot be a student's name in the gradebook"
                self._bar.update()
                continue
            place = folder.path("submitted", student, assignment.name)
            submission = read_submission(folder.root, place, student, assignment)
            entry = self.recorder.entry(submission)
            found = None if self.force else self.recorder.recorded(entry)
            if found:
                self._keep(entry, *found)
            elif not submission.files:
                self._record(entry, self.recorder.nothing_handed_in(submission))
            else:
                self._entries[student] = entry
                yield Task(
                    student,
                    submission.files,
                    assignment.name,
                    folder.place,
                    entry.seed,
                    self.recorder.sandbox,
                    self.recorder.grader,
                )

    def _keep(self, entry, number, result):
        if not self.recorder.is_applied(entry, number):
            self.recorder.apply(entry, number, result)
        self.before += 1
        self._done(entry, result)

    def _take(self, entry, answer):
        if answer.fatal:
            raise CourseError(answer.problem)
        if answer.result is None:
            self.failed[entry.submission.student] = answer.problem
            self._bar.update()
        else:
            self._record(entry, Result.from_json(answer.result), answer.result)

    def _record(self, entry, result, text=None):
        self.recorder.record(entry, result, text)
        self.now += 1
        self._done(entry, result)

    def _done(self, entry, result):
        student = entry.submission.student
        why = [*result.needs_human, *entry.submission.notes]
        if student in self.present.unknown:
            why.append("is not on the list of students: is the folder's name right?")
        if why:
            self.needs_human[student] = "; ".join(dict.fromkeys(why))
        self._bar.update()

    def print_summary(self) -> None:
        """Print how many are graded, and a line for each that needs a human."""
        name, sandbox = self.recorder.assignment.name, self.recorder.sandbox
        left = len(self.students) - self.now - self.before - len(self.failed)
        parts = [f"{self.now} graded now", f"{self.before} were graded before"]
        parts += [f"{len(self.failed)} could not be graded"] if self.failed else []
        parts += [f"{left} are left"] if left else []
        print(f"{name}: {_many(len(self.students), 'submission')}: {', '.join(parts)}.")
        if sandbox == "none":
            print("They were graded WITHOUT a sandbox: students' code could do all that you can do here.")
        if self.penalties:
            print(f"Late penalties were brought up to date: {_many(self.penalties, 'submission')} changed.")
        if self.present.missing:
            missing = self.present.missing
            print(f"Nothing came from {_many(len(missing), 'student')} of the list: {_some(missing)}.")
        for sentence in self.present.misplaced[: limits.LISTED]:
            print(f"Not graded, since it lies in the wrong place: {_line(sentence)}.")
        if (more := len(self.present.misplaced) - limits.LISTED) > 0:
            print(f"and {more} more in wrong places.")
        rows = [*((s, f"no grade: {why}") for s, why in self.failed.items()), *self.needs_human.items()]
        if rows:
            width = max(len("student"), *(len(_line(student)) for student, _ in rows))
            print(f"\nA human should look at {len(rows)}:\n{'student':{width}}  why")
            for student, why in sorted(rows):
                print(f"{_line(student):{width}}  {_line(why)}")


def machines(scheduler: str | None, jobs: int) -> AbstractContextManager[Machines]:
    """Return a context manager that yields the Machines for `pool.graded`."""
    if scheduler:
        from autograder.classes.cluster import cluster

        return cluster(scheduler)
    from autograder.classes.pool import local

    return local(jobs)


def _students(folder, assignment, only):
    students = folder.students(assignment.name)
    if only is not None:
        if only not in students:
            raise WrongUsage(f"{only} has handed in nothing for {assignment.name}")
        return [only]
    if not students:
        raise CourseError(f"nobody has handed in {assignment.name} yet")
    return students


def _processors():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _many(count, what):
    return f"{count} {what}{'s' if count != 1 else ''}"


def _some(names):
    """Return the first names of a list, and how many more there are."""
    more = len(names) - limits.LISTED
    return ", ".join(map(_line, names[: limits.LISTED])) + (f" and {more} more" if more > 0 else "")


def _line(text):
    return "".join(c if c.isprintable() else "?" for c in text)


def _say(sentence):
    print(f"autograder: {_line(sentence)}", file=sys.stderr, flush=True)
