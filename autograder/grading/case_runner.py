"""Runs hidden cases on many submissions, one after the other.

pytest collects the cases, with their marks and parameters, once; each case is then called with its arguments
as often as there are submissions. A pytest run of its own for each would cost a half of what grading costs.
"""

import base64
import inspect
import warnings
import zlib
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pytest
from _pytest.config import _prepareconfig

from autograder.course import ASSIGNMENTS
from autograder.grading.result import Test
from autograder.grading.student import clean_text
from checks.picture import picture_png
from checks.support import CaseFailure

MAX_MESSAGE = 1000  # characters, some of which may be a student's
TOO_LARGE = "what came back is too large to be looked at"
DEADLINE = 10.0  # seconds allowed to one call of the student's function, unless a case says otherwise

# A session of our own: no files written, nothing printed, nothing read from a project's configuration.
OPTIONS = [
    "--capture=no", "--assert=plain", "--import-mode=importlib", "--strict-markers", "-c", "OUR_CONFIG",
    *(f"-pno:{name}" for name in ("terminal", "cacheprovider", "warnings", "faulthandler", "logging",
                                  "unraisableexception", "threadexception", "junitxml", "xdist",
                                  "hypothesispytest", "anyio", "jaxtyping")),
]  # fmt: skip
FIXTURES = ("student", "reference", "rng")  # what a case can ask for, beside its parameters


@dataclass(frozen=True)
class Case:
    """One hidden case.

    Attributes
    ----------
    name : str
        With its parameters, as pytest gives it.
    title : str
        What it covers, in words.
    function : callable
    parameters : dict
        Its arguments beside the fixtures.
    fixtures : tuple of str
    points, deadline : float
    """

    name: str
    title: str
    function: object
    parameters: dict
    fixtures: tuple
    points: float
    deadline: float

    @classmethod
    def of(cls, item):
        """Return the case that pytest has collected."""
        parameters = dict(item.callspec.params) if hasattr(item, "callspec") else {}
        fixtures = tuple(name for name in inspect.signature(item.function).parameters if name not in parameters)
        unknown = set(fixtures).difference(FIXTURES)
        if unknown:
            raise ValueError(f"{item.nodeid} asks for {', '.join(unknown)}: cases have {', '.join(FIXTURES)}")
        title = (item.function.__doc__ or item.originalname).strip().splitlines()[0].rstrip(".")
        points, deadline = _mark(item, "points", 0.0), _mark(item, "deadline", DEADLINE)
        return cls(item.name, title, item.function, parameters, fixtures, points, deadline)

    def call(self, student, reference, seed):
        """Call the case with a generator that is fresh for it, and follows from the run's seed."""
        rng = np.random.default_rng([seed, zlib.crc32(self.name.encode())])
        given = {"student": student, "reference": reference, "rng": rng}
        self.function(**{name: given[name] for name in self.fixtures}, **self.parameters)


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
    Making one takes half a second: keep it. Use it as a context manager or call `close`.
    """

    def __init__(self, assignment, explain=None, pictures=True):
        self.assignment = ASSIGNMENTS[assignment]
        self.explain = explain
        self.pictures = pictures
        self.reference = self.assignment.reference()
        self.our_errors = []  # exceptions of cases themselves: mistakes of the project, kept for whoever mends them
        folder = self.assignment.cases
        options = [str(folder.parent / "pytest.ini") if option == "OUR_CONFIG" else option for option in OPTIONS]
        self._config = _prepareconfig([str(folder), "--rootdir", str(folder.parent), *options])
        self._config._do_configure()
        session = pytest.Session.from_config(self._config)
        with _quiet():
            self._config.hook.pytest_sessionstart(session=session)
            items = session.perform_collect()
        self._cases = {name: [] for name in self.assignment.questions}
        for item in items:
            self._cases[item.path.stem.removeprefix("test_")].append(Case.of(item))

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        """End the pytest session."""
        self._config._ensure_unconfigure()

    def max_score(self, question):
        """Return the points of a question, such as ``"momentum_step"`` or ``"diagnosis"``."""
        return sum(case.points for case in self._cases[question])

    def titles(self, question):
        """Return what the cases of a question cover, in words, each once."""
        return list(dict.fromkeys(case.title for case in self._cases[question]))

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
        with _quiet():
            return [self._run(case, question, student, seed) for case in self._cases[question]]

    def _run(self, case, question, student, seed):
        student.deadline = case.deadline
        student.calls.clear()
        try:
            case.call(student, self.reference, seed)
        except CaseFailure as error:
            return self._failed(case, question, student, error)
        except MemoryError:  # the grader's memory is bounded while it looks at what a student gave
            return Test(case.name, "failed", 0.0, case.points, TOO_LARGE, None)
        except (Exception, pytest.fail.Exception, pytest.skip.Exception) as error:
            self.our_errors.append(error)
            return Test(case.name, "error", 0.0, case.points, _our_error(error), None)
        return Test(case.name, "passed", case.points, case.points, "", None)

    def _failed(self, case, question, student, error):
        message = clean_text(error.message, MAX_MESSAGE)
        if error.outcome == "failed" and self.explain:
            message = _join(message, self._explanation(question, list(student.calls)))
        picture = None
        if error.picture and self.pictures:
            picture = base64.b64encode(picture_png(error.picture)).decode()
        return Test(case.name, error.outcome, 0.0, case.points, message, picture)

    def _explanation(self, question, calls):
        """Return what is known about the mistake; what a student gave may be too large to be compared."""
        try:
            return self.explain(question, calls)
        except MemoryError:
            return None


@contextmanager
def _quiet():
    """A submission's numbers may overflow in the reference's hands: that is no news."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _mark(item, name, default):
    mark = item.get_closest_marker(name)
    return float(mark.args[0]) if mark else default


def _join(message, explanation):
    if not explanation:
        return message
    return f"{message}{'' if message.endswith(('.', '?')) else '.'} {explanation}"


def _our_error(error):
    return f"this case could not be run, which is not your fault: {type(error).__name__}"
