"""The mutants of a function, its source with one thing changed or left out, and what the hidden cases make of them."""

import signal
from collections.abc import Iterable
from pathlib import Path

from autograder.adversary.mutation import bare_source, mutants_of
from autograder.audit import SEED, score_variant
from autograder.course import Assignment
from autograder.grading.case_runner import CaseRunner

SECONDS = 5  # of computing, for the cases of one mutant: many a mutated loop never ends
SLOW = {"train_digits"}  # a mutant takes seconds: only every tenth is tried


class OutOfTime(Exception):
    """The cases of one mutant took too long."""


def judge(assignment: Assignment, functions: Iterable[str]) -> dict[str, tuple[int, list[str]]]:
    """Mutate functions of an assignment's reference and run the hidden cases on every mutant.

    Returns
    -------
    dict
        By function, how many mutants were tried, and what is changed in those that keep all points.
    """
    found = {}
    signal.signal(signal.SIGPROF, _out_of_time)
    with CaseRunner(assignment, pictures=False) as runner:
        for name in functions:
            mutants = mutants_of(bare_source(reference_file(assignment), name))
            chosen = list(mutants.items())[:: 10 if name in SLOW else 1]
            found[name] = len(chosen), [text for source, text in chosen if _keeps_all_points(runner, name, source)]
    return found


def reference_file(assignment: Assignment) -> Path:
    """Return the file with the right answers of an assignment."""
    return Path(str(assignment.load_reference().__file__))


def _keeps_all_points(runner, name, source):
    namespace = dict(vars(runner.reference))
    try:
        exec(compile(source, "mutant", "exec"), namespace)
    except Exception:
        return False
    signal.setitimer(signal.ITIMER_PROF, SECONDS, 0.5)
    try:
        tests = score_variant(runner, name, namespace[name], SEED)
    except OutOfTime:
        return False
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return all(test.outcome == "passed" for test in tests)


def _out_of_time(*_):
    raise OutOfTime
