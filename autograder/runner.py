"""Runs hidden cases: one warm pytest session that serves many submissions.

Collecting the cases once and running their items again and again saves the half second that a new
session costs; the items, fixtures and marks are plain pytest's.
"""

import base64
import warnings
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from _pytest.config import _prepareconfig
from _pytest.runner import runtestprotocol

from autograder.course import ASSIGNMENTS
from autograder.result import Test
from autograder.student import clean_text
from checks.picture import picture_png
from checks.support import CaseFailure

RUN = pytest.StashKey()
MAX_MESSAGE = 1000  # characters, some of which may be a student's
TOO_LARGE = "what came back is too large to be looked at"
DEADLINE = 10.0  # seconds allowed to one call of the student's function, unless a case says otherwise

# A session of our own: no files written, nothing printed, nothing read from a project's configuration.
OPTIONS = [
    "--capture=no", "--assert=plain", "--import-mode=importlib", "--strict-markers", "-c", "NUL_CONFIG",
    *(f"-pno:{name}" for name in ("terminal", "cacheprovider", "warnings", "faulthandler", "logging",
                                  "unraisableexception", "threadexception", "junitxml", "xdist",
                                  "hypothesispytest", "anyio", "jaxtyping")),
]  # fmt: skip


@dataclass(frozen=True)
class Run:
    """What the fixtures of the cases hand out: whose functions, compared with what, from which seed."""

    student: object
    reference: object
    seed: int


class CaseRunner:
    """The hidden cases of one assignment, ready to be run on one student after the other.

    Parameters
    ----------
    assignment : str
        Such as ``"ps3_momentum"``.
    explain : callable, optional
        ``explain(function, calls) -> sentence or None``: names the mistake behind a failed case.
    pictures : bool
        Whether a failed trajectory gets its picture drawn.

    Notes
    -----
    Keep one runner per process; use it as a context manager or call `close`.
    """

    def __init__(self, assignment, explain=None, pictures=True):
        self.assignment = ASSIGNMENTS[assignment]
        self.explain = explain
        self.pictures = pictures
        self.reference = self.assignment.reference()
        self._caught = _Catcher()
        self.our_errors = []  # exceptions of cases themselves: mistakes of the project, kept for whoever mends them
        folder = self.assignment.cases
        config = folder.parent / "pytest.ini"
        options = [str(config) if option == "NUL_CONFIG" else option for option in OPTIONS]
        self._config = _prepareconfig(
            [str(folder), "--rootdir", str(folder.parent), *options], [self._caught]
        )
        self._config._do_configure()
        self._session = pytest.Session.from_config(self._config)
        with _quiet():
            self._config.hook.pytest_sessionstart(session=self._session)
            items = self._session.perform_collect()
        self._items = {name: [] for name in self.assignment.questions}
        for item in items:
            self._items[item.path.stem.removeprefix("test_")].append(item)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        """End the pytest session."""
        self._config._ensure_unconfigure()

    def max_score(self, question):
        """Return the points of a question, such as ``"momentum_step"`` or ``"diagnosis"``."""
        return sum(_points(item) for item in self._items[question])

    def titles(self, question):
        """Return what the cases of a question cover, in words, each once."""
        lines = (item.function.__doc__ or item.originalname for item in self._items[question])
        return list(dict.fromkeys(line.strip().splitlines()[0].rstrip(".") for line in lines))

    def run(self, question, student, seed):
        """Run the cases of one question on one student's functions.

        Parameters
        ----------
        question : str
            A function of the assignment, or ``"diagnosis"``.
        student : object
            The proxy that calls the student's functions.
        seed : int
            Decides the random inputs.

        Returns
        -------
        list of Test
        """
        self._config.stash[RUN] = Run(student, self.reference, seed)
        with _quiet():
            return [self._run_item(item, question, student) for item in self._items[question]]

    def _run_item(self, item, question, student):
        mark = item.get_closest_marker("deadline")
        student.deadline = float(mark.args[0]) if mark else DEADLINE
        student.calls.clear()
        self._caught.error = None
        item._initrequest()
        runtestprotocol(item, log=False, nextitem=None)
        error = self._caught.error
        points = _points(item)
        if error is None:
            return Test(item.name, "passed", points, points, "", None)
        if isinstance(error, MemoryError):  # the grader's memory is bounded while it looks at what a student gave
            return Test(item.name, "failed", 0.0, points, TOO_LARGE, None)
        if not isinstance(error, CaseFailure):
            self.our_errors.append(error)
            return Test(item.name, "error", 0.0, points, _our_error(error), None)
        message = clean_text(error.message, MAX_MESSAGE)
        if error.outcome == "failed" and self.explain:
            message = _join(message, self._explanation(question, list(student.calls)))
        picture = None
        if error.picture and self.pictures:
            picture = base64.b64encode(picture_png(error.picture)).decode()
        return Test(item.name, error.outcome, 0.0, points, message, picture)

    def _explanation(self, question, calls):
        """Return what is known about the mistake; what a student gave may be too large to be compared."""
        try:
            return self.explain(question, calls)
        except MemoryError:
            return None


class _Catcher:
    """A pytest plugin that keeps the exception object of the running case, and spares pytest its long report."""

    def __init__(self):
        self.error = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item, call):
        if call.excinfo is not None and self.error is None:
            self.error = call.excinfo.value
        outcome = "failed" if call.excinfo else "passed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)


@contextmanager
def _quiet():
    """A submission's numbers may overflow in the reference's hands: that is no news."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _points(item):
    mark = item.get_closest_marker("points")
    return float(mark.args[0]) if mark else 0.0


def _join(message, explanation):
    if not explanation:
        return message
    return f"{message}{'' if message.endswith(('.', '?')) else '.'} {explanation}"


def _our_error(error):
    return f"this case could not be run, which is not your fault: {type(error).__name__}"
