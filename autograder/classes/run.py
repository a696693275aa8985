"""``autograder grade``: grades ``submitted/`` into nbgrader's gradebook, and goes on where it stopped."""

import gc
import os
import sys
from contextlib import closing

from tqdm import tqdm

from autograder.classes.pool import Task, graded
from autograder.errors import CourseError, WrongUsage
from autograder.grading.result import Result
from autograder.handin.submission import read_submission
from autograder.records.course_folder import find_assignment, open_course
from autograder.records.gradebook_writer import MAX_STUDENT_ID
from autograder.records.grader_hash import fingerprint
from autograder.records.lock import only_run
from autograder.records.record_result import Filing


def run(args):
    """Carry out the command; return its exit status.

    Parameters
    ----------
    args : argparse.Namespace
        ``assignment``, ``student``, ``jobs``, ``scheduler``, ``force``, ``sandbox``.
    """
    try:
        assignment = find_assignment(args.assignment)
        course = open_course()
        if args.jobs is not None and args.jobs < 1:
            raise WrongUsage(f"--jobs should be at least 1, got {args.jobs}")
        students = _students(course, assignment, args.student)
        with only_run(course.state, _say), Filing(course, assignment, args.sandbox) as filing:
            grading = Grading(filing, students, args.force)
            gc.freeze()  # the libraries are loaded: no collection need look at them again
            try:
                grading.run(args.scheduler, args.jobs or _processors())
            finally:
                grading.print_summary()
        return 1 if grading.failed else 0
    except KeyboardInterrupt:
        _say("stopped; what was graded is kept: give the same command again to go on")
        return 1
    except CourseError as error:
        _say(str(error))
        return error.status


class Grading:
    """One run of the command.

    Parameters
    ----------
    filing : Filing
    students : list of str
    force : bool
        Grade again what the ledger has already.
    """

    def __init__(self, filing, students, force=False):
        self.filing, self.students, self.force = filing, students, force
        self.now = self.before = 0
        self.look_at = {}  # student -> why a human is needed
        self.failed = {}  # student -> why there is no grade
        self._entries = {}

    def run(self, scheduler, jobs):
        """Grade whatever is left to do."""
        with tqdm(
            total=len(self.students), unit="submission", disable=not sys.stderr.isatty(), dynamic_ncols=True
        ) as self._bar:
            with machines(scheduler, jobs) as those, closing(graded(self._tasks(), those)) as answers:
                for task, answer in answers:
                    self._take(self._entries.pop(task.student), answer)

    def _tasks(self):
        """Yield what is left to grade; settle on the way what needs no grading."""
        assignment = self.filing.assignment
        version = fingerprint(assignment.name)
        for student in self.students:
            if not student.isprintable() or len(student) > MAX_STUDENT_ID:
                self.failed[student] = "the folder's name cannot be a student's name in the gradebook"
                self._bar.update()
                continue
            submission = read_submission(self.filing.course, student, assignment)
            entry = self.filing.entry(submission)
            found = None if self.force else self.filing.recorded(entry)
            if found:
                self._keep(entry, *found)
            elif submission.data is None:
                self._file(entry, self.filing.nothing_handed_in(submission))
            else:
                self._entries[student] = entry
                yield Task(student, submission.data, assignment.name, entry.seed, self.filing.sandbox, version)

    def _keep(self, entry, number, result):
        if not self.filing.is_applied(entry, number):
            self.filing.apply(entry, number, result)
        self.before += 1
        self._done(entry, result)

    def _take(self, entry, answer):
        if answer.fatal:
            raise CourseError(answer.problem)
        if answer.result is None:
            self.failed[entry.submission.student] = answer.problem
            self._bar.update()
        else:
            self._file(entry, Result.from_json(answer.result), answer.result)

    def _file(self, entry, result, text=None):
        self.filing.file(entry, result, text)
        self.now += 1
        self._done(entry, result)

    def _done(self, entry, result):
        why = [*result.needs_human, *entry.submission.notes]
        if why:
            self.look_at[entry.submission.student] = "; ".join(dict.fromkeys(why))
        self._bar.update()

    def print_summary(self):
        """Print how many are graded, and a line for each that needs a human."""
        name, sandbox = self.filing.assignment.name, self.filing.sandbox
        left = len(self.students) - self.now - self.before - len(self.failed)
        parts = [f"{self.now} graded now", f"{self.before} were graded before"]
        parts += [f"{len(self.failed)} could not be graded"] if self.failed else []
        parts += [f"{left} are left"] if left else []
        count = len(self.students)
        print(f"{name}: {count} submission{'s' if count > 1 else ''}: {', '.join(parts)}.")
        if sandbox == "none":
            print("They were graded WITHOUT a sandbox: students' code could do all that you can do here.")
        rows = [*((s, f"no grade: {why}") for s, why in self.failed.items()), *self.look_at.items()]
        if rows:
            width = max(len("student"), *(len(_line(student)) for student, _ in rows))
            print(f"\nA human should look at {len(rows)}:\n{'student':{width}}  why")
            for student, why in sorted(rows):
                print(f"{_line(student):{width}}  {_line(why)}")


def machines(scheduler, jobs):
    """Return a context manager that yields the Machines for `pool.graded`."""
    if scheduler:
        from autograder.classes.cluster import cluster

        return cluster(scheduler)
    from autograder.classes.pool import local

    return local(jobs)


def _students(course, assignment, only):
    students = course.students(assignment.name)
    if only is not None:
        if only not in students:
            raise WrongUsage(f"{only} has handed in nothing for {assignment.name}")
        return [only]
    if not students:
        raise CourseError(f"nobody has handed in {assignment.name} yet")
    return students


def _processors():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _line(text):
    return "".join(c if c.isprintable() else "?" for c in text)


def _say(sentence):
    print(f"autograder: {_line(sentence)}", file=sys.stderr, flush=True)
