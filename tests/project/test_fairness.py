"""The grader's fairness, proved on every known variant and on mutants of the reference."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.audit import Count, audit
from autograder.descent import ASSIGNMENTS, ROOT
from autograder.variants import variants_of
from tools.imports import imported_files
from tools.mutate import Verdict, bare_code, current_verdict, files_that_count, holds, recorded, state, unexplained
from tools.tables import PAGE, fairness_page

MOMENTUM = ASSIGNMENTS["ps3_momentum"]
FUNCTIONS = [(assignment, name) for assignment in ASSIGNMENTS.values() for name in assignment.functions]
BLIND = '''"""Cases that notice nothing."""

import pytest


@pytest.mark.points(12)
def test_nothing(student, reference, rng):
    """Nothing."""
'''


@pytest.fixture
def table():
    return recorded()


@pytest.fixture
def changed(tmp_path):
    """The momentum assignment with other cases of convergence_rate, which has two mutants."""
    cases = shutil.copytree(MOMENTUM.cases, tmp_path / "changed")
    (cases / "test_convergence_rate.py").write_text(BLIND)
    return replace(MOMENTUM, cases=cases)


def judged_rightly(assignment):
    """Return what the audit has to find."""
    counts = []
    for function, variants in variants_of(assignment).items():
        wrong = sum(variant.wrong for variant in variants)
        right = len(variants) - wrong
        counts.append(Count(function, wrong, wrong, right, right))
    return counts


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_variant_is_judged_rightly(name):
    assert audit(ASSIGNMENTS[name]) == judged_rightly(ASSIGNMENTS[name])


def test_the_library_is_large_enough():
    counts = [count for assignment in ASSIGNMENTS.values() for count in judged_rightly(assignment)]
    assert [c.function for c in counts] == [name for _, name in FUNCTIONS]
    assert not [c.function for c in counts if c.wrong < 6 or c.right < 3]
    assert sum(c.wrong for c in counts) >= 250 and sum(c.right for c in counts) >= 120


@pytest.mark.parametrize("assignment, function", FUNCTIONS, ids=[name for _, name in FUNCTIONS])
def test_the_recorded_mutants_are_those_of_today(assignment, function, table):
    """Where nothing has changed since they were recorded, that is known without judging them again."""
    now = current_verdict(assignment, function, table)
    assert replace(now, depends_on="") == replace(table[function], depends_on=""), "run `make audit`"


def test_every_surviving_mutant_is_explained(table):
    assert sorted(table) == sorted(name for _, name in FUNCTIONS)
    assert unexplained(table) == []


def test_the_page_says_what_came_out(table):
    results = {name: judged_rightly(assignment) for name, assignment in ASSIGNMENTS.items()}
    assert PAGE.read_text() == fairness_page(results, table), "docs/fairness.md is stale: run `make build`"


def test_a_changed_case_has_its_functions_mutants_judged_anew(changed):
    table = {name: Verdict(state(MOMENTUM, name), 1, ["as recorded"]) for name in MOMENTUM.functions}
    assert all(current_verdict(MOMENTUM, name, table) is table[name] for name in MOMENTUM.functions)
    assert [name for name in MOMENTUM.functions if not holds(changed, name, table)] == ["convergence_rate"]
    now = current_verdict(changed, "convergence_rate", table)
    assert now.tried == len(now.survivors) == 2  # the new case is blind
    assert now.depends_on == state(changed, "convergence_rate")


def test_comments_and_docstrings_change_no_verdict():
    assert bare_code(BLIND) == bare_code(BLIND.replace("Nothing.", "Hardly anything.") + "# a remark\n")
    assert bare_code(BLIND) != bare_code(BLIND.replace("12", "11"))


def test_all_that_is_loaded_to_judge_mutants_counts():
    for name, function in ("ps3_momentum", "convergence_rate"), ("ps5_sgd", "best_learning_rate"):
        code = f"""
import sys
from autograder.descent import ASSIGNMENTS, ROOT
from tools.mutants import judge
judge(ASSIGNMENTS[{name!r}], [{function!r}])
print(*(module.__file__ for module in list(sys.modules.values()) if getattr(module, "__file__", None)), sep="\\n")
"""
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
        files = {Path(line) for line in done.stdout.splitlines()}
        loaded = {path for path in files if path.is_relative_to(ROOT) and "site-packages" not in path.parts}
        counted = set().union(*(files_that_count(ASSIGNMENTS[name], each) for each in ASSIGNMENTS[name].functions))
        assert len(loaded) > 20
        # The course is where the judge is told of the assignment; nobody mutates the diagnosis.
        diagnosis = imported_files(ASSIGNMENTS[name].cases / "test_diagnosis.py")
        assert loaded - counted - diagnosis <= {ROOT / "autograder" / "descent.py"}


def test_a_function_that_was_never_mutated_is_mutated():
    now = current_verdict(MOMENTUM, "convergence_rate", {})
    assert (now.tried, now.survivors) == (2, [])
