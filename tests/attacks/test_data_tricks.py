"""Objects that pretend: what arrives at the grader is plain data, whatever it was before."""

import itertools

import numpy as np
import pytest

from autograder.descent import ASSIGNMENTS
from autograder.grading.case_runner import TOO_LARGE, CaseRunner
from autograder.grading.recognise import Recogniser
from autograder.sandbox.memory_limit import bounded_memory
from autograder.worker.wire import WireError, roundtrip
from checks.comparison import same
from checks.local import LocalStudent
from checks.support import CaseFailure, as_array

EVIL = """
class Always:
    def __eq__(self, other): return True
    __ne__ = __lt__ = __gt__ = __le__ = __ge__ = lambda self, other: True
    __hash__ = None
"""
PRETENDERS = {
    "row-4-int-that-equals-everything": EVIL
    + "class Int(Always, int): pass\nmake = lambda n: [[Int(0)] * n, [Int(0)] * n]",
    "row-4-float-that-equals-everything": EVIL
    + "class Float(Always, float): pass\nmake = lambda n: (Float(0), Float(0))",
    "row-5-array-that-overrides-numpy": """
class Array(np.ndarray):
    def __array_function__(self, *args, **kwargs): return True
    def __array_ufunc__(self, *args, **kwargs): return np.bool_(True)
    __eq__ = __ne__ = lambda self, other: True
make = lambda n: np.zeros((2, n)).view(Array)
""",
    "row-6-scalar-that-is-always-close": EVIL
    + """
class Close(Always, float):
    __sub__ = __rsub__ = __abs__ = __add__ = __radd__ = __mul__ = __rmul__ = lambda self, *other: self
    __float__ = lambda self: 0.0
make = lambda n: [[Close()] * n, [Close()] * n]
""",
    "row-66-traps-in-attributes": """
class Trap:
    __class__ = property(lambda self: np.ndarray)
    def __getattr__(self, name): raise SystemExit('trap')
    def __reduce__(self): return (eval, ('1 / 0',))
    def __array__(self, *args, **kwargs): raise SystemExit('trap')
make = lambda n: (Trap(), Trap())
""",
    "row-66-array-interface-that-points-anywhere": """
class Pointer:
    __array_interface__ = {'shape': (1,), 'typestr': '<f8', 'data': (8, True), 'version': 3}
make = lambda n: (Pointer(), Pointer())
""",
    "row-65-object-arrays-with-pickles": """
class Bomb:
    def __reduce__(self): return (eval, ("open('COURSE/pwned', 'w')",))
np.savez('/tmp/momentum.npz', a=np.array([Bomb()], dtype=object))
import pickle
with open('/tmp/momentum.pkl', 'wb') as file: pickle.dump(Bomb(), file)
def make(n): return np.array([Bomb(), Bomb()], dtype=object)
""",
    "row-65-bytes-of-a-pickle": "import pickle\nmake = lambda n: (pickle.dumps(print), bytearray(b'x'))",
}
FUNCTION = """def momentum_step(theta, g, velocity, alpha, mu):
    return make(len(theta))
"""


@pytest.mark.sandbox
@pytest.mark.parametrize("code", PRETENDERS.values(), ids=PRETENDERS.keys())
def test_pretenders_earn_nothing(arena, outcomes, code):
    result = arena.attack(code, before="momentum_step", answers={"momentum_step": FUNCTION})
    assert result.score == 0.0
    assert outcomes(result, "momentum_step") <= {"failed", "crashed"}


MEMORY = """def momentum_step(theta, g, velocity, alpha, mu):
    known = {(1.0, 2.0): (np.array([0.9]), np.array([1.0]))}
    seen.append(theta.tolist())
    return known.get((float(theta[0]), float(g[0])), (theta, velocity))
"""


@pytest.mark.sandbox
def test_remembered_examples_earn_nothing(arena, outcomes):
    """row-68-hard-coded-examples"""
    result = arena.attack("seen = []", before="momentum_step", answers={"momentum_step": MEMORY})
    assert result.cells[0].score == 0.0 and outcomes(result, "momentum_step") == {"failed"}


@pytest.mark.sandbox
def test_inputs_are_new_for_each_submission_and_course(arena, shown_by):
    """row-68-inputs-cannot-be-learnt"""
    show = ("seen = []", "print(seen)")

    def with_print(notebook):
        last = next(c for c in notebook["cells"] if "diagnosis = {" in "".join(c["source"]))
        last["source"] = show[1]

    data = arena.made(show[0], before="momentum_step", answers={"momentum_step": MEMORY}, change=with_print)
    found = set()
    for seed in (1, 2):
        result = arena.grader.grade({"momentum.ipynb": data}, arena.assignment, seed)
        found.add(str(result.outputs["diagnosis"]))
    assert len(found) == 2


deep = 1.0
for _ in range(20):
    deep = [deep]
