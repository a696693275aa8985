"""Records what the notebooks show without the code behind it: known mistakes on public cases, broken runs."""

import copy
import importlib
import importlib.util
import json
import warnings
from pathlib import Path

from autograder.descent import ASSIGNMENTS
from autograder.variants import variants_of
from checks.comparison import RTOL, same
from checks.known_mistakes import samples
from checks.local import LocalStudent
from checks.public import public_cases
from checks.support import CaseFailure, StudentError
from tools.text import ROOT

NOT_REPEATABLE = {"train_digits"}  # thousands of steps multiply the last digit's differences between machines


def build_records(name: str) -> dict[Path, bytes]:
    """Return the data files of an assignment, a dict of Path to bytes.

    A file that says the same already stays as it is: the last digits differ between processors.
    """
    data = ROOT / "checks" / "data"
    files = {data / f"{name}_mistakes.json": (record_mistakes(name), RTOL)}
    module = f"autograder.misconceptions.{ASSIGNMENTS[name].module}_diagnosis"
    if importlib.util.find_spec(module):
        # A table of four digits, the last of which may be rounded up or down.
        files[data / f"{name}_diagnosis.json"] = (importlib.import_module(module).record_diagnosis(), 1e-3)
    return {path: _as_it_stands(path, tolerance, record) for path, (record, tolerance) in files.items()}


def _as_it_stands(path, tolerance, record):
    """Return the bytes of a file if it holds this record, within a relative tolerance; else those of the record."""
    new = _to_bytes(record)
    old = path.read_bytes() if path.exists() else b"null"
    try:
        unchanged = same(json.loads(old), json.loads(new), rtol=tolerance)
    except ValueError:
        unchanged = False
    return old if unchanged else new


def record_mistakes(name: str) -> dict:
    """Return, by function and public case, what each wrong variant returns there and how to name it.

    A result that two variants share names neither of them, so it is left out; only those that keep something between
    calls, which does not show there, and first versions yield to others. What another run, or another machine, would
    not give again is left out too.
    """
    assignment = ASSIGNMENTS[name]
    reference = vars(assignment.load_reference())
    record = {}
    for function, variants in variants_of(ASSIGNMENTS[name]).items():
        if function in NOT_REPEATABLE:
            continue
        for case_name, case in public_cases(name, function).items():
            found = _mistakes_of_case(case, function, reference, variants)
            if found:
                record.setdefault(function, {})[case_name] = found
    return record


def _mistakes_of_case(case, function, reference, variants):
    found = []  # pairs of results and the variants that return them
    for variant in variants:
        if variant.wrong:
            results, again = (_results(case, function, {**reference, function: variant.afresh()}) for _ in range(2))
            if results and results == again:
                alike = next((group for known, group in found if same(known, results)), None)
                if alike is None:
                    found.append((results, [variant]))
                else:
                    alike.append(variant)
    named = [(results, [v for v in alike if _yields(v) == min(map(_yields, alike))]) for results, alike in found]
    return [
        {"sentence": alike[0].sentence, "hint": alike[0].hint, "results": results}
        for results, alike in named
        if len({variant.sentence for variant in alike}) == 1
    ]


def _yields(variant):
    return 2 * variant.first + (variant.memory is not None)


def _results(case, function, namespace):
    """Return samples of a variant's results where the case fails on them, else None."""
    student = LocalStudent(copy.copy(namespace))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            case(student)
    except StudentError:
        return None
    except CaseFailure:
        return samples(function, student.calls)
    return None


def _to_bytes(data):
    return (json.dumps(data, indent=None, separators=(",", ":"), sort_keys=True, ensure_ascii=False) + "\n").encode()
