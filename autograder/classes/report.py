"""``autograder report``: the class report of an assignment, one page with figures and the table of grades."""

from collections import Counter
from pathlib import Path

import numpy as np

from autograder.course import Assignment, question_of
from autograder.errors import CourseError
from autograder.grading.result import Result
from autograder.handin.instructor import check_cells
from autograder.pages.figures import mistakes_figure, questions_figure, scores_figure
from autograder.pages.render import page, points
from autograder.records.autograded import replace_file
from autograder.records.course_folder import CourseFolder
from autograder.records.gradebook_writer import GradebookWriter
from autograder.records.ledger import Ledger
from autograder.variants import variants_of


def write_report(folder: CourseFolder, assignment: Assignment) -> Path:
    """Write the report of an assignment into ``reports/`` of the course; return its path."""
    with GradebookWriter(folder, assignment) as gradebook:
        gradebook.settle_penalties()
        grades = gradebook.grades()
    if not grades:
        raise CourseError(f"nothing of {assignment.name} is graded yet: run `autograder grade {assignment.name}` first")
    tally = Tally(assignment)
    with Ledger(folder.state, folder.directory.groupshared) as ledger:
        for _, text in ledger.latest(assignment.name):
            tally.add(Result.from_json(text))
    path = folder.root / "reports" / f"{assignment.name}.html"
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
        questions = {question_of(name): [] for _, name, _ in check_cells(assignment)}
        self._shares = questions
        self._failed = {name: Counter() for name in questions}
        self._titles = {}
        self._mistakes = Counter()
        self._known = {
            name: {variant.sentence for variant in found if variant.wrong}
            for name, found in variants_of(assignment).items()
        }

    def add(self, result: Result) -> None:
        """Count one verdict."""
        self.count += 1
        self.no_sandbox += result.sandbox == "none"
        for cell in result.cells:
            name = question_of(cell.grade_id)
            if name not in self._shares:
                continue
            self._shares[name].append(cell.score / cell.max_score if cell.max_score else 0.0)
            lost = [test for test in cell.tests if test.outcome not in ("passed", "unanswered")]
            self._failed[name].update(test.name for test in lost)
            self._titles.update((test.name, test.title or test.name) for test in lost)
            messages = " ".join(test.message for test in lost)
            self._mistakes.update((name, s) for s in self._known.get(name, ()) if s and s in messages)

    def questions(self) -> list[dict]:
        """Return, for each question, how the class did."""
        return [self._question(name, np.array(shares)) for name, shares in self._shares.items() if shares]

    def _question(self, name, shares):
        hardest = self._failed[name].most_common(1)
        return {
            "name": name,
            "share": float(shares.mean()),
            "full": int(np.sum(shares > 1 - 1e-9)),
            "none": int(np.sum(shares < 1e-9)),
            "hardest": hardest and {"title": self._titles[hardest[0][0]], "count": hardest[0][1]},
        }

    def mistakes(self) -> list[dict]:
        """Return the recognised mistakes, the most frequent first."""
        return [{"function": f, "sentence": s, "count": n} for (f, s), n in self._mistakes.most_common()]


def report_page(assignment: Assignment, grades: list[dict], tally: Tally) -> str:
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
