"""Mutates the reference and looks for mutants that the hidden cases do not notice.

Run it as ``python -m tools.mutate [ASSIGNMENT ...]``.
Operators, constants, comparisons and conditions are changed by cosmic-ray's operators, statements are left out by
ours. A mutant that keeps all points is either equivalent to the reference, and then stands with its reason in
tools/equivalent_mutants.json, or shows a case that is missing.
"""

import argparse
import ast
import contextlib
import copy
import io
import json
import signal
import sys
from collections.abc import Iterator, Sequence

from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.provider import OperatorProvider

from autograder.audit import SEED, score_variant
from autograder.descent import ASSIGNMENTS, Pair
from autograder.grading.case_runner import CaseRunner
from tools.stubs import without_types
from tools.text import ROOT

KNOWN = ROOT / "tools" / "equivalent_mutants.json"
SECONDS = 5  # for the cases of one mutant: many a mutated loop never ends
SLOW = {"train_digits"}  # a mutant takes seconds: only every tenth is tried
NOT_THESE = ("RemoveDecorator", "VariableReplacer", "VariableInserter", "NoOp")


class OutOfTime(Exception):
    """The cases of one mutant took too long."""


def mutants_of(source: str) -> Iterator[tuple[str, str]]:
    """Yield (description, source) of the mutants of one function's source without its docstring."""
    provider = OperatorProvider()
    for name in sorted(provider):
        if name.endswith(NOT_THESE):
            continue
        for occurrence in range(10_000):
            with contextlib.redirect_stderr(io.StringIO()):
                mutated = mutate_code(source, provider[name](), occurrence)
            if mutated is None:
                break
            yield _description(source, mutated), mutated
    yield from _without_a_statement(source)


def _without_a_statement(source):
    tree = ast.parse(source)
    blocks = [
        n.body for n in ast.walk(tree) if isinstance(getattr(n, "body", None), list) and not isinstance(n, ast.Module)
    ]
    for block in blocks:
        for i in range(len(block)):
            kept = copy.copy(block)
            block[i] = ast.copy_location(ast.Pass(), block[i])
            mutated = ast.unparse(ast.fix_missing_locations(tree))
            block[:] = kept
            yield _description(ast.unparse(tree), mutated), mutated


def _description(before, after):
    """The changed lines, as ``old => new``."""
    before, after = before.splitlines(), after.splitlines()
    first = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    tail = len(before) - len(after)
    old = [a for i, a in enumerate(before) if i >= first and (i - tail >= len(after) or a != after[i - tail])][:1]
    return f"{old[0].strip() if old else ''} => {after[first].strip() if first < len(after) else ''}"


def bare_source(assignment: Pair, name: str) -> str:
    """Return the source of a reference function without docstring and comments."""
    tree = ast.parse((ROOT / "solutions" / f"{assignment.module}.py").read_text())
    node = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == name)
    node.body = node.body[1:]
    return ast.unparse(without_types(node)) + "\n"


def survivors(assignment_name: str, functions: Sequence[str] | None = None) -> tuple[dict[str, list[str]], int]:
    """Return the mutants that keep all points, a dict from function to descriptions, and the number tried."""
    assignment = ASSIGNMENTS[assignment_name]
    found, tried = {}, 0
    signal.signal(signal.SIGALRM, _out_of_time)
    with CaseRunner(assignment, pictures=False) as runner:
        for name in functions or assignment.functions:
            original = bare_source(assignment, name)
            mutants = {source: text for text, source in mutants_of(original) if source != original}
            chosen = list(mutants.items())[:: 10 if name in SLOW else 1]
            for source, text in chosen:
                tried += 1
                if _keeps_all_points(runner, name, source):
                    found.setdefault(name, []).append(text)
    return found, tried


def _keeps_all_points(runner, name, source):
    namespace = dict(vars(runner.reference))
    try:
        exec(compile(source, "mutant", "exec"), namespace)
    except Exception:
        return False
    signal.setitimer(signal.ITIMER_REAL, SECONDS, 0.5)
    try:
        tests = score_variant(runner, name, namespace[name], SEED)
    except OutOfTime:
        return False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return all(test.outcome == "passed" for test in tests)


def _out_of_time(*_):
    raise OutOfTime


def main() -> int:
    """Print the survivors that nobody explained; return 1 where there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignments", nargs="*", default=list(ASSIGNMENTS), metavar="ASSIGNMENT")
    parser.add_argument("--function", action="append", help="only this function")
    arguments = parser.parse_args()
    known = json.loads(KNOWN.read_text()) if KNOWN.exists() else {}
    unexplained = 0
    for name in arguments.assignments:
        found, tried = survivors(name, arguments.function)
        total = sum(map(len, found.values()))
        print(f"{name}: {tried} mutants, {tried - total} killed, {total} survive")
        for function, texts in found.items():
            for text in texts:
                if text not in known.get(function, {}):
                    unexplained += 1
                    print(f"  {function}: {text}")
    print(f"{unexplained} survivors are not explained in {KNOWN.name}")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
