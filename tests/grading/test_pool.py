"""Tasks on executors: order, bounds, workers that die."""

import os
import signal
import time
from concurrent.futures import Future

import pytest

from autograder.classes import pool
from autograder.classes.pool import Answer, Machines, Task, graded, local
from autograder.descent import COURSE, PLACE
from autograder.errors import SandboxUnavailable
from autograder.grading.result import Result
from autograder.records.grader_hash import grader_hash


class Inline:
    """An executor that does each task at once and remembers how many were asked for."""

    def __init__(self):
        self.submitted = 0

    def submit(self, function, *arguments):
        self.submitted += 1
        future = Future()
        try:
            future.set_result(function(*arguments))
        except Exception as error:
            future.set_exception(error)
        return future


def inline(window, shard=1):
    return Machines(Inline, lambda executor, drop: None, window, shard)


def tasks(*students):
    return [Task(student, {}, "ps3_momentum", PLACE, 1, "none", "version") for student in students]


@pytest.fixture
def answers(monkeypatch):
    """Let tasks answer with the student's name; those called "bad" raise."""

    def grade(batch):
        if any(task.student == "bad" for task in batch):
            raise RuntimeError("a cluster gave up")
        return [Answer(task.student) for task in batch]

    monkeypatch.setattr(pool, "grade_shard", grade)


def test_every_task_is_answered_once(answers):
    found = [(task.student, answer.result) for task, answer in graded(tasks(*"abcde"), inline(3, 2))]
    assert sorted(found) == [(name, name) for name in "abcde"]


def test_tasks_are_read_only_as_fast_as_they_are_done(answers):
    read = []

    def source():
        for task in tasks(*"abcdefgh"):
            read.append(task.student)
            yield task

    found = graded(source(), inline(2))
    next(found)
    assert len(read) <= 2
    next(found)
    next(found)
    assert len(read) <= 4


def test_a_shard_that_fails_is_split_and_costs_one_submission(answers):
    found = {task.student: answer for task, answer in graded(tasks("a", "bad", "c", "d"), inline(2, 4))}
    assert [name for name, answer in found.items() if answer.result is None] == ["bad"]
    assert "died" in found["bad"].problem


def kills_itself(batch):
    """Stand in for the grader: some submissions end the process, once or each time."""
    for task in batch:
        if task.student == "always":
            os.kill(os.getpid(), signal.SIGKILL)
        if task.student.startswith("once"):
            try:
                open(task.assignment, "x").close()
            except FileExistsError:
                continue
            os.kill(os.getpid(), signal.SIGKILL)
    return [Answer(task.student) for task in batch]


def test_a_worker_that_dies_costs_its_own_submission_alone_and_that_only_the_second_time(monkeypatch, tmp_path):
    monkeypatch.setattr(pool, "grade_shard", kills_itself)
    names = ["a", "b", "always", "c", "once", "d", "e"]
    made = [Task(name, {}, str(tmp_path / name), PLACE, 1, "none", "") for name in names]
    with local(2) as machines:
        found = {task.student: answer.result for task, answer in graded(made, machines)}
    assert found == {name: None if name == "always" else name for name in names}


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system binds no process to a processor")
def test_each_worker_stays_on_one_processor_and_they_share_them_out():
    with local(2) as machines:
        executor = machines.start()
        try:
            seen = list(executor.map(_where, [0.5] * 4))
        finally:
            machines.stop(executor, False)
    assert {len(processors) for _, processors in seen} == {1}
    together = {processor for _, processors in seen for processor in processors}
    assert len(together) == min(len({pid for pid, _ in seen}), len(os.sched_getaffinity(0)))


def _where(seconds):
    time.sleep(seconds)
    return os.getpid(), os.sched_getaffinity(0)


def test_a_worker_of_another_version_says_so():
    (answer,) = pool.grade_shard(tasks("a"))
    assert answer.fatal
    assert "another version" in answer.problem


class Broken:
    """A grader whose sandbox fails as often as it is told."""

    def __init__(self, failures):
        self.failures = failures

    def grade(self, files, assignment, seed):
        if self.failures:
            self.failures -= 1
            raise SandboxUnavailable("no sandbox")
        return Result(assignment.name, 0.0, 0.0, "none", [])


@pytest.mark.parametrize(("failures", "graded", "fatal"), [(1, True, False), (2, False, True)])
def test_a_sandbox_that_fails_is_tried_again_once_and_then_ends_the_run(monkeypatch, failures, graded, fatal):
    monkeypatch.setattr(pool, "_GRADERS", {(PLACE, "none"): Broken(failures)})
    monkeypatch.setattr(pool, "_WORKED", set())
    answer = answer_to("a")
    assert (answer.result is not None, answer.fatal) == (graded, fatal)


def test_a_sandbox_that_has_worked_before_costs_only_the_submission(monkeypatch):
    grader = Broken(0)
    monkeypatch.setattr(pool, "_GRADERS", {(PLACE, "none"): grader})
    monkeypatch.setattr(pool, "_WORKED", set())
    assert answer_to("a").result
    grader.failures = 2
    assert answer_to("b") == Answer(None, "no sandbox")
    assert answer_to("c").result


def answer_to(student):
    grader = grader_hash(COURSE, COURSE.assignment("ps3_momentum"))
    (answer,) = pool.grade_shard([Task(student, {}, "ps3_momentum", PLACE, 1, "none", grader)])
    return answer
