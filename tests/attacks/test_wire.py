"""The line between a student's process and the grader: whatever is sent on it is an answer, or the worker's end."""

import os
import time

import numpy as np
import pytest

from autograder.grading.student import Student, StudentTimeout
from checks.support import CaseFailure, callback

from .test_wire_fuzz import PLAIN

pytestmark = pytest.mark.sandbox

BEGIN = """
import array, os, socket, struct, threading, time
import numpy as np
from sandbox_worker.wire import encode
from sandbox_worker import channel, serve
line = socket.socket(fileno=os.dup(3))
def value(number, answer, **more): return encode({'id': number, 'kind': 'value', **more}) + encode(answer)
def fine(): return 1
"""


@pytest.fixture
def student(session):
    """A student whose first cell is the one above; a cell that a test adds has the number 2, the first call 3."""
    session.run_cell(BEGIN)
    made = Student(session)
    made.deadline = 2.0
    return made


FRAMES = {
    "early": "os.write(3, value(4, 'early'))",  # the answer to a question that was not asked yet
    "of the far future": "os.write(3, value(2**60, 1))",
    "negative": "os.write(3, encode({'id': -1, 'kind': 'value'})); os.write(3, encode(1)); time.sleep(9)",
    "number that is a truth value": "os.write(3, encode({'id': True, 'kind': 'value'}))",
    "huge announcement": "os.write(3, struct.pack('!II', 2**32 - 1, 2**32 - 1))",
    "announcement without bytes": "os.write(3, struct.pack('!II', 100, 0)); time.sleep(9)",
    "one byte at a time": "[(os.write(3, b[:1]), time.sleep(0.3)) for b in [b'\\0' * 8] * 99]",
    "cut": "os.write(3, value(3, np.ones(99))[:-50]); os._exit(0)",
    "cut and followed": "os.write(3, value(3, np.ones(99))[:-50])",
    "kind that does not exist": "os.write(3, encode({'id': 3, 'kind': 'passed', 'points': 90}))",
    "kind that is a list": "os.write(3, encode({'id': 3, 'kind': ['value']}))",
    "score": "os.write(3, encode({'id': 3, 'score': 90.0, 'outcome': 'passed'}))",
    "broken walls": "os.write(3, encode({'id': 3, 'kind': 'broken', 'text': 'no sandbox'}))",
    "array where a dict should be": "os.write(3, encode(np.ones(3)))",
    "callback with a number too high": "os.write(3, encode({'id': 3, 'kind': 'callback', 'function': 1, 'args': []}))",
    "callback with a truth value": "os.write(3, encode({'id': 3, 'kind': 'callback', 'function': True, 'args': []}))",
    "callback below zero": "os.write(3, encode({'id': 3, 'kind': 'callback', 'function': -1, 'args': []}))",
    "callback without arguments": "os.write(3, encode({'id': 3, 'kind': 'callback', 'function': 0}))",
    "end of one direction": "line.shutdown(socket.SHUT_RD); time.sleep(9)",
    "end of the other direction": "line.shutdown(socket.SHUT_WR); time.sleep(9)",
    "byte out of band": "line.send(b'x', socket.MSG_OOB); os.write(3, b'junk' * 9)",
    "fork that answers": "os.fork() or [os.write(line.fileno(), b'junk' * 99), os._exit(0)]; time.sleep(1)",
    "thread that answers": "threading.Thread(target=os.write, args=(3, b'junk' * 99)).start(); time.sleep(1)",
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=[f"new-frame-{name.replace(' ', '-')}" for name in FRAMES])
def test_a_forged_frame_costs_the_call_and_no_more(student, session, frame):
    session.run_cell(f"def f(grad=None):\n    {frame}\n    return np.zeros(2)")
    try:
        answer = student.f()
    except CaseFailure as failure:
        assert failure.outcome in ("crashed", "timeout", "failed")
    else:
        assert type(answer) in PLAIN
    try:
        student.fine()  # may read what is left of the broken frame, which is the student's own loss
    except CaseFailure as failure:
        assert failure.outcome in ("crashed", "timeout")
    assert student.fine() == 1


def test_an_answer_given_before_the_question_is_an_answer_of_the_students(student, session):
    """new-answer-before-the-question: it stands for what the function would have said, and is judged as that."""
    session.run_cell("def f(): return 1\nthreading.Timer(0.1, lambda: os.write(3, value(3, 'early'))).start()")
    time.sleep(0.5)
    assert student.f() == "early"
    with pytest.raises(CaseFailure):
        student.f()
    assert student.fine() == 1


def test_descriptors_sent_along_are_dropped(student, session):
    """new-frame-with-descriptors"""
    session.run_cell(
        "def f():\n    fds = array.array('i', [os.open('/dev/null', 0) for _ in range(20)])\n"
        "    old = encode({'id': 0, 'kind': 'ready'})\n"
        "    for _ in range(9): line.sendmsg([old], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])\n"
        "    return 1"
    )
    before = len(open_files())
    assert student.f() == 1
    assert len(open_files()) == before


def open_files():
    """Return the numbers of this process's open files."""
    return os.listdir("/proc/self/fd")


