"""Grades the same class with stock ``nbgrader autograde`` and with ``autograder grade``, in one run."""

import argparse
import contextlib
import io
import sys
import tempfile
import time
import warnings
from pathlib import Path

from autograder.audit import SEED
from autograder.course import ASSIGNMENTS
from autograder.rebuild import rebuild
from autograder.runner import CaseRunner
from bench.classes import make_class
from bench.measure import measure
from checks.local import LocalStudent

ROW = "{:38} {:>9} {:>9} {:>9} {:>9} {:>9}"


def main(arguments=None):
    """Print submissions per minute, the ratio, CPU seconds per submission, and peak memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=24, help="students in the class")
    parser.add_argument("--assignment", default="ps3_momentum", choices=ASSIGNMENTS)
    args = parser.parse_args(arguments)
    print(f"{args.assignment}, a class of {args.size} without endless loops and crashes")
    print(ROW.format("", "wall s", "per min", "CPU s", "CPU s/sub", "peak MiB"))
    speeds = {}
    with tempfile.TemporaryDirectory() as folder:
        for demos, words in ((True, ""), (False, ", demo cells removed")):
            for stock in (True, False):
                course = make_class(Path(folder, f"{stock}{demos}"), args.size, args.assignment, stock, demos)
                tool = ["nbgrader", "autograde"] if stock else ["autograder", "grade"]
                took = measure([sys.executable, "-m", *tool, args.assignment], course)
                speeds[stock, demos] = 60 * args.size / took.wall
                name = "stock nbgrader autograde" if stock else "autograder grade"
                print(_row(name + words, took, args.size), flush=True)
                ours = took
            print(f"  ratio of submissions per minute: {speeds[False, demos] / speeds[True, demos]:.1f}")
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            code = student_seconds(course, args.assignment)
    total = ours.cpu / args.size
    print(
        f"Of our {total:.3f} CPU s a submission, the student's own cells and functions take {code:.3f} s "
        f"(run in one process, without walls) and everything else {total - code:.3f} s; of that, starting up is "
        "shared by the class: `bench growth` shows what one more submission costs."
    )


def _row(name, took, size):
    numbers = [f"{took.wall:.1f}", f"{60 * size / took.wall:.1f}", f"{took.cpu:.1f}", f"{took.cpu / size:.3f}",
               f"{took.peak:.0f}"]  # fmt: skip
    return ROW.format(name, *numbers)


def student_seconds(course, assignment):
    """Return the CPU seconds that a submission's own code takes: its cells, and the calls of its functions."""
    entry = ASSIGNMENTS[assignment]
    submissions = sorted((course / "submitted").glob(f"*/{assignment}/{entry.notebook}"))
    spent = 0.0
    with CaseRunner(assignment) as runner:
        for path in submissions:
            clock = _Clock()
            namespace = {"__name__": "__main__"}
            for cell in rebuild(path.read_bytes(), entry).cells:
                if cell.cell_type == "code" and cell.role not in ("demo", "test"):
                    clock.run(cell.source, namespace)
            for question in entry.questions:
                runner.run(question, LocalStudent(clock.timed(namespace)), SEED)
            spent += clock.seconds
    return spent / len(submissions)


class _Clock:
    """Adds up the CPU time of a student's code."""

    def __init__(self):
        self.seconds = 0.0

    def run(self, source, namespace):
        start = time.process_time()
        try:
            exec(compile(source, "cell", "exec"), namespace)
        except Exception:  # a cell that fails took its time all the same
            pass
        self.seconds += time.process_time() - start

    def timed(self, namespace):
        return {name: self._wrap(value) if callable(value) else value for name, value in namespace.items()}

    def _wrap(self, function):
        def timed(*args, **kwargs):
            start = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                self.seconds += time.process_time() - start

        return timed
