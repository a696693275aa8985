"""Grades many submissions on any `concurrent.futures.Executor`: bytes go out, results come back as JSON text.

The executor's processes are trusted: each holds a warm grader, and the untrusted code runs in a sandbox
that it starts. They write nothing that is shared, so any machine with the same project can be one.
"""

import atexit
import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import active_children, get_context, parent_process
from typing import TYPE_CHECKING

from autograder.course import Place, load_course
from autograder.errors import AutograderError, CourseError, SandboxUnavailable

if TYPE_CHECKING:  # it takes a second, which the process that only hands out work need not spend
    from autograder.grading.grader import Grader


@dataclass(frozen=True)
class Task:
    """One submission to grade, as it travels to a worker."""

    student: str
    files: dict[str, bytes]
    assignment: str
    place: Place
    seed: int
    sandbox: str
    grader: str  # the hash of what grades it


@dataclass(frozen=True)
class Answer:
    """What became of a task: the Result as JSON text, or why there is none.

    A `fatal` problem is one that every other task would meet too.
    """

    result: str | None
    problem: str = ""
    fatal: bool = False


class PoolLost(CourseError):
    """The machines that grade are gone; what they had returned is kept."""


@dataclass(frozen=True)
class Machines:
    """Where tasks are done.

    Attributes
    ----------
    start : callable
        Returns a new executor.
    stop : callable
        Called with an executor, and whether work that is under way is to be dropped.
    window : int
        How many shards are under way at a time.
    shard : int
        How many submissions travel together.
    """

    start: Callable[[], Executor]
    stop: Callable[[Executor, bool], None]
    window: int
    shard: int = 1


def graded(tasks: Iterable[Task], machines: Machines) -> Generator[tuple[Task, Answer]]:
    """Yield ``(task, Answer)`` for each task, in the order in which they are done.

    Parameters
    ----------
    tasks : iterable of Task
        Read only as fast as they are graded, so that memory does not grow with the class.
    machines : Machines
    """
    shards = _Shards(tasks, machines)
    try:
        while shards.fill_window():
            yield from shards.collect()
    finally:
        shards.stop()


class _Shards:
    """Tasks on their way through an executor, a few at a time."""

    def __init__(self, tasks, machines):
        self.tasks, self.machines = iter(tasks), machines
        self.again = deque()  # shards that failed as a whole, split into single tasks
        self.running = {}
        self.lost = []  # shards that an executor took with it when it broke
        self.executor = machines.start()

    def fill_window(self):
        """Send out as many shards as may be under way; return whether any is."""
        while len(self.running) < self.machines.window and not self.lost:
            batch = self.again.popleft() if self.again else tuple(islice(self.tasks, self.machines.shard))
            if not batch:
                break
            try:
                self.running[self.executor.submit(grade_shard, batch)] = batch
            except BrokenExecutor:
                self.lost.append(batch)
        return bool(self.running or self.lost)

    def collect(self):
        """Wait for the next shards and yield their tasks with their answers."""
        for future in wait(self.running, return_when=FIRST_COMPLETED).done:
            yield from self._answers(future, self.running.pop(future))
        if self.lost:
            yield from self._recover()

    def _answers(self, future, batch):
        try:
            answers = future.result()
        except (BrokenExecutor, CancelledError):
            self.lost.append(batch)
        except Exception as error:  # the executor's own: trouble with a submission is an Answer
            if len(batch) == 1:
                yield batch[0], Answer(None, _died(error))
            else:
                self.again.extend((task,) for task in batch)
        else:
            yield from zip(batch, answers, strict=True)

    def _recover(self):
        """Grade what was under way when the executor broke, and go on with a new one."""
        batches = [*self.lost, *self.running.values()]
        self.lost, self.running = [], {}
        self.machines.stop(self.executor, True)
        yield from _one_by_one([task for batch in batches for task in batch], self.machines)
        self.executor = self.machines.start()

    def stop(self):
        """Let go of the executor, and of what is still under way."""
        self.machines.stop(self.executor, bool(self.running))


