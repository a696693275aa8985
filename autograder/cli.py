"""The command line: ``autograder COMMAND``, as ``autograder --help`` lists them."""

import argparse
import json
import os
import sys
import textwrap
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

from autograder import limits
from autograder.course import Course, Place, load_course
from autograder.errors import AutograderError

DONE, FAILED, WRONG_USAGE = 0, 1, 2
SANDBOXES = ["bubblewrap", "none"]
CONFIG = "nbgrader_config.py"
DESCENT = "autograder.descent:COURSE"


class Parser(argparse.ArgumentParser):
    """Says what is wrong with a command in one line."""

    def error(self, message: str) -> NoReturn:
        """Print the sentence and end with the status for wrong usage."""
        self.exit(WRONG_USAGE, f"{self.prog}: {message} (see {self.prog} --help)\n")


def parser() -> Parser:
    """Return the parser of the command line."""
    root = Parser(prog="autograder", description="Grades the assignments of a course.")
    root.add_argument("--version", action="version", version=f"autograder {version('descent-course')}")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)

    check = commands.add_parser("check", help="grade one notebook in the sandbox, without a gradebook")
    check.add_argument("notebook", type=Path, metavar="NOTEBOOK")
    check.add_argument("--json", action="store_true", help="print the verdict as one JSON object")
    check.add_argument("--assignment", help="default: found from the notebook's cells")
    check.add_argument("--seed", type=_seed, help="decides the random inputs; default: new ones each time")
    _add_sandbox(check)
    check.set_defaults(run=_check)

    collect = commands.add_parser("collect", help="put a download of Canvas, Moodle or Gradescope into submitted/")
    collect.add_argument("assignment", metavar="ASSIGNMENT")
    collect.add_argument("sources", nargs="+", type=Path, metavar="ZIP", help="the archive, or its unpacked folder")
    collect.add_argument("--update", action="store_true", help="replace what was collected before by newer attempts")
    collect.add_argument("--json", action="store_true", help="print what became of each file as JSON")
    collect.set_defaults(run=_collect)

    grade = commands.add_parser("grade", help="grade all that was handed in for an assignment")
    grade.add_argument("assignment", metavar="ASSIGNMENT")
    grade.add_argument("--student", metavar="S", help="only this student")
    grade.add_argument("--jobs", type=int, metavar="N", help="processes; default: one per processor")
    grade.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster, such as tcp://10.0.0.1:8786")
    grade.add_argument("--force", action="store_true", help="grade again what is graded already")
    _add_sandbox(grade)
    grade.set_defaults(run=_grade)

    init = commands.add_parser("init", help="make the folder of a course in which a class is graded")
    init.add_argument("folder", type=Path, metavar="FOLDER")
    init.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="default: all")
    init.add_argument("--students", type=Path, metavar="CSV", help="a list with a column id; others as in nbgrader")
    init.add_argument(
        "--course", metavar="PLACE", default=DESCENT, help="a course other than Descent: module:attribute"
    )
    init.set_defaults(run=_init)

    new = commands.add_parser("new", help="write a new pair of a lecture and an assignment into a checkout")
    new.add_argument("name", metavar="NAME", help="what it is about, in a word")
    new.set_defaults(run=_new)

    report = commands.add_parser("report", help="write the class report of an assignment")
    report.add_argument("assignment", metavar="ASSIGNMENT")
    report.add_argument("--json", action="store_true", help="print what it says as one JSON object")
    report.set_defaults(run=_report)

    export = commands.add_parser("export", help="write the grades as Canvas, Moodle or a spreadsheet import them")
    export.add_argument("assignment", metavar="ASSIGNMENT")
    export.add_argument("--for", dest="form", choices=["canvas", "moodle", "csv"], default="csv", help="default: csv")
    export.add_argument("--to", type=Path, metavar="FILE", help="default: reports/ASSIGNMENT-FORM.csv")
    export.add_argument("--column", default="", help='what Canvas calls the assignment, such as "Momentum (123)"')
    export.add_argument("--unread", action="store_true", help="also students with an answer that nobody has read")
    export.set_defaults(run=_export)

    extend = commands.add_parser("extend", help="give one student more time for an assignment")
    extend.add_argument("assignment", metavar="ASSIGNMENT")
    extend.add_argument("student", metavar="STUDENT")
    extend.add_argument("--days", type=float, default=0.0, metavar="D")
    extend.add_argument("--hours", type=float, default=0.0, metavar="H")
    extend.set_defaults(run=_extend)

    why = commands.add_parser("why", help="explain a grade: cases, what was taken off, when, with which cases")
    why.add_argument("student", metavar="STUDENT")
    why.add_argument("assignment", metavar="ASSIGNMENT")
    why.add_argument("--json", action="store_true", help="print it as one JSON object")
    why.set_defaults(run=_why)

    audit = commands.add_parser("audit", help="prove the hidden cases with known wrong and right variants")
    audit.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="default: all")
    audit.add_argument("--json", action="store_true", help="print the counts as one JSON object")
    how = audit.add_mutually_exclusive_group()
    how.add_argument("--seeds", type=int, metavar="N", help="whether each variant earns the same for N draws of inputs")
    how.add_argument(
        "--adversary", action="store_true", help="look for wrong answers, on no list, that keep all points"
    )
    audit.add_argument("--mutants", type=int, metavar="N", help="with --adversary: mutants of a function; default: 120")
    audit.add_argument("--second", type=int, metavar="N", help="with --adversary: of second order; default: 30")
    audit.add_argument("--seed", type=_seed, help="with --adversary: decides which mutants are tried")
    audit.add_argument("--function", metavar="NAME", help="with --adversary or --seeds: this function only")
    audit.add_argument("--jobs", type=int, default=1, metavar="N", help="with --adversary or --seeds: processes")
    audit.set_defaults(run=_audit)

    doctor = commands.add_parser("doctor", help="say what works on this machine, and whether notebooks can be graded")
    doctor.add_argument("--json", action="store_true", help="print what was found as one JSON object")
    doctor.set_defaults(run=_doctor)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command line; return the exit status."""
    args = parser().parse_args(arguments)
    # jsonschema checks international addresses with it where it can be imported, which takes seconds at each start;
    # no notebook's schema holds one.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    try:
        return args.run(args)
    except KeyboardInterrupt:
        kept = "; what was graded is kept: give the same command again to go on" if args.command == "grade" else ""
        return _complain(f"stopped{kept}")
    except BrokenPipeError:  # the reader of our output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except AutograderError as error:
        _complain(" ".join(str(error).split()))
        return error.status
    except Exception as error:
        return _complain(f"something broke ({type(error).__name__}): {' '.join(str(error).split())}")


def _course_here() -> Course:
    """Return the course of the nbgrader course that the command stands in, or Descent itself elsewhere."""
    if Path(CONFIG).is_file():
        from autograder.records.course_folder import open_folder

        return open_folder().course
    return load_course(Place(DESCENT))


def _check(args):
    from autograder.grading.grader import grade_notebook
    from autograder.handin.submission import read_notebook

    course = _course_here()
    assignment = course.assignment(args.assignment) if args.assignment else None
    result = grade_notebook(read_notebook(args.notebook), course, assignment, args.seed, args.sandbox)
    print(json.dumps(result.verdict(), indent=1) if args.json else as_table(result))
    for sentence in result.needs_human:
        _complain(sentence)
    return FAILED if result.needs_human else DONE


def _grade(args):
    from autograder.classes.run import run
    from autograder.records.course_folder import open_folder

    folder = open_folder()
    options = {name: getattr(args, name) for name in ("student", "jobs", "scheduler", "force", "sandbox")}
    return DONE if run(folder, folder.course.assignment(args.assignment), **options) else FAILED


def _collect(args):
    from autograder.classes import collect
    from autograder.records.course_folder import open_folder

    folder = open_folder()
    assignment = folder.course.assignment(args.assignment)
    rows = collect.collect(folder, assignment, args.sources, args.update, _complain)
    print(json.dumps(collect.as_json(rows), indent=1) if args.json else collect.as_text(rows, assignment))
    return DONE if rows and not any(row.state == collect.DOUBTED for row in rows) else FAILED


def _init(args):
    from autograder.records.new_folder import make_folder
    from autograder.records.student_list import STUDENTS

    place = Place(args.course)
    course = load_course(place)
    chosen = [course.assignment(name) for name in dict.fromkeys(args.assignments or course.assignments)]
    folder = make_folder(args.folder, chosen, place, args.students)
    print(f"The course is ready in {folder.root}, with {', '.join(a.name for a in chosen)}.")
    print(
        f"Students get what is in assignments/ and hand in to submitted/STUDENT/ASSIGNMENT/; {STUDENTS} is your list."
    )
    print(f"There, run:  autograder grade {chosen[0].name}")
    return DONE


def _new(args):
    from autograder.authoring.new_pair import write_pair

    root = load_course(Place(DESCENT)).root
    files = write_pair(root, args.name)
    print("Written:", *(f"  {path.relative_to(root)}" for path in files), sep="\n")
    print("It works as it is. Build its notebooks with `make build`; what to change then is in CONTRIBUTING.md.")
    return DONE


def _report(args):
    from autograder.classes import report
    from autograder.records.course_folder import open_folder

    folder = open_folder()
    assignment = folder.course.assignment(args.assignment)
    if args.json:
        print(json.dumps(report.as_json(assignment, report.class_results(folder, assignment)), indent=1))
    else:
        print(report.write_report(folder, assignment))
    return DONE


def _export(args):
    from autograder.records.course_folder import open_folder
    from autograder.records.export import export

    folder = open_folder()
    done = export(folder, folder.course.assignment(args.assignment), args.form, args.to, args.column, args.unread)
    print(f"{done.path}: {done.count} student{'s' if done.count != 1 else ''}.")
    if done.left_out:
        _complain(
            f"left out, since an answer of theirs is still to be read: {_some(done.left_out)} (--unread counts 0)"
        )
    if done.unnumbered:
        what = {"canvas": "lms_user_id", "moodle": "email"}[args.form]
        _complain(f"the list of students has no {what} for {_some(done.unnumbered)}: the platform may not know them")
    return DONE


def _extend(args):
    from autograder.records.course_folder import open_folder
    from autograder.records.gradebook_writer import GradebookWriter

    folder = open_folder()
    assignment = folder.course.assignment(args.assignment)
    seconds = round(86_400 * args.days + 3_600 * args.hours)
    with GradebookWriter(folder, assignment) as gradebook:
        due = gradebook.extend(args.student, seconds)
        gradebook.settle_penalties()
    print(f"{args.student} has time for {assignment.name} until {due:%Y-%m-%d %H:%M} UTC.")
    return DONE


def _why(args):
    from autograder.classes import why
    from autograder.records.course_folder import open_folder

    folder = open_folder()
    found = why.explain(folder, folder.course.assignment(args.assignment), args.student)
    print(
        json.dumps(why.as_json(found), indent=1) if args.json else f"{why.as_text(found)}\n\n{as_table(found.result)}"
    )
    return DONE


def _audit(args):
    course = _course_here()
    chosen = [course.assignment(name) for name in args.assignments or course.assignments]
    if not (args.adversary or args.seeds):
        from autograder.audit import main as run

        return run(chosen, args.json)
    from autograder.adversary import command

    options = {name: getattr(args, name) for name in ("mutants", "second", "seed") if getattr(args, name) is not None}
    if args.adversary:
        return command.adversary(chosen, args.function, args.jobs, args.json, **options)
    return command.seeds(chosen, args.seeds, args.function, args.jobs, args.json)


def _doctor(args):
    from autograder import doctor

    findings = doctor.examine(_course_here())
    if Path(CONFIG).is_file():
        from autograder.records.course_checks import examine_course
        from autograder.records.course_folder import open_folder

        findings += examine_course(open_folder())
    print(doctor.as_json(findings) if args.json else doctor.as_text(findings))
    return DONE if doctor.can_grade(findings) else FAILED


def as_table(result: Any) -> str:
    """Return a Result as a table for a terminal."""
    points = f"{result.score:g} of {result.max_score:g} points"
    lines = [f"{result.assignment}: {points} (sandbox: {result.sandbox})"]
    for cell in result.cells:
        lines.append(f"\n{cell.grade_id}  {cell.score:g} of {cell.max_score:g}")
        for test in cell.tests:
            mark = "✓" if test.outcome == "passed" else "✗"
            lines.append(f"  {mark} {test.outcome:10} {test.points:g}/{test.max_points:g}  {test.title or test.name}")
            lines += textwrap.wrap(test.message, 96, initial_indent=" " * 15, subsequent_indent=" " * 15)
    if result.notes:
        lines += ["", *(f"note: {note}" for note in result.notes)]
    return "\n".join(lines)


def _some(names):
    more = len(names) - limits.LISTED
    return ", ".join(names[: limits.LISTED]) + (f" and {more} more" if more > 0 else "")


def _add_sandbox(command):
    command.add_argument("--sandbox", choices=SANDBOXES, default="bubblewrap", help="where the student's code runs")


def _seed(text):
    if not text.isdecimal() or len(text) > 15:
        raise argparse.ArgumentTypeError(f"the seed should be a whole number, 0 or more, got {text!r}")
    return int(text)


def _complain(sentence):
    print(f"autograder: {sentence}", file=sys.stderr)
    return FAILED
