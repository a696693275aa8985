"""The proof that the hidden cases are fair: every known wrong variant loses points, every right one none."""

import json
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field

from autograder.course import Assignment
from autograder.grading.case_runner import CaseRunner
from autograder.grading.result import Test
from autograder.variants import variants_of
from autograder.worker.wire import roundtrip
from checks.local import LocalStudent

SEED = 20240229


@dataclass
class Count:
    """What the cases of one function made of its variants."""

    function: str
    wrong: int = 0
    killed: int = 0
    right: int = 0
    accepted: int = 0
    problems: list = field(default_factory=list)


def audit(assignment: Assignment, seed: int = SEED) -> list[Count]:
    """Run every variant of an assignment through the hidden cases; return a Count for each function."""
    counts = []
    with CaseRunner(assignment, pictures=False) as runner:
        for function, variants in variants_of(assignment).items():
            count = Count(function)
            for variant in variants:
                _judge(runner, count, variant, seed)
            counts.append(count)
    return counts


def score_variant(runner: CaseRunner, function: str, call: Callable, seed: int) -> list[Test]:
    """Return the Tests of one function when `call` stands in for it beside the reference's others."""
    namespace = {**vars(runner.reference), function: call}
    return runner.run(function, LocalStudent(namespace, roundtrip), seed)


def _judge(runner, count, variant, seed):
    runner.our_errors.clear()
    tests = score_variant(runner, count.function, variant.afresh(), seed)
    lost = [test for test in tests if test.outcome != "passed"]
    if variant.wrong:
        count.wrong += 1
        count.killed += bool(lost)
        if not lost:
            count.problems.append(f"{variant.name} (wrong) keeps all points")
    else:
        count.right += 1
        count.accepted += not lost
        for test in lost:
            count.problems.append(f"{variant.name} (right) loses {test.name}: {test.message}")
    for error in runner.our_errors:
        where = traceback.extract_tb(error.__traceback__)[-1]
        count.problems.append(f"{variant.name}: a case raised {error!r} ({where.name}, line {where.lineno})")


def as_dict(results: dict[str, list[Count]]) -> dict:
    """Return the audit of several assignments as plain data for JSON."""
    return {
        assignment: {c.function: {k: v for k, v in vars(c).items() if k != "function"} for c in counts}
        for assignment, counts in results.items()
    }


def as_table(results: dict[str, list[Count]]) -> str:
    """Return the audit as a table in Markdown, which also reads well in a terminal."""
    rows = [
        "| assignment | function | wrong variants killed | right variants accepted |",
        "| --- | --- | --: | --: |",
    ]
    total = Count("all")
    for assignment, counts in results.items():
        for c in counts:
            rows.append(f"| {assignment} | {c.function} | {c.killed} of {c.wrong} | {c.accepted} of {c.right} |")
            for key in ("wrong", "killed", "right", "accepted"):
                setattr(total, key, getattr(total, key) + getattr(c, key))
    rows.append(f"| all | | {total.killed} of {total.wrong} | {total.accepted} of {total.right} |")
    return "\n".join(rows)


def main(assignments: list[Assignment], as_json: bool = False) -> int:
    """Print the audit; return 0 when every variant was judged rightly, else 1."""
    results = {assignment.name: audit(assignment) for assignment in assignments}
    problems = [(c.function, p) for counts in results.values() for c in counts for p in c.problems]
    if as_json:
        print(json.dumps(as_dict(results), indent=2))
    else:
        print(as_table(results))
        for function, problem in problems:
            print(f"{function}: {problem}")
    return 1 if problems else 0
