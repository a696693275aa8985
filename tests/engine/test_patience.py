"""How long a notebook may keep the grader waiting: plenty for what ends, little for what never does."""

import pytest

from autograder.grading import patience as module
from autograder.grading.patience import Patience
from autograder.grading.student import Student, StudentTimeout
from autograder.limits import CALL_SECONDS, CELL_SECONDS, IN_VAIN_SECONDS, NOTEBOOK_SECONDS
from autograder.sandbox.session import TooSlow

MOST = 180  # seconds that a notebook which always runs into limits may take, as docs/security.md says


@pytest.fixture
def clock(monkeypatch):
    """A clock that moves when it is told to."""

    class Clock:
        now = 1000.0

        def monotonic(self):
            return self.now

    made = Clock()
    monkeypatch.setattr(module, "time", made)
    return made


def wait_in_vain(patience, clock, wanted):
    """Wait for something that does not end; return whether there was time for it at all."""
    if not patience.left():
        return False
    with pytest.raises(TooSlow), patience.counting():
        clock.now += patience.for_one(wanted)
        raise TooSlow
    return True


def test_what_ends_may_take_the_time_of_the_whole_notebook(clock):
    patience = Patience()
    for _ in range(NOTEBOOK_SECONDS // CELL_SECONDS):
        assert patience.for_one(CELL_SECONDS) == CELL_SECONDS
        with patience.counting():
            clock.now += CELL_SECONDS
    assert patience.left() == 0


@pytest.mark.parametrize("wanted", [CELL_SECONDS, CALL_SECONDS, 30])
def test_what_never_ends_takes_three_minutes_at_most(clock, wanted):
    patience, tries = Patience(), 0
    while wait_in_vain(patience, clock, wanted):
        tries += 1
    assert IN_VAIN_SECONDS <= clock.now - 1000 <= MOST
    assert tries >= 8  # one endless cell does not cost the others their turn


def test_cells_that_run_again_and_again_count_too(clock):
    patience = Patience()
    while patience.left():
        with patience.counting(always=True):
            clock.now += 25
    assert clock.now - 1000 <= MOST


@pytest.mark.sandbox
def test_calls_that_never_end_use_the_time_up(session):
    session.run_cell("def loops():\n    while True: pass\ndef fine(): return 1")
    student = Student(session, patience=Patience(in_vain=2))
    for _ in range(2):
        with pytest.raises(StudentTimeout, match="did not finish within 1 seconds"):
            student.loops()
    with pytest.raises(StudentTimeout, match="time for the whole notebook was used up"):
        student.fine()


@pytest.mark.sandbox
def test_a_slow_answer_costs_nothing(session):
    session.run_cell("import time\ndef slow(): time.sleep(1.5); return 1")
    student = Student(session, patience=Patience(in_vain=4))
    assert [student.slow() for _ in range(3)] == [1, 1, 1]
