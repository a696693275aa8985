"""The judge of every `diagnosis`: which label of the list a student means.

The public case asks whether each run has a label, the hidden ones whether it is the right one. Both read a label in
the same way: capital letters, blanks, the kind of a dash and a full stop at the end do not count.
"""

import difflib
import unicodedata

from checks.calls import CaseStudent
from checks.diagnosis import load_runs
from checks.failures import NotAnswered
from checks.values import fail, show

LONGEST = 200  # characters of a text that is compared with the labels
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")


def assert_label(student: CaseStudent, assignment: str, run: str, right: str, advice: str) -> None:
    """Fail unless the student's `diagnosis` gives a run the right label.

    Parameters
    ----------
    student : CaseStudent
    assignment, run : str
        Such as ``"ps3_momentum"`` and ``"A"``.
    right : str
        The right label.
    advice : str
        Ends the sentence that a wrong label gets.

    Raises
    ------
    NotAnswered
        Where the run has no label yet.
    CaseFailure
    """
    if fold(chosen_label(student, assignment, run)) != fold(right):
        fail(f"run {run} has another cause: {advice}")


def chosen_label(student: CaseStudent, assignment: str, run: str) -> str:
    """Return the label that the student's `diagnosis` gives a run, written as in the list.

    Raises
    ------
    NotAnswered
        Where the run has no label yet: it is missing, None or an empty text.
    CaseFailure
        Where it has something else than one label of the list.
    """
    diagnosis = student.value("diagnosis")
    if not isinstance(diagnosis, dict):
        fail(f'diagnosis should be a dictionary such as {{"A": "a label", "B": "a label"}}, got {show(diagnosis)}')
    given = {fold(key): value for key, value in diagnosis.items() if isinstance(key, str)}.get(fold(run))
    if given is None or isinstance(given, str) and not fold(given):
        raise NotAnswered(f"run {run} has no label yet")
    if isinstance(given, (list, tuple, set, dict)):
        fail(f"run {run} should have one label, got a {type(given).__name__}")
    if not isinstance(given, str):
        fail(f"the label of run {run} should be a text from the list, got {show(given)}")
    return _in_the_list(given, load_runs(assignment)["labels"], run)


def _in_the_list(given, labels, run):
    folded = {fold(label): label for label in labels}
    text = fold(given)
    if text in folded:
        return folded[text]
    if sum(label in text for label in folded) > 1:
        fail(f"run {run} should have one label, got several in one text")
    close = difflib.get_close_matches(text, folded, n=1, cutoff=0.5)
    end = f": do you mean {folded[close[0]]!r}?" if close else ": copy one from there"
    fail(f"the label of run {run} is not in the list that the notebook shows{end}")


def fold(text: str) -> str:
    """Return what counts of a label: its letters and signs, without blanks, capitals and a full stop at the end."""
    text = unicodedata.normalize("NFKC", text[:LONGEST]).translate(DASHES)
    kept = (c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")  # Cf: marks that cannot be seen
    return "".join(kept).casefold().rstrip(".")
