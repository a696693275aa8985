"""A known mistake is named by what the student's function gave, whatever was graded before."""

import numpy as np
import pytest

from autograder.descent import ASSIGNMENTS
from autograder.grading.recognise import Recogniser
from autograder.variants import variants_of
from checks.calls import Call
from tools.record import build_records

MOMENTUM = ASSIGNMENTS["ps3_momentum"]
THETA, G, VELOCITY = np.random.default_rng(1).normal(size=(3, 3))
ALONE = Call("momentum_step", [THETA, G, VELOCITY, 0.2, 0.55], {}, (THETA - 0.2 * G, G))


def remembering(name):
    """Return the variants of an assignment that keep something between calls."""
    return [v for variants in variants_of(ASSIGNMENTS[name]).values() for v in variants if v.memory is not None]


def test_the_same_calls_get_the_same_name_again():
    """A step that remembers its velocity gives at its first call what one gives that forgets it."""
    recognise = Recogniser(MOMENTUM)
    first, second = (recognise("momentum_step", [ALONE]) for _ in range(2))
    assert first == second
    assert first.sentence == "The velocity is not carried over from step to step."


def test_what_is_remembered_is_named_where_it_shows():
    call = next(v for v in remembering("ps3_momentum") if v.target == "momentum_step").afresh()
    calls = [ALONE._replace(result=call(*ALONE.args)) for _ in range(2)]
    kind = Recogniser(MOMENTUM)("momentum_step", calls)
    assert kind.sentence == "The velocity is remembered between calls, and the argument is ignored."


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ps1_landscape", "ps2_newton", "ps3_momentum"])
def test_records_do_not_depend_on_what_ran_before(name):
    assert remembering(name)
    before = build_records(name)
    assert build_records(name) == before
