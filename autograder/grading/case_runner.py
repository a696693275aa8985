"""Runs hidden cases on many submissions, one after the other.

pytest collects the cases, with their marks and parameters, once; each case is then called with its arguments
as often as there are submissions. A pytest run of its own for each would cost a half of what grading costs.
"""

import base64
import inspect
import warnings
import zlib
from collections import defaultdict
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from _pytest.config import _prepareconfig

from autograder import limits
from autograder.course import Assignment, question_of
from autograder.grading.clean_text import clean_text
from autograder.grading.laws import broken_law
from autograder.grading.recognise import first_wrong
from autograder.grading.result import Test
from checks.calls import CaseStudent
from checks.sentences import join_sentences, title_of
from checks.support import CaseFailure
from checks.trajectory_picture import picture_png

TOO_LARGE = "what came back is too large to be looked at"
SETTINGS = Path(__file__).with_name("cases.ini")

# A session of our own: no files written, nothing printed, nothing read from the configuration of a project around it.
OPTIONS = [
    "--capture=no", "--assert=plain", "--import-mode=importlib", "--strict-markers",
    "--noconftest", "-c", str(SETTINGS),
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
    about, title : str
        What it covers, in words; the title names its parameters too.
    function : callable
    parameters : dict
        Its arguments beside the fixtures.
    fixtures : tuple of str
    points, deadline : float
    """

    name: str
    about: str
    title: str
    function: Callable
    parameters: dict
    fixtures: tuple[str, ...]
    points: float
    deadline: float

    @classmethod
    def of(cls, item: Any) -> "Case":
        """Return the case that pytest has collected."""
        parameters = dict(item.callspec.params) if hasattr(item, "callspec") else {}
        fixtures = tuple(name for name in inspect.signature(item.function).parameters if name not in parameters)
        unknown = set(fixtures).difference(FIXTURES)
        if unknown:
            raise ValueError(f"{item.nodeid} asks for {', '.join(unknown)}: cases have {', '.join(FIXTURES)}")
        about = title_of(item.function)
        title = f"{about} ({item.callspec.id})" if parameters else about
        points, deadline = _mark(item, "points", 0.0), _mark(item, "deadline", limits.CALL_SECONDS)
        return cls(item.name, about, title, item.function, parameters, fixtures, points, deadline)

    def call(self, student: CaseStudent, reference: ModuleType, seed: int) -> None:
        """Call the case with a generator that is fresh for it, and follows from the run's seed."""
        rng = np.random.default_rng([seed, zlib.crc32(self.name.encode())])
        given = {"student": student, "reference": reference, "rng": rng}
        self.function(**{name: given[name] for name in self.fixtures}, **self.parameters)


class CaseRunner:
    """The hidden cases of one assignment, ready to be run on one student after the other.

    Parameters
    ----------
    assignment : Assignment
    explain : callable, optional
        ``explain(function, calls) -> Kind or None``: names the known mistake behind a failed case.
    pictures : bool
        Whether a failed trajectory gets its picture drawn.

    Notes
    -----
    Making one takes half a second: keep it. Use it as a context manager or call `close`.
    """

    def __init__(self, assignment: Assignment, explain: Callable | None = None, pictures: bool = True):
        self.assignment = assignment
        self.explain = explain
        self.pictures = pictures
        self.reference = assignment.load_reference()
        self.our_errors: list[
            BaseException
        ] = []  # exceptions of cases themselves: mistakes of the project, kept for whoever mends them
        self._cases = defaultdict(list)
        self._config = None
        self._laws_tried = False
        if assignment.cases:
            for item in self._collected(assignment.cases):
                self._cases[question_of(item.path.stem)].append(Case.of(item))

    def _collected(self, folder):
        self._config = _prepareconfig([str(folder), "--rootdir", str(folder.parent), *OPTIONS])
        self._config._do_configure()
        session = pytest.Session.from_config(self._config)
        with _quiet():
            self._config.hook.pytest_sessionstart(session=session)
            return session.perform_collect()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self) -> None:
        """End the pytest session."""
        if self._config:
            self._config._ensure_unconfigure()

    def has(self, question: str) -> bool:
        """Whether there are hidden cases for a question."""
        return bool(self._cases.get(question))

    def max_score(self, question: str) -> float:
        """Return the points of a question's cases, such as ``"momentum_step"`` or ``"diagnosis"``."""
        return sum(case.points for case in self._cases.get(question, ()))

    def titles(self, question: str) -> list[str]:
        """Return what the cases of a question cover, in words, each once."""
        return list(dict.fromkeys(case.about for case in self._cases.get(question, ())))

    def run(self, question: str, student: CaseStudent, seed: int, points: float | None = None) -> list[Test]:
        """Run the cases of one question on one student's functions.

        Parameters
        ----------
        question : str
            A function of the assignment, or ``"diagnosis"``.
        student : object
            The proxy that calls the student's functions.
        seed : int
            Decides the random inputs.
        points : float, optional
            What the question is worth in the notebook; by default what its cases are. Where the two differ, each case
            keeps its share.
        """
        cases = self._cases.get(question, ())
        share = 1.0 if points is None or points == self.max_score(question) else points / self.max_score(question)
        self._laws_tried = False  # for each question once: it takes calls of the student's function
        with _quiet():
            tests = [self._run(case, question, student, seed) for case in cases]
        return tests if share == 1.0 else [_scaled(test, share) for test in tests]

    def _run(self, case, question, student, seed):
        student.start_case(case.deadline)
        try:
            case.call(student, self.reference, seed)
        except CaseFailure as error:
            return self._failed(case, question, student, error)
        except MemoryError:  # the grader's memory is bounded while it looks at what a student gave
            return Test(case.name, "failed", 0.0, case.points, TOO_LARGE, title=case.title)
        except (Exception, pytest.fail.Exception, pytest.skip.Exception) as error:
            self.our_errors.append(error)
            return Test(case.name, "error", 0.0, case.points, _our_error(error), title=case.title)
        return Test(case.name, "passed", case.points, case.points, title=case.title)

    def _failed(self, case, question, student, error):
        message = clean_text(error.message, limits.MESSAGE_CHARACTERS)
        if error.outcome == "failed" and (kind := self._kind(question, student, error)):
            message = join_sentences(message, kind.in_words())
        picture = None
        if error.picture and self.pictures:
            picture = base64.b64encode(picture_png(error.picture)).decode()
        return Test(case.name, error.outcome, 0.0, case.points, message, picture, case.title)

    def _kind(self, question, student, error):
        """Return the kind of mistake behind a failed case: a known one, what the numbers tell, or a broken law."""
        try:  # what a student gave may be too large to be compared
            known = self.explain(question, student.calls) if self.explain else None
            if known or error.mistake or type(error) is not CaseFailure or self._laws_tried:
                return known or error.mistake
            self._laws_tried = True
            wrong = first_wrong(question, student.calls, self.reference)
            return broken_law(wrong, student, self.reference) if wrong else None
        except MemoryError:
            return None


@contextmanager
def _quiet():
    """A submission's numbers may overflow in the reference's hands: that is no news."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _scaled(test, share):
    return replace(test, points=test.points * share, max_points=test.max_points * share)


def _mark(item, name, default):
    mark = item.get_closest_marker(name)
    return float(mark.args[0]) if mark else default


def _our_error(error):
    return f"this case could not be run, which is not your fault: {type(error).__name__}"
