"""Ordinary nbgrader test cells, asserts and ``### BEGIN HIDDEN TESTS`` among them.

They run in the student's own process, since that is how they are written: so a student's code can reach them, and
whoever reads the result is told.
"""

import math
import re

from autograder import limits
from autograder.grading.clean_text import clean_text
from autograder.grading.result import Test

TITLE = "The notebook's own test, judged in the student's own process"


def judge_own_test(name: str, points: float, outputs: list, note: str = "") -> Test:
    """Return the verdict of a test cell on what it showed, as nbgrader has it.

    An error earns nothing, a number as the cell's last value is the points earned, and anything else earns all.
    Warnings on standard error cost nothing.

    Parameters
    ----------
    name : str
        The cell's `grade_id`.
    points : float
        What it is worth.
    outputs : list
        As the worker tells them: nothing in them is trusted.
    note : str
        Why the cell did not run to its end, where it did not.
    """
    if note:
        outcome = "crashed" if "process" in note else "timeout"
        return Test(name, outcome, 0.0, points, clean_text(note, limits.MESSAGE_CHARACTERS), title=TITLE)
    outputs = [output for output in outputs if isinstance(output, dict)]
    for output in outputs:
        if output.get("output_type") == "error":
            return _failed(name, points, output)
    earned = next((value for output in outputs if (value := _number(output)) is not None), points)
    if not 0 <= earned <= points:
        message = f"the test gave {earned:g} points, and it is worth from 0 to {points:g}"
        return Test(name, "failed", 0.0, points, message, title=TITLE)
    message = "" if earned == points else f"the test gave {earned:g} of {points:g} points"
    return Test(name, "passed" if earned == points else "failed", earned, points, message, title=TITLE)


def _failed(name, points, error):
    kind, text = clean_text(error.get("ename"), 60), clean_text(error.get("evalue"), limits.MESSAGE_CHARACTERS)
    if kind == "NotImplementedError":
        return Test(name, "unanswered", 0.0, points, "this is not filled in yet", title=TITLE)
    if kind == "AssertionError":
        message = text or "the test found something else than it should"
    else:
        message = f"the test ended with {kind or 'an error'}: {text}" if text else f"the test ended with {kind}"
    return Test(name, "failed", 0.0, points, message, title=TITLE)


def _number(output):
    """Return the number that is a cell's last value, or None where it is none."""
    if output.get("output_type") != "execute_result":
        return None
    data = output.get("data")
    text = clean_text(data.get("text/plain"), 60) if isinstance(data, dict) else ""
    try:
        value = float(re.sub(r"^np\.\w+\((.*)\)$", r"\1", text))
    except ValueError:
        return None
    return value if math.isfinite(value) else -1.0
