"""Records what the notebooks show without the code behind it: known mistakes on public cases, broken runs."""

import copy
import importlib
import importlib.util
import json
import warnings

from autograder.course import ASSIGNMENTS
from autograder.misconceptions.registry import variants_of
from checks.local import LocalStudent
from checks.public import fingerprint
from checks.support import CaseFailure, StudentError
from tools.text import ROOT

NOT_REPEATABLE = {"train_digits"}  # thousands of steps multiply the last digit's differences between machines


def build_records(name):
    """Return the data files of an assignment, a dict of Path to bytes."""
    data = ROOT / "checks" / "data"
    files = {data / f"{name}_mistakes.json": _to_bytes(record_mistakes(name))}
    module = f"autograder.misconceptions.{ASSIGNMENTS[name].module}_diagnosis"
    if importlib.util.find_spec(module):
        runs = importlib.import_module(module).record_diagnosis()
        files[data / f"{name}_diagnosis.json"] = _to_bytes(runs)
    return files


def record_mistakes(name):
    """Return, by function and public case, what each wrong variant returns there and how to name it.

    A result that two variants share names neither of them, so it is left out; so is one that another run, or
    another machine, would not give again.
    """
    assignment = ASSIGNMENTS[name]
    reference = vars(assignment.reference())
    record = {}
    for function, variants in variants_of(name).items():
        if function in NOT_REPEATABLE:
            continue
        cases = vars(importlib.import_module(f"checks.cases.{name}.{function}"))
        for case_name, case in cases.items():
            if case_name.startswith("test_"):
                found = _mistakes_of_case(case, function, reference, variants)
                if found:
                    record.setdefault(function, {})[case_name] = found
    return record


def _mistakes_of_case(case, function, reference, variants):
    found = {}
    for variant in variants:
        if variant.wrong:
            results, again = (_results(case, function, {**reference, function: variant.call}) for _ in range(2))
            if results and results == again:
                found.setdefault(json.dumps(results), []).append(variant)
    return [
        {"sentence": same[0].sentence, "hint": same[0].hint, "results": json.loads(results)}
        for results, same in found.items()
        if len({variant.sentence for variant in same}) == 1
    ]


def _results(case, function, namespace):
    """Return the fingerprints of a variant's results where the case fails on them, else None."""
    student = LocalStudent(copy.copy(namespace))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            case(student)
    except StudentError:
        return None
    except CaseFailure:
        return [fingerprint(call[3]) for call in student.calls if call[0] == function]
    return None


def _to_bytes(data):
    return (json.dumps(data, indent=None, separators=(",", ":"), sort_keys=True, ensure_ascii=False) + "\n").encode()
