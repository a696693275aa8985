"""The command line: ``autograder check | grade | report | audit``."""

import argparse
import os
import sys
import textwrap
from pathlib import Path

from autograder.course import ASSIGNMENTS
from autograder.errors import AutograderError

DONE, FAILED, WRONG_USAGE = 0, 1, 2
SANDBOXES = ["bubblewrap", "none"]


class Parser(argparse.ArgumentParser):
    """Says what is wrong with a command in one line."""

    def error(self, message):
        """Print the sentence and end with the status for wrong usage."""
        self.exit(WRONG_USAGE, f"{self.prog}: {message} (see {self.prog} --help)\n")


def parser():
    """Return the parser of the command line."""
    root = Parser(prog="autograder", description="Grades the assignments of the course Descent.")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)

    check = commands.add_parser("check", help="grade one notebook in the sandbox, without a gradebook")
    check.add_argument("notebook", type=Path, metavar="NOTEBOOK")
    check.add_argument("--json", action="store_true", help="print the verdict as one JSON object")
    check.add_argument("--assignment", type=_assignment, help="default: found from the notebook's cells")
    check.add_argument("--seed", type=_seed, help="decides the random inputs; default: new ones each time")
    _add_sandbox(check)
    check.set_defaults(run=_check)

    grade = commands.add_parser("grade", help="grade all that was handed in for an assignment")
    grade.add_argument("assignment", type=_assignment, metavar="ASSIGNMENT")
    grade.add_argument("--student", metavar="S", help="only this student")
    grade.add_argument("--jobs", type=int, metavar="N", help="processes; default: one per processor")
    grade.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster, such as tcp://10.0.0.1:8786")
    grade.add_argument("--force", action="store_true", help="grade again what is graded already")
    _add_sandbox(grade)
    grade.set_defaults(run=_grade)

    report = commands.add_parser("report", help="write the class report of an assignment")
    report.add_argument("assignment", type=_assignment, metavar="ASSIGNMENT")
    report.set_defaults(run=_report)

    audit = commands.add_parser("audit", help="prove the hidden cases with known wrong and right variants")
    audit.add_argument("assignments", type=_assignment, nargs="*", metavar="ASSIGNMENT", help="default: all")
    audit.add_argument("--json", action="store_true", help="print the counts as one JSON object")
    audit.set_defaults(run=_audit)
    return root


def main(arguments=None):
    """Carry out a command line; return the exit status."""
    args = parser().parse_args(arguments)
    # jsonschema checks international addresses with it where it can be imported, which takes seconds at each start;
    # no notebook's schema holds one.
    sys.modules.setdefault("rfc3987_syntax", None)
    try:
        return args.run(args) or DONE
    except KeyboardInterrupt:
        return _complain("stopped")
    except BrokenPipeError:  # the reader of our output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except AutograderError as error:
        _complain(" ".join(str(error).split()))
        return error.status
    except Exception as error:
        return _complain(f"something broke ({type(error).__name__}): {' '.join(str(error).split())}")


def _check(args):
    from autograder.grading.grader import grade_notebook, read_file

    result = grade_notebook(read_file(args.notebook), args.assignment, args.seed, args.sandbox)
    if args.json:
        print(result.to_json())
    else:
        print(as_table(result))
    for sentence in result.needs_human:
        _complain(sentence)
    return FAILED if result.needs_human else DONE


def _grade(args):
    from autograder.classes.run import run

    return run(args)


def _report(args):
    from autograder.classes.report import run

    return run(args)


def _audit(args):
    from autograder.audit import main as run

    return run(args.assignments, args.json)


def as_table(result):
    """Return a result as a table for a terminal."""
    points = f"{result.score:g} of {result.max_score:g} points"
    lines = [f"{result.assignment}: {points} (sandbox: {result.sandbox})"]
    for cell in result.cells:
        lines.append(f"\n{cell.grade_id}  {cell.score:g} of {cell.max_score:g}")
        for test in cell.tests:
            mark = "✓" if test.outcome == "passed" else "✗"
            lines.append(f"  {mark} {test.outcome:10} {test.points:g}/{test.max_points:g}  {test.name}")
            lines += textwrap.wrap(test.message, 96, initial_indent=" " * 15, subsequent_indent=" " * 15)
    if result.notes:
        lines += ["", *(f"note: {note}" for note in result.notes)]
    return "\n".join(lines)


def _add_sandbox(command):
    command.add_argument("--sandbox", choices=SANDBOXES, default="bubblewrap", help="where the student's code runs")


def _assignment(text):
    if text not in ASSIGNMENTS:
        names = ", ".join(ASSIGNMENTS)
        raise argparse.ArgumentTypeError(f"there is no assignment {text!r}: choose from {names}")
    return text


def _seed(text):
    if not text.isdecimal() or len(text) > 15:
        raise argparse.ArgumentTypeError(f"the seed should be a whole number, 0 or more, got {text!r}")
    return int(text)


def _complain(sentence):
    print(f"autograder: {sentence}", file=sys.stderr)
    return FAILED
