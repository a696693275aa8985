"""One submission's worker: it runs cells as JupyterLab does, answers calls, and is believed in nothing."""

import os
import time

import numpy as np
import pytest

from autograder.descent import COURSE
from autograder.grading.clean_text import clean_text
from autograder.grading.outputs import clean_outputs
from autograder.grading.patience import Patience
from autograder.grading.student import Student, StudentTimeout, WorkerDied
from autograder.limits import OUTPUT_CHARACTERS as MAX_TEXT
from autograder.sandbox.session import Died, Session, TooSlow
from autograder.sandbox.zygote_handle import Zygote
from checks.local import LocalStudent
from checks.support import CaseFailure, NotAnswered, StudentError, callback, fail
from solutions import momentum as reference

pytestmark = pytest.mark.sandbox

FUNCTIONS = """
import numpy as np

def step(theta, g, alpha=0.1): return theta - alpha * g
def path(grad, theta, steps):
    for _ in range(steps): theta = theta - 0.1 * grad(theta)
    return theta
def momentum_step(theta, g, velocity, alpha, mu):
    velocity *= mu
    velocity += g
    theta -= alpha * velocity
    return theta, velocity
def batches(n):
    for i in range(n): yield i, np.ones(i)
def broken_batches():
    yield 1
    raise KeyError('inside')
def stub(): raise NotImplementedError
def fine(): return 1
def fails(): raise np.linalg.LinAlgError('singular')
def loops():
    while True: pass
def dies():
    import os
    os._exit(0)
def prints(): print('hello'); return 1
def seeds(rng=None): np.random.seed(3); return 1
def draws(rng=None): return np.random.rand(2)
def puts_back(rng):
    state = np.random.get_state()
    np.random.seed(3)
    value = np.random.rand()
    np.random.set_state(state)
    return value
def own_numbers(rng): return rng.normal()
def yields_draws(rng):
    for _ in range(2): yield np.random.rand()
def seeds_and_fails(rng): np.random.seed(3); raise ValueError('no')
def state(): return np.random.get_state()[1][:5], np.random.get_state()[2]
def gives_function(): return len
def gives_endless():
    while True: yield 1
def deep(n): return deep(n + 1)
BUFFER = np.zeros(3)
def shared(n):
    BUFFER[:n] = n
    return BUFFER
def in_turn(n, buffers=[np.zeros(2), np.zeros(2)]):
    buffers[n % 2][:] = n
    return (buffers[n % 2], n)
def one_batch(n, batch=np.zeros(1)):
    for i in range(n):
        batch[0] = i
        yield batch
def by_name(grad, theta): return grad(theta=theta)
def by_names(grad, theta): return grad(y_b=theta, theta=2 * theta, X_b=3 * theta)
def wrong_name(grad, theta): return grad(x=theta)
def careless(grad, theta):
    try: return grad(theta[:1])
    except Exception: return 'caught'
def passes_on(grad, theta): return grad(theta[:1])
def calls_with_object(grad): return grad(object())
"""


@pytest.fixture
def student(session):
    session.run_cell(FUNCTIONS)
    return Student(session, reference)


def text_of(outputs):
    return [o.get("text") or o.get("data", {}).get("text/plain") or o.get("evalue") for o in outputs]


def test_a_call_gives_what_the_function_returns(student):
    assert np.array_equal(student.step(np.ones(2), np.ones(2), alpha=0.5), [0.5, 0.5])
    (call,) = student.calls
    assert (call.name, call.kwargs) == ("step", {"alpha": 0.5})
    assert np.array_equal(call.args, np.ones((2, 2))) and np.array_equal(call.result, [0.5, 0.5])


def test_calls_are_kept_for_one_case(student):
    student.fine()
    with pytest.raises(StudentError):
        student.fails()
    assert [(call.name, call.result) for call in student.calls] == [("fine", 1), ("fails", None)]
    student.start_case(2.0)
    assert student.calls == [] and student.deadline == 2.0


def test_a_kept_call_has_the_arguments_that_it_was_made_with(student):
    student.momentum_step(np.ones(2), np.ones(2), np.ones(2), 0.1, 0.9)
    assert student.last_mutated and all(np.array_equal(arg, np.ones(2)) for arg in student.calls[-1].args[:3])


