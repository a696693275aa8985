"""Grades the same class with stock ``nbgrader autograde`` and with ``autograder grade``, in one run."""

import argparse
import sys
import tempfile
from pathlib import Path

from autograder.descent import ASSIGNMENTS
from bench.classes import make_class
from bench.measure import measure
from bench.students import student_seconds

ROW = "{:38} {:>9} {:>9} {:>9} {:>9} {:>9}"
LARGER = 3  # times the class, for the cost of one more submission


def main(arguments=None):
    """Print submissions per minute, the ratio, CPU seconds per submission, and peak memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=24, help="students in the class")
    parser.add_argument("--assignment", default="ps3_momentum", choices=ASSIGNMENTS)
    args = parser.parse_args(arguments)
    print(f"{args.assignment}, a class of {args.size} without endless loops and crashes")
    print(ROW.format("", "wall s", "per min", "CPU s", "CPU s/sub", "peak MiB"))
    with tempfile.TemporaryDirectory() as folder:
        for demos, words in ((True, ""), (False, ", demo cells removed")):
            took = {}
            for stock in (True, False):
                course = make_class(Path(folder, f"{stock}{demos}"), args.size, args.assignment, stock, demos)
                name = ("stock nbgrader autograde" if stock else "autograder grade") + words
                took[stock] = grade(course, args, name, args.size, stock)
            print(f"  ratio of submissions per minute: {took[True].wall / took[False].wall:.1f}", flush=True)
        size = LARGER * args.size
        larger = make_class(Path(folder, "larger"), size, args.assignment)
        more = grade(larger, args, f"autograder grade, a class of {size}", size)
        own = student_seconds(larger, args.assignment)
    slope = (more.cpu - took[False].cpu) / (size - args.size)
    print(
        f"One more submission costs us {slope:.3f} CPU s (from the classes of {args.size} and {size}): the student's "
        f"own cells and functions take {own:.3f} s of it (run in one process, without walls), and our overhead is "
        f"{slope - own:.3f} s. Starting up takes {more.cpu - slope * size:.1f} CPU s."
    )


def grade(course, args, name, size, stock=False):
    """Grade a course, print its line of the table, and return its Measured."""
    tool = ["nbgrader", "autograde"] if stock else ["autograder", "grade"]
    took = measure([sys.executable, "-m", *tool, args.assignment], course)
    numbers = (f"{took.wall:.1f}", f"{60 * size / took.wall:.1f}", f"{took.cpu:.1f}", f"{took.cpu / size:.3f}")
    print(ROW.format(name, *numbers, f"{took.peak:.0f}"), flush=True)
    return took
