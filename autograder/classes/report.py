"""``autograder report``: the class report of an assignment, one page with figures and the table of grades."""

from collections import Counter, defaultdict
from dataclasses import dataclass
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
from autograder.records.roster import Attendance, attendance, students_of
from autograder.variants import variants_of


@dataclass(frozen=True)
class ClassResults:
    """All that the report says of a class.

    Attributes
    ----------
    grades : list of dict
        As `GradebookReader.grades` gives them, each with the student's ``name``.
    tally : Tally
    present : Attendance
    """

    grades: list[dict]
    tally: "Tally"
    present: Attendance


def write_report(folder: CourseFolder, assignment: Assignment) -> Path:
    """Write the report of an assignment into ``reports/`` of the course; return its path."""
    path = folder.root / "reports" / f"{assignment.name}.html"
    replace_file(path, report_page(assignment, class_results(folder, assignment)), 0o644)
    return path


def class_results(folder: CourseFolder, assignment: Assignment) -> ClassResults:
    """Return what there is to say about a class; raise CourseError where nothing is graded."""
    with GradebookWriter(folder, assignment) as gradebook:
        gradebook.settle_penalties()
        grades, present = gradebook.grades(), attendance(folder, assignment, gradebook)
        people = {student["id"]: student for student in students_of(folder, gradebook)}
    if not grades:
        raise CourseError(f"nothing of {assignment.name} is graded yet: run `autograder grade {assignment.name}` first")
    for grade in grades:
        person = people.get(grade["student"], {})
        grade["name"] = " ".join(filter(None, (person.get("first_name"), person.get("last_name"))))
    tally = Tally(assignment)
    with Ledger(folder.state, folder.directory.groupshared) as ledger:
        for student, text in ledger.latest(assignment.name):
            tally.add(student, Result.from_json(text))
    return ClassResults(grades, tally, present)


def as_json(assignment: Assignment, results: ClassResults) -> dict:
    """Return the report as plain data."""
    tally = results.tally
    return {
        "assignment": assignment.name,
        "grades": results.grades,
        "questions": tally.questions(),
        "cases": tally.cases(),
        "mistakes": tally.mistakes(),
        "needs_human": tally.needs_human,
        "not_on_the_list": sorted(results.present.unknown),
        "handed_in_nothing": list(results.present.missing),
        "in_wrong_places": list(results.present.misplaced),
    }


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
        self._cases = {name: {} for name in questions}  # by case: its title, and how each student fared
        self._scores = []
        self._mistakes = defaultdict(list)
        self.needs_human = {}  # student -> why
        self._known = {
            name: {variant.sentence for variant in found if variant.wrong}
            for name, found in variants_of(assignment).items()
        }

    def add(self, student: str, result: Result) -> None:
        """Count one student's verdict."""
        self.count += 1
        self.no_sandbox += result.sandbox == "none"
        self._scores.append(result.score)
        if result.needs_human:
            self.needs_human[student] = "; ".join(dict.fromkeys(result.needs_human))
        for cell in result.cells:
            name = question_of(cell.grade_id)
            if name not in self._shares:
                continue
            self._shares[name].append(cell.score / cell.max_score if cell.max_score else 0.0)
            lost = [test for test in cell.tests if test.outcome not in ("passed", "unanswered")]
            for test in cell.tests:
                case = self._cases[name].setdefault(test.name, {"title": test.title or test.name, "outcomes": []})
                case["outcomes"].append((self.count - 1, test.outcome, test.points))
            messages = " ".join(test.message for test in lost)
            for sentence in self._known.get(name, ()):
                if sentence and sentence in messages:
                    self._mistakes[name, sentence].append(student)

    def questions(self) -> list[dict]:
        """Return, for each question, how the class did."""
        return [self._question(name, np.array(shares)) for name, shares in self._shares.items() if shares]

    def _question(self, name, shares):
        failures = {
            case["title"]: sum(outcome not in ("passed", "unanswered") for _, outcome, _ in case["outcomes"])
            for case in self._cases[name].values()
        }
        hardest = max(failures.items(), key=lambda item: item[1], default=None)
        return {
            "name": name,
            "share": float(shares.mean()),
            "full": int(np.sum(shares > 1 - 1e-9)),
            "none": int(np.sum(shares < 1e-9)),
            "hardest": {"title": hardest[0], "count": hardest[1]} if hardest and hardest[1] else None,
        }

    def cases(self) -> list[dict]:
        """Return, for each case, the share that passed, what else came of it, and how well it tells students apart."""
        return [self._case(name, case) for name, cases in self._cases.items() for case in cases.values()]

    def _case(self, name, case):
        outcomes = Counter(outcome for _, outcome, _ in case["outcomes"])
        passed = np.array([outcome == "passed" for _, outcome, _ in case["outcomes"]], float)
        rest = np.array([self._scores[who] - points for who, _, points in case["outcomes"]])
        varies = len(passed) > 2 and passed.std() > 0 and rest.std() > 0
        return {
            "question": name,
            "title": case["title"],
            "passed": float(passed.mean()),
            "timeout": outcomes["timeout"],
            "crashed": outcomes["crashed"],
            # The correlation of passing with the rest of the score; near or below 0 the case may ask something else.
            "discrimination": float(np.corrcoef(passed, rest)[0, 1]) if varies else None,
        }

    def mistakes(self) -> list[dict]:
        """Return the recognised mistakes with those who made them, the most frequent first."""
        ordered = sorted(self._mistakes.items(), key=lambda item: (-len(item[1]), item[0]))
        return [{"function": f, "sentence": s, "count": len(who), "students": who} for (f, s), who in ordered]


def report_page(assignment: Assignment, results: ClassResults) -> str:
    """Return the report as HTML, one file that asks no network for anything."""
    grades, tally, present = results.grades, results.tally, results.present
    unread = sum(grade["by_hand"] is None for grade in grades)
    # While written answers are unread nobody can have all points: then the automatic ones are told.
    scores = np.array([grade["automatic"] if unread else grade["score"] for grade in grades])
    maximum = sum(points for _, _, points in check_cells(assignment)) if unread else grades[0]["max_score"]
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
        unread=unread,
        needs_human=tally.needs_human,
        present=present,
        cases=tally.cases(),
        count=len(grades),
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