def test_callbacks_run_on_this_side(student):
    grad = callback(lambda theta: 2 * theta, theta=(2,))
    assert np.allclose(student.path(grad, np.ones(2), 3), 0.8**3)
    assert grad.calls == 3


def test_a_wrong_callback_argument_is_the_failure_that_is_told(student):
    with pytest.raises(CaseFailure, match="the argument theta of the given function should have shape"):
        student.passes_on(callback(lambda theta: theta, theta=(2,)), np.ones(2))
    assert student.careless(callback(lambda theta: theta, theta=(2,)), np.ones(2)) == "caught"
    with pytest.raises(StudentError, match="TypeError: the given function was called with something that is of type"):
        student.calls_with_object(callback(lambda theta: theta, theta=(2,)))


def test_what_a_callback_raises_reaches_the_function(student):
    def grad(theta):
        raise np.linalg.LinAlgError("no inverse")

    with pytest.raises(StudentError, match="LinAlgError: no inverse"):
        student.passes_on(grad, np.ones(2))


def test_changed_arguments_are_named(student):
    theta = np.ones(2)
    student.momentum_step(theta, np.ones(2), np.ones(2), alpha=0.1, mu=0.9)
    assert student.last_mutated == ["theta", "velocity"]
    assert np.array_equal(theta, np.ones(2))
    student.step(theta, np.ones(2))
    assert student.last_mutated == []


@pytest.mark.parametrize("make", ["session", "local"])
def test_an_array_that_all_calls_share_is_noticed(student, make):
    if make == "local":
        exec(FUNCTIONS, functions := {})
        student = LocalStudent(functions)
    student.shared(1)
    assert not student.last_spoiled
    student.shared(2)
    assert student.last_spoiled
    student.fine()
    assert student.last_spoiled, "what was given is still another one"
    student.start_case(5.0)
    student.shared(3)
    assert not student.last_spoiled, "the results of another case do not count"
    for n in range(4):
        student.in_turn(n)
        assert student.last_spoiled == (n >= 2)


def test_a_failed_call_counts_when_an_earlier_result_is_looked_for(student):
    student.shared(1)
    student.start_case(5.0)
    with pytest.raises(StudentError):
        student.fails()
    student.shared(2)
    assert not student.last_spoiled


def test_batches_that_share_an_array_are_the_same(student):
    assert np.array_equal(student.one_batch(3), [[2.0]] * 3)


def test_a_given_function_takes_its_argument_by_name(student):
    theta = np.ones(2)
    for grad in (lambda theta: 2 * theta, callback(lambda theta: 2 * theta, theta=(2,))):
        assert np.array_equal(student.by_name(grad, theta), 2 * theta)
    with pytest.raises(StudentError, match="TypeError: .* argument:? '(x|theta)'"):
        student.wrong_name(lambda theta: 2 * theta, theta)
    with pytest.raises(CaseFailure, match="the given function takes theta, and was called with other arguments"):
        student.wrong_name(callback(lambda theta: 2 * theta, theta=(2,)), theta)
    for grad in (
        lambda theta, X_b, y_b: theta - X_b + 7 * y_b,
        callback(lambda theta, X_b, y_b: theta - X_b + 7 * y_b, theta=(2,), X_b=(2,), y_b=(2,)),
    ):
        assert np.array_equal(student.by_names(grad, theta), 6 * theta)


def test_iterators_arrive_as_lists(student):
    items = student.batches(3)
    assert [type(item) for item in items] == [tuple] * 3
    with pytest.raises(StudentError, match="KeyError"):
        student.broken_batches()
    with pytest.raises(CaseFailure, match="an iterator of more than"):
        student.gives_endless()


def test_failures_have_kinds_and_names(student):
    with pytest.raises(NotAnswered, match="stub is not filled in yet"):
        student.stub()
    with pytest.raises(NotAnswered, match="nothing is not defined"):
        student.nothing()
    with pytest.raises(NotAnswered, match="np is not defined as a function|np"):
        student.np()
    with pytest.raises(StudentError) as caught:
        student.fails()
    assert (caught.value.name, caught.value.kind, caught.value.text) == ("fails", "LinAlgError", "singular")
    with pytest.raises(StudentError, match="RecursionError"):
        student.deep(0)
    with pytest.raises(CaseFailure, match="what it gives is a function"):
        student.gives_function()


