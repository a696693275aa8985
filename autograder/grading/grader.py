"""Grades one submission, cell by cell: the student's cells run in the worker, the hidden cases here."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from types import CodeType, FunctionType, ModuleType

from autograder import limits
from autograder.course import Assignment, Course, question_of
from autograder.errors import BadSubmission
from autograder.grading.case_runner import CaseRunner
from autograder.grading.inputs_seed import inputs_seed
from autograder.grading.outputs import Room, clean_outputs, note_output, skipped_lines
from autograder.grading.own_test_cells import judge_own_test
from autograder.grading.patience import Patience
from autograder.grading.recognise import Recogniser
from autograder.grading.result import GRADER, STUDENT, Result, Test, TestCell
from autograder.grading.student import Student
from autograder.handin.instructor import NotebookCell
from autograder.handin.rebuild import rebuild, which_notebook
from autograder.sandbox.limit_messages import sentence_for_end, sentence_for_error
from autograder.sandbox.memory_limit import bounded_memory
from autograder.sandbox.session import Died, Session, TooSlow
from autograder.sandbox.zygote_handle import Zygote


class Grader:
    """A warm grader: one zygote, and the hidden cases of each assignment once they were needed.

    Parameters
    ----------
    course : Course
    sandbox : str
        ``"bubblewrap"`` or ``"none"``.

    Notes
    -----
    One thread at a time may use it. Use it as a context manager, or call `close`.
    """

    def __init__(self, course: Course, sandbox: str = "bubblewrap"):
        self.course = course
        self.zygote = Zygote(sandbox, course)
        self._runners: dict[str, CaseRunner] = {}

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self) -> None:
        """End the zygote and the cases' sessions."""
        self.zygote.close()
        while self._runners:
            self._runners.popitem()[1].close()

    def runner(self, assignment: Assignment) -> CaseRunner:
        """Return the hidden cases of an assignment."""
        if assignment.name not in self._runners:
            self._runners[assignment.name] = CaseRunner(assignment, Recogniser(assignment))
        return self._runners[assignment.name]

    def grade(self, files: Mapping[str, bytes], assignment: Assignment, seed: int | None = None) -> Result:
        """Grade one submission.

        Parameters
        ----------
        files : mapping of str to bytes
            The submitted notebooks by file name; one that is missing earns nothing.
        assignment : Assignment
        seed : int, optional
            Decides the random inputs of the cases, together with the student's code; by default they are new each
            time.

        Returns
        -------
        Result
            Also for files that are no notebooks: all zero, and the reason in `needs_human`.
        """
        return self._grade(assignment, [(path, files.get(path.name)) for path in assignment.notebooks], seed)

    def grade_notebook(self, data: bytes, assignment: Assignment | None = None, seed: int | None = None) -> Result:
        """Grade one notebook by itself.

        Parameters
        ----------
        data : bytes
            The file.
        assignment : Assignment, optional
            By default the one, of the course, that its cells belong to.
        seed : int, optional
            As in `grade`.

        Raises
        ------
        BadSubmission
            Where the assignment is not given and cannot be found.
        """
        if assignment is None or len(assignment.notebooks) > 1:
            among = self.course.assignments if assignment is None else {assignment.name: assignment}
            assignment, path = which_notebook(data, among)
        else:
            (path,) = assignment.notebooks
        return self._grade(assignment, [(path, data)], seed)

    def _grade(self, assignment, parts, seed):
        seed = secrets.randbits(48) if seed is None else seed
        cells, notebooks, notes, needs_human = [], {}, [], []
        with bounded_memory():
            for path, data in parts:
                where = f"{path.stem}: " if len(parts) > 1 else ""
                run = self._notebook(assignment, path, data, seed)
                cells += run.tests
                notebooks[path.stem] = run.cells
                notes += [where + note for note in run.notes]
                needs_human += [where + reason for reason in run.needs_human]
        return Result.of(assignment.name, self.zygote.kind, cells, notebooks, notes, needs_human)

    def _notebook(self, assignment, path, data, seed):
        """Return what grading one notebook has found."""
        try:
            if data is None:
                raise BadSubmission(f"{path.name} was not handed in")
            rebuilt = rebuild(data, path)
        except BadSubmission as error:
            return _Nothing(rebuild(None, path).cells, path.stem, f"the notebook could not be graded: {error}")
        runner = self.runner(assignment)
        session = Session(self.zygote, assignment.name if assignment.files else None)
        try:
            run = _Run(session, runner, path.stem, inputs_seed(seed, rebuilt.cells))
            run.notes += rebuilt.notes
            run.needs_human += rebuilt.needs_human
            for cell in rebuilt.cells:
                run.cell(cell)
        finally:
            session.kill()
        return run


class _Nothing:
    """What is found in a file that cannot be graded."""

    def __init__(self, cells, notebook, reason):
        self.cells, self.notes, self.needs_human = cells, [reason], [reason]
        self.tests = [TestCell(c.grade_id, 0.0, c.points or 0.0, [], notebook) for c in cells if c.role == "test"]


