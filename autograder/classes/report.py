"""``autograder report``: the class report of an assignment, one page with figures and the table of grades."""

import sys
from collections import Counter

import numpy as np

from autograder.errors import CourseError
from autograder.grading.result import Result
from autograder.misconceptions.registry import variants_of
from autograder.pages.figures import mistakes_figure, questions_figure, scores_figure
from autograder.pages.render import page, points, shown_test
from autograder.records.autograded import replace_file
from autograder.records.course_folder import find_assignment, open_course
from autograder.records.gradebook_writer import GradebookReader
from autograder.records.ledger import Ledger


def run(args):
    """Carry out the command; return its exit status.

    Parameters
    ----------
    args : argparse.Namespace
        ``assignment``.
    """
    try:
        path = write_report(open_course(), find_assignment(args.assignment))
    except CourseError as error:
        print(f"autograder: {error}", file=sys.stderr)
        return error.status
    print(path)
    return 0


def write_report(course, assignment):
    """Write the report of an assignment into ``reports/`` of the course; return its path."""
    with GradebookReader(course, assignment) as gradebook:
        grades = gradebook.grades()
    if not grades:
        raise CourseError(f"nothing of {assignment.name} is graded yet: run `autograder grade {assignment.name}` first")
    tally = Tally(assignment)
    with Ledger(course.state) as ledger:
        for _, text in ledger.latest(assignment.name):
            tally.add(Result.from_json(text))
    path = course.root / "reports" / f"{assignment.name}.html"
    replace_file(path, report_page(assignment, grades, tally), 0o644)
    return path


class Tally:
    """What the verdicts on a class come to; one verdict at a time is in memory.

    Parameters
    ----------
    assignment : Assignment
    """

    def __init__(self, assignment):
        self.assignment = assignment
        self.count = self.no_sandbox = 0
        self._shares = {name: [] for name in assignment.questions}
        self._failed = {name: Counter() for name in assignment.questions}
        self._mistakes = Counter()
        self._known = {
            name: {variant.sentence for variant in found if variant.wrong}
            for name, found in variants_of(assignment.name).items()
        }

    def add(self, result):
        """Count one verdict."""
        self.count += 1
        self.no_sandbox += result.sandbox == "none"
        for cell in result.cells:
            name = cell.grade_id.removeprefix("test_")
            if name not in self._shares:
                continue
            self._shares[name].append(cell.score / cell.max_score if cell.max_score else 0.0)
            lost = [test for test in cell.tests if test.outcome not in ("passed", "unanswered")]
            self._failed[name].update(test.name for test in lost)
            messages = " ".join(test.message for test in lost)
            self._mistakes.update((name, s) for s in self._known.get(name, ()) if s and s in messages)

    def questions(self):
        """Return, for each question, how the class did."""
        return [self._question(name, np.array(shares)) for name, shares in self._shares.items() if shares]

    def _question(self, name, shares):
        hardest = self._failed[name].most_common(1)
        return {
            "name": name,
            "share": float(shares.mean()),
            "full": int(np.sum(shares > 1 - 1e-9)),
            "none": int(np.sum(shares < 1e-9)),
            "hardest": hardest and {"title": case_title(hardest[0][0]), "count": hardest[0][1]},
        }

    def mistakes(self):
        """Return the recognised mistakes, the most frequent first."""
        return [{"function": f, "sentence": s, "count": n} for (f, s), n in self._mistakes.most_common()]


def case_title(name):
    """Return the name of a case in words."""
    return shown_test({"name": name, "outcome": "failed", "points": 0, "max_points": 0, "message": ""})["title"]


def report_page(assignment, grades, tally):
    """Return the report as HTML.

    Parameters
    ----------
    assignment : Assignment
    grades : list of dict
        As `GradebookReader.grades` gives them.
    tally : Tally
    """
    scores = np.array([grade["score"] for grade in grades])
    maximum = max(grade["max_score"] for grade in grades)
    quarter, median, three_quarters = np.quantile(scores, [0.25, 0.5, 0.75])
    questions, mistakes = tally.questions(), tally.mistakes()
    captions = {
        "scores": f"Distribution of the scores of {len(grades)} students, from {points(scores.min())} to "
        f"{points(scores.max())} of {points(maximum)} points; the median is {points(median)}.",
        "questions": "Share of each question's points that the class earned: "
        + ", ".join(f"{q['name']} {100 * q['share']:.0f} %" for q in questions)
        + ".",
        "mistakes": "Students by recognised mistake: "
        + "; ".join(f"{i}. {m['sentence']} ({m['count']})" for i, m in enumerate(mistakes[:10], start=1)),
    }
    return page(
        "report.html",
        assignment=assignment.name,
        grades=grades,
        unread=sum(grade["by_hand"] is None for grade in grades),
        median=median, quarter=quarter, three_quarters=three_quarters, max_score=maximum,
        no_sandbox=tally.no_sandbox,
        questions=questions,
        mistakes=mistakes,
        captions=captions,
        figures={
            "scores": scores_figure(scores, maximum, captions["scores"]),
            "questions": questions_figure(questions, captions["questions"]) if questions else "",
            "mistakes": mistakes_figure(mistakes, captions["mistakes"]) if mistakes else "",
        },
    )  # fmt: skip