def test_values_can_be_asked_for(student, session):
    session.run_cell("diagnosis = {'A': 'label', 'B': None}")
    assert student.value("diagnosis") == {"A": "label", "B": None}
    with pytest.raises(NotAnswered):
        student.value("absent")
    with pytest.raises(CaseFailure, match="what it gives is of type module"):
        student.value("np")


@pytest.mark.parametrize("name", ["seeds", "draws", "yields_draws"])
def test_global_random_numbers_are_noticed_where_a_generator_is_given(student, name):
    for _ in range(2):  # the second time, a seed leaves the state that it found
        getattr(student, name)(np.random.default_rng(1))
        assert student.last_global_random
    getattr(student, name)(rng=np.random.default_rng(1))
    assert student.last_global_random


@pytest.mark.parametrize("name", ["puts_back", "own_numbers"])
def test_a_global_state_that_is_as_before_was_not_used(student, name):
    getattr(student, name)(np.random.default_rng(1))
    assert not student.last_global_random


def test_without_a_generator_nobody_asks_for_the_global_state(student):
    student.seeds()
    assert not student.last_global_random
    student.draws()
    assert not student.last_global_random


def test_watching_the_global_state_leaves_it_alone(student):
    before = student.state()
    student.own_numbers(np.random.default_rng(1))
    assert all(map(np.array_equal, student.state(), before))


def test_an_exception_does_not_leave_a_claim_behind(student):
    student.draws(np.random.default_rng(1))
    with pytest.raises(StudentError):
        student.seeds_and_fails(np.random.default_rng(1))
    assert not student.last_global_random and student.last_mutated == []


def test_what_a_call_prints_is_not_kept(student, session):
    assert student.prints() == 1
    assert session.run_cell("1 + 1") == [{"output_type": "execute_result", "data": {"text/plain": "2"}}]


def test_after_a_loop_or_a_death_the_worker_is_back_at_the_same_cell(student, session):
    session.run_cell("place = 2")
    student.deadline = 1.0
    with pytest.raises(StudentTimeout, match="loops did not finish within 1 seconds"):
        student.loops()
    assert student.value("place") == 2
    with pytest.raises(WorkerDied, match="dies ended the Python process"):
        student.dies()
    assert np.array_equal(student.step(np.ones(1), np.ones(1), alpha=1), [0])


def test_after_two_timeouts_of_a_question_patience_is_shorter(student):
    student.deadline = 0.5
    times = []
    for _ in range(3):
        with pytest.raises(StudentTimeout) as caught:
            student.loops()
        times.append(caught.value.message)
    assert "0.5 seconds" in times[1] and "0.05 seconds" in times[2]
    student.start_question()
    with pytest.raises(StudentTimeout, match="0.5 seconds"):
        student.loops()


def test_a_cell_that_kills_is_left_out_of_what_is_run_again(session):
    session.run_cell("kept = 1")
    with pytest.raises(Died):
        session.run_cell("import os; os._exit(1)")
    with pytest.raises(TooSlow):
        session.run_cell("while True: pass", 0.5)
    assert session.value("kept")["value"] == 1
    assert len(session.cells) == 1


def test_the_time_for_a_notebook_ends(session):
    with pytest.raises(StudentTimeout, match="whole notebook"):
        Student(session, patience=Patience(0)).value("x")