class _Run:
    """What grading one notebook has found so far."""

    def __init__(self, session, runner, notebook, seed):
        self.session, self.runner, self.notebook, self.seed = session, runner, notebook, seed
        self.patience = Patience()
        self.student = Student(session, runner.reference, self.patience)
        self.cells, self.tests, self.notes, self.needs_human = [], [], [], []
        self.wrong: list[str] = []  # functions that have lost points
        self.room = Room()

    def cell(self, cell: NotebookCell) -> None:
        """Run or grade the next cell."""
        if cell.role == "test":
            self._test(cell)
        elif cell.cell_type == "code" and cell.role != "demo" and cell.source.strip():
            cell = replace(cell, outputs=self._outputs(cell))
        self.cells.append(cell)

    def _outputs(self, cell):
        raw, note = self._run(cell.source)
        if note:
            return [note_output(f"{note}.")]
        outputs = clean_outputs(raw, self.room)
        skipped = skipped_lines(raw, cell.source)
        self.notes += [f"in the cell {cell.grade_id or cell.id}, {sentence}" for sentence in skipped]
        told = [*_limits_met(outputs), *(sentence[:1].upper() + sentence[1:] for sentence in skipped)]
        return outputs + [note_output(f"{sentence}.") for sentence in told]

    def _run(self, source, who="This cell"):
        """Run a cell; return its outputs as the worker tells them, or why there are none."""
        seconds = self.patience.for_one(limits.CELL_SECONDS)
        if not seconds:
            return [], f"{who} was not run: the time for the whole notebook was used up"
        try:
            with self.patience.counting(always=not self.session.is_ready()):
                self.session.ready(self.patience.left())
        except (Died, TooSlow):
            return [], f"{who} was not run: the cells before it end the Python process"
        try:
            with self.patience.counting():
                return self.session.run_cell(source, seconds), ""
        except TooSlow:
            return [], f"{who} was ended after {seconds:.0f} seconds, and is left out of the grading"
        except Died as died:
            what = sentence_for_end(who, died.limit) or f"{who} ended the Python process"
            return [], f"{what}, and is left out of the grading"

    def _test(self, cell):
        question = question_of(cell.grade_id)
        if self.runner.has(question):
            self.student.start_question()
            tests, judged_in = self.runner.run(question, self.student, self.seed, cell.points), GRADER
            if not _all_passed(tests):
                tests = self._with_stand_ins(question, cell.points, tests)
            if not _all_passed(tests) and hasattr(self.runner.reference, question):
                self.wrong.append(question)
        else:
            tests, judged_in = [self._own_test(cell)], STUDENT
        maximum = sum(test.max_points for test in tests) if cell.points is None else cell.points
        full = _all_passed(tests)
        score = maximum if full else sum(test.points for test in tests)
        self.tests.append(TestCell(cell.grade_id, float(score), float(maximum), tests, self.notebook, judged_in))
        broken = [test.name for test in tests if test.outcome == "error"]
        if broken:
            self.needs_human.append(f"{cell.grade_id}: the grader itself failed in {', '.join(broken)}")

    def _with_stand_ins(self, question, points, tests):
        """Return how a question fares with ours in place of earlier functions that are wrong: a mistake costs once."""
        source = "\n".join(cell.source for cell in self.cells if cell.role in ("answer", "extra"))
        ours_uses = built_on(self.runner.reference, question)
        used = [name for name in self.wrong if name in ours_uses and re.search(rf"(?<!def )\b{name}\(", source)]
        if not used:
            return tests
        self.student.stand_ins = {name: getattr(self.runner.reference, name) for name in used}
        try:
            again = self.runner.run(question, self.student, self.seed, points)
        finally:
            self.student.stand_ins = {}
        if sum(test.points for test in again) <= sum(test.points for test in tests):
            return tests
        ours = " and ".join(used)
        self.notes.append(f"{question} was graded with our {ours} in place of yours, whose mistake costs only once")
        return again

    def _own_test(self, cell) -> Test:
        raw, note = self._run(cell.source, "The test")
        return judge_own_test(cell.grade_id, cell.points or 0.0, raw, note)


def built_on(module: ModuleType, function: str) -> set[str]:
    """Return the names of a module's functions that one of them calls, directly or not.

    No others stand in: what a student's function asks of them takes no longer than what the case itself asks for.
    """
    found: set[str] = set()
    codes = [getattr(getattr(module, function, None), "__code__", None)]
    while codes:
        if (code := codes.pop()) is None:
            continue
        codes += [part for part in code.co_consts if isinstance(part, CodeType)]
        for name in code.co_names:
            called = getattr(module, name, None)
            if isinstance(called, FunctionType) and called.__module__ == module.__name__ and name not in found:
                found.add(name)
                codes.append(called.__code__)
    return found - {function}


def _all_passed(tests):
    return all(test.outcome == "passed" for test in tests)


def _limits_met(outputs):
    """Return the sentences for the errors in a cell's outputs that come from its limits."""
    errors = [output for output in outputs if output["output_type"] == "error"]
    found = (sentence_for_error("This cell", error["ename"], error["evalue"]) for error in errors)
    return [sentence for sentence in found if sentence]


def grade_notebook(
    data: bytes,
    course: Course,
    assignment: Assignment | None = None,
    seed: int | None = None,
    sandbox: str = "bubblewrap",
) -> Result:
    """Grade one notebook with a grader of its own; parameters as for `Grader` and `Grader.grade_notebook`."""
    with Grader(course, sandbox) as grader:
        return grader.grade_notebook(data, assignment, seed)
