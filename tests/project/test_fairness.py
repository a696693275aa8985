"""The grader's fairness, proved on every known variant and on mutants of the reference."""

import json

import pytest

from autograder.audit import audit
from autograder.descent import ASSIGNMENTS
from tools.mutate import KNOWN, survivors
from tools.tables import PAGE, fairness_page


@pytest.fixture(scope="module")
def results():
    return {name: audit(ASSIGNMENTS[name]) for name in ASSIGNMENTS}


@pytest.fixture(scope="module")
def mutants():
    return {name: survivors(name) for name in ASSIGNMENTS}


def test_every_variant_is_judged_rightly(results):
    problems = [f"{c.function}: {p}" for counts in results.values() for c in counts for p in c.problems]
    assert not problems, "\n".join(problems)


def test_the_library_is_large_enough(results):
    counts = [count for counts in results.values() for count in counts]
    assert {c.function for c in counts} == {f for a in ASSIGNMENTS.values() for f in a.functions}
    assert not [c.function for c in counts if c.wrong < 6 or c.right < 3]
    assert sum(c.wrong for c in counts) >= 250 and sum(c.right for c in counts) >= 120


def test_every_surviving_mutant_is_explained(mutants):
    known = json.loads(KNOWN.read_text())
    survived = {
        (function, text) for found, _ in mutants.values() for function, texts in found.items() for text in texts
    }
    explained = {(function, text) for function, texts in known.items() for text in texts}
    assert not survived - explained, "a hidden case is missing"
    assert not explained - survived, "an explanation is no longer needed"


def test_the_page_says_what_came_out(results, mutants):
    counts = {name: (tried, sum(map(len, found.values()))) for name, (found, tried) in mutants.items()}
    assert PAGE.read_text() == fairness_page(results, counts), "docs/fairness.md is stale: run `make build`"