ATTACKS = {
    "noise": "os.write(3, b'x' * 100)",
    "huge": "os.write(3, struct.pack('!II', 2**31, 2**31))",
    "other number": "os.write(3, encode({'id': 99, 'kind': 'value'}))",
    "no dict": "os.write(3, encode([1]))",
    "no such function": "os.write(3, encode({'id': 2, 'kind': 'callback', 'function': 7, 'args': []}))",
    "bad function": "os.write(3, encode({'id': 2, 'kind': 'callback', 'function': 'eval', 'args': ['1']}))",
    "pickle": "os.write(3, pickle.dumps(print))",
    "closes": "os.close(3)",
    "shut": "socket.socket(fileno=3).shutdown(2)",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_a_broken_protocol_costs_the_call_and_no_more(session, attack):
    session.run_cell(
        "import os, struct, pickle, socket\nfrom sandbox_worker.wire import encode\n"
        f"def attack(): {attack}\ndef fine(): return 1"
    )
    student = Student(session)
    student.deadline = 5
    with pytest.raises(CaseFailure):
        student.attack()
    assert student.fine() == 1


def test_a_flood_of_old_answers_ends_with_the_deadline(session):
    session.run_cell(
        "import os\nfrom sandbox_worker.wire import encode\nold = encode({'id': 0, 'kind': 'ready'})\n"
        "def flood():\n    while True: os.write(3, old)"
    )
    student = Student(session)
    student.deadline = 1
    start = time.monotonic()
    with pytest.raises(StudentTimeout):
        student.flood()
    assert time.monotonic() - start < 30


def test_forged_claims_about_arguments_are_only_names(session):
    session.run_cell(
        "import os\nfrom sandbox_worker.wire import encode\ndef forge(theta):\n"
        "    os.write(3, encode({'id': 2, 'kind': 'value', 'mutated': ['<b>', 7, None, '0', '99'],"
        " 'global_random': 'x', 'spoiled': 'x'}))\n"
        "    os.write(3, encode(5))"
    )
    student = Student(session)
    assert student.forge(np.ones(1)) == 5
    assert student.last_mutated == ["number 1"] and student.last_global_random is False
    assert student.last_spoiled is False


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 1", ["2"]),
        ("print('a'); 3", ["a\n", "3"]),
        ("import sys; print('oops', file=sys.stderr)", ["oops\n"]),
        ("import asyncio\nawait asyncio.sleep(0)\n'done'", ["'done'"]),
        ("%%capture\nprint('hidden')", []),
        ("from IPython.display import display, clear_output\nprint('old'); clear_output(); display('new')", ["'new'"]),
        ("input('name? ')", ["raw_input was called, but this frontend does not support input requests."]),
        ("1;", []),
        ("exit()", []),
        ("display({'a': 1})", ["{'a': 1}"]),
        ("__name__", ["'__main__'"]),
        ("import warnings; warnings.simplefilter('error'); 1", ["1"]),
    ],
)
def test_cells_run_as_in_jupyterlab(session, source, expected):
    assert text_of(clean_outputs(session.run_cell(source))) == expected


def test_figures_errors_and_widgets_are_shown(session):
    (figure,) = clean_outputs(session.run_cell("import matplotlib.pyplot as plt\nplt.plot([1, 2]);"))
    assert figure["data"]["image/png"].startswith("iVBOR")
    (error,) = clean_outputs(session.run_cell("1 / 0"))
    assert error["ename"] == "ZeroDivisionError" and "----> 1 1 / 0" in "".join(error["traceback"])
    (widget,) = clean_outputs(session.run_cell("import ipywidgets\nipywidgets.IntSlider()"))
    assert list(widget["data"]) == ["text/plain"]


def test_a_flood_of_text_is_cut(session):
    outputs = clean_outputs(session.run_cell("for _ in range(10**5): print('x' * 100)"))
    assert sum(len(o["text"]) for o in outputs) < MAX_TEXT + 100
    outputs = clean_outputs(session.run_cell("print('y' * 10**8)"))
    assert sum(len(o["text"]) for o in outputs) < MAX_TEXT + 100


def test_a_process_that_forks_does_not_disturb_the_line(session):
    session.run_cell(
        "import multiprocessing, os\ndef square(x): return x * x\n"
        "def pool():\n    with multiprocessing.get_context('fork').Pool(2) as p: return p.map(square, [1, 2, 3])\n"
        "def two_returns(): os.fork(); return 1"
    )
    student = Student(session)
    assert student.pool() == [1, 4, 9]
    assert student.two_returns() == 1
    assert student.pool() == [1, 4, 9]


def test_a_case_that_sends_what_cannot_be_sent_is_our_error_not_a_death(student):
    with pytest.raises(ValueError, match="of type object"):
        student.step(object(), 1)
    with pytest.raises(TypeError, match="a function of the case returned something"):
        student.path(lambda theta: object(), np.ones(1), 1)


