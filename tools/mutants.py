"""The mutants of a function, its source with one thing changed or left out, and what the hidden cases make of them."""

import ast
import contextlib
import copy
import io
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path

from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.provider import OperatorProvider

from autograder.audit import SEED, score_variant
from autograder.course import Assignment
from autograder.grading.case_runner import CaseRunner
from tools.stubs import without_types

NOT_THESE = ("RemoveDecorator", "VariableReplacer", "VariableInserter", "NoOp")
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


def mutants_of(source: str) -> dict[str, str]:
    """Return the mutants of a function's source without its docstring: what is changed, by the mutant's source.

    Operators, constants, comparisons and conditions are changed by cosmic-ray's operators, statements are left out by
    ours.
    """
    found = dict(_with_one_thing_changed(source))
    found.update(_without_a_statement(source))
    found.pop(source, None)
    return found


def bare_source(path: Path, name: str) -> str:
    """Return the source of a function of a module without docstring, types and comments."""
    tree = ast.parse(path.read_text())
    node = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == name)
    node.body = node.body[1:]
    return ast.unparse(without_types(node)) + "\n"


def _with_one_thing_changed(source) -> Iterator[tuple[str, str]]:
    provider = OperatorProvider()
    for name in sorted(provider):
        if name.endswith(NOT_THESE):
            continue
        for occurrence in range(10_000):
            with contextlib.redirect_stderr(io.StringIO()):
                mutated = mutate_code(source, provider[name](), occurrence)
            if mutated is None:
                break
            yield mutated, _description(source, mutated)


def _without_a_statement(source) -> Iterator[tuple[str, str]]:
    tree = ast.parse(source)
    nodes = [node for node in ast.walk(tree) if not isinstance(node, ast.Module)]
    for block in [body for node in nodes if isinstance(body := getattr(node, "body", None), list)]:
        for i in range(len(block)):
            kept = copy.copy(block)
            block[i] = ast.copy_location(ast.Pass(), block[i])
            mutated = ast.unparse(ast.fix_missing_locations(tree))
            block[:] = kept
            yield mutated, _description(ast.unparse(tree), mutated)


def _description(before, after):
    """The changed lines, as ``old => new``."""
    before, after = before.splitlines(), after.splitlines()
    first = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    tail = len(before) - len(after)
    old = [a for i, a in enumerate(before) if i >= first and (i - tail >= len(after) or a != after[i - tail])][:1]
    return f"{old[0].strip() if old else ''} => {after[first].strip() if first < len(after) else ''}"


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