def _one_by_one(tasks, machines):
    """Grade tasks of which one has killed a worker, with nothing beside it, so that only that one fails."""
    executor = machines.start()
    try:
        for task in tasks:
            for _ in range(2):  # any of them may have been innocent so far
                try:
                    answer = executor.submit(grade_shard, (task,)).result()[0]
                    break
                except (BrokenExecutor, CancelledError) as error:
                    answer = Answer(None, _died(error))
                    machines.stop(executor, True)
                    executor = machines.start()
            yield task, answer
    finally:
        machines.stop(executor, True)


def _died(error):
    return f"the process that graded it died, twice ({type(error).__name__})"


@contextmanager
def local(jobs: int) -> Iterator[Machines]:
    """Yield the Machines of this computer: `jobs` processes, which end with this one."""

    for name in ("OPENBLAS", "OMP", "MKL"):  # processes that compute in threads as well get in each other's way
        os.environ.setdefault(f"{name}_NUM_THREADS", "1")

    def start():
        context = get_context("spawn")
        turn = context.Value("L", os.getpid())  # not always the same first processor, for runs side by side
        return ProcessPoolExecutor(jobs, mp_context=context, initializer=_settle, initargs=(turn,))

    def stop(executor, drop):
        if drop:
            for process in active_children():
                process.kill()
        executor.shutdown(cancel_futures=True)

    yield Machines(start, stop, 2 * jobs)


def _settle(turn):
    """Prepare a worker process; `turn` is a number that each takes and leaves one higher."""
    _end_with_parent()
    if hasattr(os, "sched_setaffinity"):
        # A grader and the student's process that it talks to work by turns: on one processor, which the sandbox
        # inherits, they wake each other in half of the time.
        with turn.get_lock():
            number, turn.value = turn.value, turn.value + 1
        processors = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {processors[number % len(processors)]})


def _end_with_parent():
    """See to it that a worker ends when the run is killed, and that Ctrl-C is left to the run."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch():
        parent_process().join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


_ONE_AT_A_TIME = threading.Lock()  # a cluster's worker may have several threads; the warm grader serves one
_GRADERS: "dict[tuple[Place, str], Grader]" = {}
_WORKED: set[str] = set()  # kinds of sandbox that have served this process: a failure is not theirs for good


def grade_shard(tasks: Sequence[Task]) -> list[Answer]:
    """Grade a few submissions in this process; return a list of Answer."""
    with _ONE_AT_A_TIME:
        return [_answer(task) for task in tasks]


def warm_grader(place: Place, sandbox: str) -> "Grader":
    """Return this process's grader for a course and a kind of sandbox; it is warm from the second submission on."""
    from autograder.grading.grader import Grader

    if (place, sandbox) not in _GRADERS:
        grader = _GRADERS[place, sandbox] = Grader(load_course(place), sandbox)
        atexit.register(grader.close)
    return _GRADERS[place, sandbox]


def _answer(task):
    from autograder.records.grader_hash import grader_hash

    try:
        course = load_course(task.place)
        assignment = course.assignment(task.assignment)
        if task.grader != grader_hash(course, assignment):
            return Answer(None, "a worker has another version of the project or of its libraries", fatal=True)
    except (AutograderError, OSError) as error:
        return Answer(None, f"a worker cannot find the course: {error}", fatal=True)
    for last in (False, True):
        try:
            result = warm_grader(task.place, task.sandbox).grade(task.files, assignment, task.seed)
            if task.sandbox not in _WORKED:
                gc.freeze()  # what is warm now stays: no collection need look at it again
                _WORKED.add(task.sandbox)
            return Answer(result.to_json())
        except SandboxUnavailable as error:  # a sandbox that has just ended is started anew, once
            if last:
                return Answer(None, str(error), fatal=task.sandbox not in _WORKED)
        except Exception as error:  # one submission's trouble never ends the run
            return Answer(None, f"the grader failed: {type(error).__name__}: {error}")