def test_our_own_failures_in_callbacks_are_told_to_the_student(student):
    def grad(theta):
        fail("the point has left the valley")

    with pytest.raises(CaseFailure, match="left the valley"):
        student.path(grad, np.ones(1), 1)


def test_a_zygote_that_died_is_started_again():
    with Zygote("bubblewrap", COURSE) as zygote:
        zygote.start()
        zygote._process.kill()
        zygote._process.wait()
        session = Session(zygote)
        assert text_of(session.run_cell("1")) == ["1"]
        session.kill()


def test_without_a_sandbox_the_same_worker_runs():
    with Zygote("none", COURSE) as zygote:
        session = Session(zygote)
        assert text_of(session.run_cell("import checks, lectures; 1")) == ["1"]
        session.run_cell("def loops():\n    while True: pass\ndef fine(): return 2")
        student = Student(session)
        student.deadline = 0.5
        with pytest.raises(StudentTimeout):
            student.loops()
        assert student.fine() == 2
        pid = student._session.run_cell("import os; os.getpid()")[0]["data"]["text/plain"]
        session.kill()
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)


def test_a_students_text_is_one_short_line():
    assert clean_text("a\n\x1b[31mb\u202e c") == "a [31mb c"
    assert len(clean_text("x" * 10**6)) == 200
    assert clean_text(None) == ""


def test_many_calls_in_one_message_are_like_as_many_calls(student):
    inputs = [[np.ones(2), np.full(2, float(k)), 0.5] for k in range(3)]
    together = [call() for call in student.each("step", inputs)]
    assert all(np.array_equal(a, student.step(*args)) for a, args in zip(together, inputs, strict=True))
    assert [call.args[1][0] for call in student.calls[:3]] == [0, 1, 2]
    assert [np.array_equal(call.result, got) for call, got in zip(student.calls, together, strict=False)] == [True] * 3


def test_each_of_many_calls_has_its_own_fate(session, student):
    session.run_cell(
        "def moody(x):\n    if x == 1: raise ValueError('no')\n    if x == 2: return print\n    return x * np.ones(1)"
    )
    calls = student.each("moody", [[0], [1], [2], [3]])
    assert next(calls)() == 0
    with pytest.raises(StudentError, match="moody raised ValueError: no"):
        next(calls)()
    with pytest.raises(CaseFailure, match="should give numbers or arrays"):
        next(calls)()
    assert next(calls)() == 3


def test_what_one_of_many_calls_changes_is_known_after_it(student):
    given = [np.ones(2), np.ones(2), np.ones(2), 0.1, 0.9]
    changed = []
    for call in student.each("momentum_step", [given, given]):
        assert student.last_mutated == []
        call()
        changed.append(student.last_mutated)
    assert changed == [["theta", "velocity"]] * 2


def test_functions_among_the_arguments_of_many_calls_run_on_this_side(student):
    grads = [callback(lambda theta, factor=factor: factor * theta, theta=(2,)) for factor in (1.0, 2.0)]
    results = [call() for call in student.each("path", [[grad, np.ones(2), 3] for grad in grads])]
    assert np.allclose(results, [[0.9**3] * 2, [0.8**3] * 2]) and [grad.calls for grad in grads] == [3, 3]
    wrong = callback(lambda theta: theta, theta=(2,))
    with pytest.raises(CaseFailure, match="the argument theta of the given function should have shape"):
        list(student.each("passes_on", [[wrong, np.ones(2)]]))


@pytest.mark.parametrize("parts", ["[]", "[1, 2]", "[{'kind': 'value'}]", "[{'kind': 'run'}] * 2", "7"])
def test_forged_answers_to_many_calls_cost_the_calls_and_no_more(session, parts):
    session.run_cell(
        "import os\nfrom sandbox_worker.wire import encode\n"
        f"def attack(x): os.write(3, encode({{'id': 2, 'kind': 'values', 'parts': {parts}}})); return x\n"
        "def fine(): return 1"
    )
    student = Student(session)
    student.deadline = 5
    with pytest.raises(CaseFailure):
        list(student.each("attack", [[1], [2]]))
    assert student.fine() == 1