def test_an_array_that_changes_after_it_was_sent_stays_as_it_was(student, session):
    """new-array-that-changes-later"""
    session.run_cell(
        "def f():\n    answer = np.zeros(2**20)\n"
        "    def change():\n        while True: answer[:] = np.random.rand()\n"
        "    threading.Thread(target=change, daemon=True).start()\n    return answer\nkept = np.zeros(3)\n"
        "def g():\n    return kept\ndef h():\n    kept[:] = 7\n    return 1"
    )
    first = student.f()
    copy = first.copy()
    student.fine()
    assert np.array_equal(first, copy)
    kept = student.g()
    student.h()
    assert np.array_equal(kept, np.zeros(3))


CALLS = {
    "huge array": "grad(np.zeros(2**24))",
    "array that is too large": "grad(np.zeros(2**27, np.uint8))",
    "nan": "grad(np.full(2, np.nan))",
    "object": "grad(object())",
    "itself": "grad(grad)",
    "nothing": "grad()",
    "many arguments": "grad(*[theta] * 10000)",
    "long text in a list": "grad(['x' * 99999] + [1.0] * 3000)",
    "flat and wide": "grad(theta, np.zeros((0, 30000)), np.zeros((30000, 0)))",
    "product that is too large": "grad(theta, np.zeros((30000, 1)), np.zeros((1, 30000)))",
    "call within its own reply": "grad(type('A', (list,), {'__iter__': lambda s: iter(grad(theta))})([1, 2]))",
    "array that calls back": "grad(type('A', (), {'__array__': lambda s, *a, **k: grad(theta)})())",
    "generator that calls back": "grad(x for x in grad(theta))",
    "two threads at once": "[t.start() for t in [threading.Thread(target=grad, args=(theta,)) for _ in range(8)]]",
}


@pytest.mark.parametrize("call", CALLS.values(), ids=[f"new-callback-{name.replace(' ', '-')}" for name in CALLS])
def test_a_hostile_call_of_the_graders_function_harms_nothing(student, session, call):
    session.run_cell(f"def f(grad, theta):\n    result = {call}\n    time.sleep(0.05)\n    return result")
    grad = callback(lambda theta: 2 * theta, theta=(2,))
    try:
        answer = student.f(grad, np.ones(2))
    except CaseFailure as failure:
        assert failure.message.isprintable() and len(failure.message) < 400
    else:
        assert type(answer) in PLAIN
    assert all(given.shape == (2,) for given in grad.inputs)
    assert student.fine() == 1


def test_a_function_kept_from_an_earlier_call_reaches_only_the_present_one(student, session):
    """new-callback-after-the-call"""
    session.run_cell(
        "kept = []\ndef f(grad): kept.append(grad); return 1\n"
        "def g(grad=None):\n    try: return kept[0](np.ones(2))\n    except TypeError: return 'refused'"
    )
    old, new = callback(lambda theta: 2 * theta, theta=(2,)), callback(lambda theta: 3 * theta, theta=(2,))
    student.f(old)
    assert np.array_equal(student.g(new), [3, 3]) and old.calls == 0
    with pytest.raises(CaseFailure):
        student.g()
    student.f(old)
    assert student.fine() == 1


def endless(matvec, b):
    """What stands in for a student's function and never ends by itself."""
    while True:
        b = matvec(b)


@pytest.mark.parametrize("number", [0, 99, -1, 2**40])
def test_a_function_that_is_handed_on_to_ours_cannot_keep_the_grader(student, session, number):
    """new-function-handed-on"""
    session.run_cell(f"def f(matvec, b):\n    matvec.number = {number}\n    return solve(matvec, b)")
    student.stand_ins = {"solve": endless}
    student.deadline = 1.0
    with pytest.raises(CaseFailure) as failure:
        student.f(callback(lambda v: v, v=(2,)), np.ones(2))
    assert failure.value.outcome in ("timeout", "crashed", "failed")
    student.stand_ins = {}
    assert student.fine() == 1


FORGERIES = {
    "channel": "channel.Channel.send = lambda self, *a, **k: self.sock.sendall(value(self.number, 1))",
    "encoder": "serve.encode = lambda *a: encode(np.zeros(2))",
    "snapshot": "serve._snapshot = lambda *a: {}",
    "json": "import json; json.loads = json.dumps = lambda *a, **k: {}",
    "struct": "struct.pack = lambda *a: b''; channel.PREFIX = channel.message_size = None",
    "numpy": "np.ndarray = list; np.asarray = lambda *a, **k: a[0]; np.zeros = lambda *a: [[0, 0]]",
    "server": "import gc\nfor o in gc.get_objects():\n    if isinstance(o, serve.Server): o.number = 7; o.shell = None",
    "frames": "import sys\nframe = sys._getframe()\nwhile frame: frame.f_locals.clear(); frame = frame.f_back",
}


@pytest.mark.parametrize("code", FORGERIES.values(), ids=[f"new-forged-{name}" for name in FORGERIES])
def test_a_patched_worker_gives_wrong_answers_or_none(arena, code):
    """What a patched worker sends is an answer like any other: right only if it is right on the hidden inputs."""
    answers = {"momentum_step": "def momentum_step(theta, g, velocity, alpha, mu): return theta, velocity"}
    result = arena.attack(BEGIN + code, before="momentum_step", answers=answers)
    assert result.score == 0.0


def test_a_reply_that_is_never_read_ends_with_the_deadline(student, session):
    """new-line-that-is-full"""
    session.run_cell("def f(grad, theta):\n    os.kill(os.getpid(), 19)")
    with pytest.raises(StudentTimeout):
        student.f(callback(lambda theta: theta, theta=(10**6,)), np.zeros(10**6))
    assert student.fine() == 1
