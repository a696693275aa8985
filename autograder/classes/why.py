"""``autograder why``: explains one grade by what the ledger, the gradebook and the submission say."""

from dataclasses import dataclass

from autograder.course import Assignment
from autograder.errors import WrongUsage
from autograder.grading.result import Result
from autograder.handin.submission import read_submission
from autograder.records.course_folder import CourseFolder
from autograder.records.result_recorder import ResultRecorder


@dataclass(frozen=True)
class Explanation:
    """What a grade is made of.

    Attributes
    ----------
    grade : dict
        As `GradebookReader.grades` gives it.
    result : Result
        The verdict that stands in the gradebook.
    at : str
        When it was given, in UTC.
    key : str
        Hash of all that it depends on: the notebook, the cases, the reference, the seed.
    seed : int
        From which, with the student's code, the random inputs follow.
    graded_before : list of tuple
        ``(when, points)`` of earlier verdicts, the oldest first.
    stale : str
        Why it would be graded again now; empty where it would not.
    """

    grade: dict
    result: Result
    at: str
    key: str
    seed: int
    graded_before: list[tuple[str, float]]
    stale: str


def explain(folder: CourseFolder, assignment: Assignment, student: str) -> Explanation:
    """Return what there is to say about a student's grade; raise WrongUsage where there is none."""
    with ResultRecorder(folder, assignment, "bubblewrap") as recorder:
        history = recorder.ledger.history(assignment.name, student)
        number = recorder.ledger.standing(assignment.name, student)
        standing = next((row for row in history if row[0] == number), None)
        if standing is None:
            raise WrongUsage(f"{student} has no grade for {assignment.name} yet")
        recorder.gradebook.settle_penalties()
        grade = next(grade for grade in recorder.gradebook.grades() if grade["student"] == student)
        result = Result.from_json(standing[3])
        place = folder.path("submitted", student, assignment.name)
        stale, seed = "what was handed in is no longer there", 0
        if place.is_dir():
            entry = recorder.entry(read_submission(folder.root, place, student, assignment))
            same = entry.key == standing[1] or result.sandbox != "bubblewrap"
            stale, seed = "" if same else "the notebook, the cases or the reference have changed since", entry.seed
    before = [(at, Result.from_json(text).score) for row, _, at, text in history if row < standing[0]]
    return Explanation(grade, result, standing[2], standing[1], seed, before, stale)


def as_text(found: Explanation) -> str:
    """Return an explanation as a text for a terminal."""
    grade = found.grade
    by_hand = "not read yet" if grade["by_hand"] is None else f"{grade['by_hand']:g}"
    lines = [
        f"{grade['student']}: {grade['score']:g} of {grade['max_score']:g} points",
        f"  automatic       {grade['automatic']:g}",
        f"  by hand         {by_hand}",
        f"  late penalty    {grade['penalty']:g}",
        *(f"  remark          {remark}" for remark in grade["remarks"]),
        f"  graded          {found.at}, by what {found.key[:12]} stands for",
        f"  inputs' seed    {found.seed}",
        *(f"  before          {at}: {score:g}" for at, score in found.graded_before),
        *([f"  to be graded    {found.stale}: autograder grade does it"] if found.stale else []),
        *(f"  look at         {why}" for why in found.result.needs_human),
    ]
    return "\n".join(lines)


def as_json(found: Explanation) -> dict:
    """Return an explanation as plain data."""
    return {
        "grade": found.grade,
        "verdict": found.result.verdict(),
        "graded_at": found.at,
        "key": found.key,
        "seed": found.seed,
        "before": [{"at": at, "score": score} for at, score in found.graded_before],
        "to_be_graded_again": found.stale,
    }
