"""How much of the grading time is the students' own code: it is run here once more, alone, with a stopwatch."""

import contextlib
import functools
import io
import time
import warnings
from collections.abc import Iterator

from autograder.audit import SEED
from autograder.descent import ASSIGNMENTS
from autograder.grading.case_runner import CaseRunner
from autograder.handin.rebuild import rebuild
from checks.local import LocalStudent


def student_seconds(course, assignment):
    """Return the CPU seconds that a submission's own code takes on average: its cells, and the cases' calls.

    Parameters
    ----------
    course : Path
    assignment : str
    """
    entry = ASSIGNMENTS[assignment]
    submissions = sorted((course / "submitted").glob(f"*/{assignment}/{entry.notebook}"))
    watch = Stopwatch()
    with CaseRunner(assignment) as runner, contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for path in submissions:
            namespace = {"__name__": "__main__"}
            for cell in rebuild(path.read_bytes(), entry.source_notebook).cells:
                if cell.cell_type == "code" and cell.role not in ("demo", "test"):
                    watch.run(cell.source, namespace)
            timed = {name: watch.timed(value) if callable(value) else value for name, value in namespace.items()}
            for question in entry.questions:
                runner.run(question, LocalStudent(timed), SEED)
    return watch.seconds / len(submissions)


class Stopwatch:
    """Adds up the CPU time of a student's code, without that of the functions which the course gives it.

    Attributes
    ----------
    seconds : float
    """

    def __init__(self):
        self.seconds = 0.0

    def run(self, source, namespace):
        """Run a cell."""
        with self._running(), contextlib.suppress(Exception):  # a cell that fails took its time all the same
            exec(compile(source, "cell", "exec"), namespace)

    def timed(self, function):
        """Return a function of the student's with the watch on."""

        @functools.wraps(function)
        def timed(*args, **kwargs):
            args = [self._untimed(value) for value in args]
            kwargs = {name: self._untimed(value) for name, value in kwargs.items()}
            with self._running():
                result = function(*args, **kwargs)
                return list(result) if isinstance(result, Iterator) else result

        return timed

    def _untimed(self, value):
        """Return a function of the course's, such as a gradient, during which the watch stands still."""
        if not callable(value):
            return value

        def untimed(*args):
            with self._running(-1):
                return value(*args)

        return untimed

    @contextlib.contextmanager
    def _running(self, direction=1):
        start = time.process_time()
        try:
            yield
        finally:
            self.seconds += direction * (time.process_time() - start)
