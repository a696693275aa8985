"""Whether luck decides: each known variant must fail and pass the same cases for every draw of the inputs."""

from collections import Counter

from autograder.audit import SEED, score_variant
from autograder.course import Assignment
from autograder.grading.case_runner import CaseRunner
from autograder.variants import variants_of


def lucky(assignment: Assignment, function: str, seeds: int) -> list[str]:
    """Return a line for each known variant of a function that does not fare alike with all seeds.

    Parameters
    ----------
    assignment : Assignment
    function : str
    seeds : int
        The number of draws.
    """
    lines = []
    with CaseRunner(assignment, pictures=False) as runner:
        for variant in variants_of(assignment)[function]:
            draws = [score_variant(runner, function, variant.afresh(), SEED + i) for i in range(seeds)]
            passed = [frozenset(test.name for test in tests if test.outcome == "passed") for tests in draws]
            if len(set(passed)) > 1:
                points = sorted({sum(test.points for test in tests) for tests in draws})
                moving = Counter(name for names in passed for name in names)
                cases = ", ".join(f"{name} in {n} of {seeds}" for name, n in sorted(moving.items()) if n < seeds)
                lines.append(
                    f"{function}: {variant.name} earns {' or '.join(f'{p:g}' for p in points)}: passes {cases}"
                )
    return lines
