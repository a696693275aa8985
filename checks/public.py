"""`check`: the public cases of a function, run on the student's own, as a table in words."""

import importlib
import json
import sys
from pathlib import Path

import numpy as np

from checks.local import LocalStudent
from checks.support import CaseFailure, NotAnswered, StudentError
from checks.table import CheckTable, Row

HERE = Path(__file__).parent


class CheckFailed(AssertionError):
    """Raised below the table, so that `nbgrader validate` sees a check that did not pass."""

    def _render_traceback_(self):
        return [f"Not there yet: {self}"]


class Unfilled(NotImplementedError):
    """Raised below the table where the function is still the stub."""

    def _render_traceback_(self):
        return [f"NotImplementedError: {self}"]


# IPython and nbclient record the class's name: a reader expects the exception that the stub raises.
Unfilled.__name__ = "NotImplementedError"


def check(name):
    """Run the public cases of the function `name` on the definition in the calling notebook.

    Shows a table of what passed and what did not, with a sentence and, where the mistake is a known one,
    a hint. Raises an error (after the table) unless everything passed.

    Parameters
    ----------
    name : str
        Name of a function of the course, or ``"diagnosis"``: then of the assignment in ``ASSIGNMENT``.
    """
    namespace = sys._getframe(1).f_globals
    assignment = find_assignment(name, namespace)
    rows = run_public_cases(assignment, name, namespace)
    CheckTable(name, rows).display()
    failed = [row for row in rows if not row.passed]
    if any(row.unanswered for row in failed):
        raise Unfilled(f"{name} is not filled in yet")
    if failed:
        raise CheckFailed(f"{len(failed)} of {len(rows)} checks of {name} did not pass. First: {failed[0].message}")


def find_assignment(name, namespace):
    """Return the id of the assignment whose public cases include the function `name`."""
    known = sorted(path.parent.name for path in (HERE / "cases").glob(f"*/{name}.py"))
    if name == "diagnosis":
        known = [a for a in known if a == namespace.get("ASSIGNMENT")]
    if not known:
        raise ValueError(f"there are no checks for {name!r}: the name of a function of this assignment is needed")
    return known[0]


def run_public_cases(assignment, name, namespace):
    """Run the public cases of one function; return a list of `Row`."""
    module = importlib.import_module(f"checks.cases.{assignment}.{name}")
    rows = []
    for case_name, case in vars(module).items():
        if not case_name.startswith("test_"):
            continue
        title = (case.__doc__ or case_name).strip().splitlines()[0].rstrip(".")
        student = LocalStudent(namespace)
        try:
            case(student)
        except NotAnswered as error:
            rows.append(Row(title, False, error.message, unanswered=True))
        except CaseFailure as error:
            message, hint = error.message, ""
            if not isinstance(error, StudentError):
                known = recognise(assignment, name, case_name, student.calls)
                if known:
                    end = "" if message.endswith((".", "?")) else "."
                    message, hint = f"{message}{end} {known['sentence']}", known["hint"]
            rows.append(Row(title, False, message, hint, picture=error.picture))
        else:
            rows.append(Row(title, True))
    return rows


def recognise(assignment, name, case_name, calls):
    """Return the known mistake whose recorded results are those of `calls`, or None.

    The record holds, for each public case and each known mistake, a sample of the numbers that the mistake
    returns there; it is written by the build.
    """
    path = HERE / "data" / f"{assignment}_mistakes.json"
    if not path.exists():
        return None
    recorded = json.loads(path.read_text()).get(name, {}).get(case_name, [])
    mine = [fingerprint(call[3]) for call in calls if call[0] == name]
    for mistake in recorded:
        theirs = mistake["results"]
        if mine and len(mine) == len(theirs) and all(map(same_fingerprint, mine, theirs)):
            return mistake
    return None


def fingerprint(value, limit=24):
    """Return the structure and a sample of the numbers of a value, as plain data for JSON."""
    if isinstance(value, dict):
        return {
            "keys": sorted(map(str, value)),
            "parts": [fingerprint(value[k], 8) for k in sorted(value, key=str)],
        }
    if isinstance(value, (list, tuple)) and not all(isinstance(v, (int, float)) for v in value):
        return {"length": len(value), "parts": [fingerprint(v, 8) for v in value[:8]]}
    if value is None or isinstance(value, (str, bool)):
        return value
    try:
        array = np.asarray(value, dtype=float)
    except (ValueError, TypeError):
        return type(value).__name__
    flat = array.ravel()
    flat = flat[:: max(1, -(-flat.size // limit))]
    return {
        "shape": list(array.shape),
        # Twelve places: what is smaller is rounding error, which is another one on another processor. + 0.0: no −0.
        "sample": [float(f"{round(float(x), 12) + 0.0:.9g}") if np.isfinite(x) else str(x) for x in flat],
    }


def same_fingerprint(a, b):
    """Whether two fingerprints agree, numbers to seven digits and eleven places."""
    if isinstance(a, dict) and isinstance(b, dict) and "sample" in a and "sample" in b:
        return (
            a["shape"] == b["shape"]
            and len(a["sample"]) == len(b["sample"])
            and all(
                x == y
                or (not isinstance(x, str) and not isinstance(y, str) and np.isclose(x, y, rtol=1e-7, atol=1e-11))
                for x, y in zip(a["sample"], b["sample"], strict=True)
            )
        )
    if isinstance(a, dict) and isinstance(b, dict):
        if a.keys() != b.keys() or len(a.get("parts", [])) != len(b.get("parts", [])):
            return False
        rest = all(a[k] == b[k] for k in a if k != "parts")
        return rest and all(map(same_fingerprint, a.get("parts", []), b.get("parts", [])))
    return a == b
