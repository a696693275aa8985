"""Mutates the reference and looks for mutants that the hidden cases do not notice.

Run it as ``python -m tools.mutate [ASSIGNMENT ...]``; it writes tools/mutants.json.
A mutant that keeps all points is either equivalent to the reference, and then stands with its reason in
tools/equivalent_mutants.json, or shows a case that is missing.

The verdict on a function's mutants is recorded with a hash of all that it depends on. While that is the same it holds;
`current_verdict` judges the mutants of the other functions anew.
"""

import argparse
import ast
import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from autograder.course import Assignment
from autograder.descent import ASSIGNMENTS, ROOT
from autograder.grading.case_runner import SETTINGS
from tools.imports import imported_files
from tools.mutants import judge, reference_file

TABLE = ROOT / "tools" / "mutants.json"
KNOWN = ROOT / "tools" / "equivalent_mutants.json"
LIBRARIES = ("numpy", "pytest", "cosmic-ray")


@dataclass(frozen=True)
class Verdict:
    """What the hidden cases of one function made of its mutants.

    Attributes
    ----------
    depends_on : str
        The hash of all that decides it.
    tried : int
        The number of mutants.
    survivors : list of str
        What is changed in those that keep all points.
    """

    depends_on: str
    tried: int
    survivors: list[str]


def recorded() -> dict[str, Verdict]:
    """Return the recorded verdicts by function."""
    return {name: Verdict(**entry) for name, entry in json.loads(TABLE.read_text()).items()}


def current_verdict(assignment: Assignment, function: str, table: dict[str, Verdict]) -> Verdict:
    """Return the verdict on a function's mutants: the recorded one if it holds, else they are judged anew."""
    return table[function] if holds(assignment, function, table) else judged(assignment, [function])[function]


def judged(assignment: Assignment, functions: Iterable[str]) -> dict[str, Verdict]:
    """Return the verdicts on functions of an assignment, their mutants judged anew."""
    counts = judge(assignment, functions)
    return {name: Verdict(state(assignment, name), *count) for name, count in counts.items()}


def holds(assignment: Assignment, function: str, table: dict[str, Verdict]) -> bool:
    """Whether all that the recorded verdict on a function depends on is as it was."""
    return function in table and table[function].depends_on == state(assignment, function)


def state(assignment: Assignment, function: str) -> str:
    """Return the hash of all that the verdict on a function's mutants depends on.

    That is the code, without comments and docstrings, of the reference, of the function's cases, of what runs them and
    of all that these import; the data files of the checks; and the libraries.
    """
    contents = sorted(map(_content, files_that_count(assignment, function)))
    facts = [f"{name} {version(name)}" for name in LIBRARIES]
    return hashlib.sha256("\0".join([*contents, *facts]).encode()).hexdigest()[:16]


def files_that_count(assignment: Assignment, function: str) -> set[Path]:
    """Return the files of the project on which the verdict on a function's mutants depends."""
    assert assignment.cases, "a function without hidden cases has no mutants"
    cases = assignment.cases / f"test_{function}.py"
    code = imported_files(ROOT / "tools" / "mutants.py", reference_file(assignment), cases)
    return {*code, SETTINGS, *(ROOT / "checks" / "data").glob("*.gz")}


@cache
def _content(path):
    return bare_code(path.read_text()) if path.suffix == ".py" else hashlib.sha256(path.read_bytes()).hexdigest()


def bare_code(text: str) -> str:
    """Return the code of a module without comments and docstrings."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node) is not None:
            node.body = [*node.body[1:], ast.Pass()]
    return ast.unparse(tree)


def unexplained(table: dict[str, Verdict]) -> list[str]:
    """Return a line for each survivor without a reason in equivalent_mutants.json, and for each idle reason."""
    reasons = json.loads(KNOWN.read_text())
    survived = {(name, text) for name, verdict in table.items() for text in verdict.survivors}
    explained = {(name, text) for name, texts in reasons.items() for text in texts}
    missing = [f"{name}: a hidden case is missing, or an explanation: {text}" for name, text in survived - explained]
    return sorted(missing + [f"{name}: nobody needs this explanation: {text}" for name, text in explained - survived])


def totals(table: dict[str, Verdict]) -> tuple[int, int]:
    """Return how many mutants were tried, and how many of them keep all points."""
    return sum(v.tried for v in table.values()), sum(len(v.survivors) for v in table.values())


def as_bytes(table: dict[str, Verdict]) -> bytes:
    """Return the file of a table."""
    return (json.dumps({name: asdict(table[name]) for name in sorted(table)}, indent=2) + "\n").encode()


def main() -> int:
    """Mutate, record and print what came out; return 1 where something is not explained."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignments", nargs="*", default=list(ASSIGNMENTS), metavar="ASSIGNMENT")
    table = recorded() if TABLE.exists() else {}
    for name in parser.parse_args().assignments:
        found = judged(ASSIGNMENTS[name], ASSIGNMENTS[name].functions)
        tried, kept = totals(found)
        print(f"{name}: {tried} mutants, {tried - kept} killed, {kept} survive", flush=True)
        table |= found
    TABLE.write_bytes(as_bytes(table))
    problems = unexplained(table)
    print("\n".join([*problems, f"{len(problems)} mutants are not explained in {KNOWN.name}"]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
