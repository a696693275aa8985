"""Grades one notebook, cell by cell: the student's cells run in the worker, the hidden cases here."""

import secrets
from pathlib import Path

from autograder.course import ASSIGNMENTS
from autograder.errors import BadSubmission
from autograder.grading.case_runner import CaseRunner
from autograder.grading.outputs import Room, clean_outputs, note_output
from autograder.grading.recognise import Recogniser
from autograder.grading.result import Cell, Result
from autograder.grading.student import Student
from autograder.handin.rebuild import rebuild, which_assignment
from autograder.sandbox.limit_messages import sentence_for_end, sentence_for_error
from autograder.sandbox.memory_limit import bounded_memory
from autograder.sandbox.session import CELL_SECONDS, Died, Session, TooSlow
from autograder.sandbox.zygote_handle import Zygote


class Grader:
    """A warm grader: one zygote, and the hidden cases of each assignment once they were needed.

    Parameters
    ----------
    sandbox : str
        ``"bubblewrap"`` or ``"none"``.

    Notes
    -----
    One thread at a time may use it. Use it as a context manager, or call `close`.
    """

    def __init__(self, sandbox="bubblewrap"):
        self.zygote = Zygote(sandbox)
        self._runners = {}

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        """End the zygote and the cases' sessions."""
        self.zygote.close()
        while self._runners:
            self._runners.popitem()[1].close()

    def runner(self, name):
        """Return the hidden cases of an assignment."""
        if name not in self._runners:
            self._runners[name] = CaseRunner(name, Recogniser(ASSIGNMENTS[name]))
        return self._runners[name]

    def grade(self, data, assignment=None, seed=None, instructor=None):
        """Grade one submission.

        Parameters
        ----------
        data : bytes
            The submitted file.
        assignment : str, optional
            Such as ``"ps3_momentum"``; by default found from the notebook's cells.
        seed : int, optional
            Decides the random inputs of the cases; by default they are new each time.
        instructor : bytes, optional
            The instructor's notebook; by default the assignment's own.

        Returns
        -------
        Result
            Also for a file that is no notebook: all zero, and the reason in `needs_human`. Only where the
            assignment is not given and cannot be found, BadSubmission is raised.
        """
        with bounded_memory():
            return self._grade(data, assignment, seed, instructor)

    def _grade(self, data, assignment, seed, instructor):
        name = assignment or which_assignment(data)
        seed = secrets.randbits(48) if seed is None else seed
        runner = self.runner(name)
        try:
            rebuilt = rebuild(data, ASSIGNMENTS[name], instructor)
        except BadSubmission as error:
            return self._nothing(name, runner, f"the notebook could not be graded: {error}")
        session = Session(self.zygote)
        try:
            run = _Run(session, Student(session, runner.reference), runner, seed)
            for cell in rebuilt.cells:
                run.cell(cell)
        finally:
            session.kill()
        return self._result(name, run.cells, run.outputs, rebuilt.notes, run.needs_human)

    def _nothing(self, name, runner, reason):
        questions = ASSIGNMENTS[name].questions
        cells = [Cell(f"test_{q}", 0.0, float(runner.max_score(q)), []) for q in questions]
        return self._result(name, cells, {}, [reason], [reason])

    def _result(self, name, cells, outputs, notes, needs_human):
        score, maximum = (sum(getattr(cell, key) for cell in cells) for key in ("score", "max_score"))
        return Result(name, score, maximum, self.zygote.kind, cells, outputs, notes, needs_human)


class _Run:
    """What grading one submission has found so far."""

    def __init__(self, session, student, runner, seed):
        self.session, self.student, self.runner, self.seed = session, student, runner, seed
        self.cells, self.outputs, self.needs_human = [], {}, []
        self.room = Room()

    def cell(self, cell):
        """Run or grade the next cell."""
        if cell.role == "test":
            self._grade(cell.grade_id)
        elif cell.cell_type == "code" and cell.role != "demo" and cell.source.strip():
            self.outputs[cell.id] = self._run(cell.source)

    def _run(self, source):
        seconds = min(CELL_SECONDS, self.student.seconds_left())
        if not seconds:
            return [note_output("This cell was not run: the time for the whole notebook was used up.")]
        try:
            self.session.ready(self.student.seconds_left())
        except (Died, TooSlow):
            return [note_output("This cell was not run: the cells before it end the Python process.")]
        try:
            outputs = clean_outputs(self.session.run_cell(source, seconds), self.room)
        except TooSlow:
            sentence = f"This cell was ended after {seconds:.0f} seconds, and is left out of the grading."
            return [note_output(sentence)]
        except Died as died:
            what = sentence_for_end("This cell", died.limit) or "This cell ended the Python process"
            return [note_output(f"{what}, and is left out of the grading.")]
        return outputs + [note_output(f"{sentence}.") for sentence in _limits_met(outputs)]

    def _grade(self, grade_id):
        question = grade_id.removeprefix("test_")
        self.student.start_question()
        tests = self.runner.run(question, self.student, self.seed)
        score, maximum = (sum(getattr(test, key) for test in tests) for key in ("points", "max_points"))
        self.cells.append(Cell(grade_id, float(score), float(maximum), tests))
        broken = [test.name for test in tests if test.outcome == "error"]
        if broken:
            self.needs_human.append(f"{grade_id}: the grader itself failed in {', '.join(broken)}")


def _limits_met(outputs):
    """Return the sentences for the errors in a cell's outputs that come from its limits."""
    errors = [output for output in outputs if output["output_type"] == "error"]
    found = (sentence_for_error("This cell", error["ename"], error["evalue"]) for error in errors)
    return [sentence for sentence in found if sentence]


def grade_notebook(notebook, assignment=None, seed=None, sandbox="bubblewrap"):
    """Grade one notebook with a grader of its own; parameters as for `Grader.grade`.

    Parameters
    ----------
    notebook : bytes or path-like
    """
    data = notebook if isinstance(notebook, bytes) else read_file(Path(notebook))
    with Grader(sandbox) as grader:
        return grader.grade(data, assignment, seed)


def read_file(path):
    """Return a file's bytes; raise BadSubmission with one sentence where that is impossible."""
    if path.is_dir():
        raise BadSubmission(f"{path} is a folder: name the notebook in it")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise BadSubmission(f"there is no file {path}") from None
    except OSError as error:
        raise BadSubmission(f"{path} cannot be read: {error.strerror}") from None