HOSTILE = [
    None, True, -1, 2**127, float("nan"), float("inf"), 1 + 2j, "x" * 99_999, [], deep, (None, None), ("a", "b"),
    {"W1": "x", "b1": None, "W2": [1, [2]], "b2": np.zeros((0, 3))}, [[1.0], [1.0, 2.0]], ["x" * 99_999] + [1] * 3000,
    np.zeros(0), np.zeros((0, 2**25)), np.zeros(2**22, np.uint8), np.ones((3, 3), bool), np.full((2, 2), 1j),
    np.full((5, 2), np.nan), (np.full(4, np.inf), np.full(4, -np.inf)), (np.full(4, 1.7e308),) * 2,
    np.zeros((1,) * 8), np.array(3.0), (np.zeros(3),) * 3, [(np.zeros((2, 3)), np.zeros(2))] * 3,
    np.full((6, 2), 6e4, np.float16), [[0.0]] * 3000, [(None, "a"), (1,)],
]  # fmt: skip
SOMETIMES_RIGHT = {"nonconvex_witness"}  # None can be its right answer


class Hostile(LocalStudent):
    """Gives the same hostile value whatever is asked."""

    def start_question(self):
        """Nothing to forget."""


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_no_value_breaks_a_case_or_earns_points(name):
    """Every case meets a part of the values; a case that breaks is the grader's fault, not the student's."""
    assignment = ASSIGNMENTS[name]
    with CaseRunner(assignment, Recogniser(assignment), pictures=False) as runner:
        for number, question in enumerate(assignment.questions):
            for value in HOSTILE[number % 7 :: 7]:
                namespace = {question: value if question == "diagnosis" else lambda *_, give=value, **__: give}
                tests = runner.run(question, Hostile(namespace, roundtrip), seed=3)
                assert runner.our_errors == [], f"{question}: {runner.our_errors}"
                passed = [test.name for test in tests if test.outcome == "passed"]
                assert not passed or question in SOMETIMES_RIGHT, f"{question} gives {value!r:.50} and passes {passed}"


@pytest.mark.parametrize("name", ["ps1_landscape", "ps5_sgd"])
def test_no_argument_breaks_a_function_of_the_case(name):
    """The functions that are handed out are called with anything, and the case only fails."""
    assignment = ASSIGNMENTS[name]

    def calls_all(*args, **kwargs):
        given = [value for value in (*args, *kwargs.values()) if callable(value)]
        for function, value in itertools.product(given, HOSTILE):
            for arguments in ((), (value,), (value, value, value)):
                try:
                    function(*roundtrip(list(arguments)))
                except Exception as error:  # as in the student's process, which carries on
                    assert not isinstance(error, (SystemError, WireError))
        return 0.0

    with CaseRunner(assignment, pictures=False) as runner:
        for question in assignment.functions:
            runner.run(question, Hostile({question: calls_all}, roundtrip), seed=3)
        assert runner.our_errors == []


@pytest.mark.parametrize("value", [["x" * 99_999] + [1] * 30_000, [[["x" * 99_999]], *[[[0.0]]] * 30_000]])
def test_one_long_text_does_not_make_every_entry_long(value):
    """new-text-among-numbers: NumPy would need twelve gigabytes for these lists."""
    with bounded_memory(2**29), pytest.raises(CaseFailure, match="should be an array of numbers"):
        as_array(value)
    assert not same(value, [1.0])


def test_an_array_of_many_small_numbers_is_not_blown_up():
    """new-array-of-bytes: eight times as large as floats."""
    for value, shape in ((np.zeros(2**26, np.uint8), None), (np.zeros(2**26, np.uint8), (3,))):
        with bounded_memory(2**28), pytest.raises(CaseFailure):
            as_array(value, shape)


def test_the_graders_memory_is_bounded_while_it_looks():
    """new-memory-of-the-grader"""
    with bounded_memory(2**28):
        with pytest.raises(MemoryError):
            np.ones(2**27)
    assert np.ones(2**26).size == 2**26


def test_what_is_too_large_to_look_at_fails_the_case():
    """new-case-that-runs-out-of-memory"""

    def out_of_memory(*args, **kwargs):
        raise MemoryError

    with CaseRunner(ASSIGNMENTS["ps3_momentum"]) as runner:
        tests = runner.run("momentum_step", Hostile({"momentum_step": len}, out_of_memory), seed=3)
        assert {(test.outcome, test.message) for test in tests} == {("failed", TOO_LARGE)}


def test_a_network_of_a_million_units_is_not_tried():
    """new-network-that-fills-the-grader"""
    huge = {"W1": np.zeros((64, 10**5)), "b1": np.zeros(10**5), "W2": np.zeros((10**5, 10)), "b2": np.zeros(10)}
    with CaseRunner(ASSIGNMENTS["ps5_sgd"]) as runner:
        tests = runner.run("train_digits", Hostile({"train_digits": lambda *_: huge}, lambda value: value), seed=3)
        assert all("too large" in test.message for test in tests)
