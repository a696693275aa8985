"""The time limits of messages: whatever is left of the time, a message passes or is late."""

import socket
from types import SimpleNamespace

import pytest

from autograder.worker import channel
from autograder.worker.channel import Channel, Late

NOW = 1000.0


@pytest.fixture
def ends(monkeypatch):
    """The two ends of a line, at a moment that does not pass."""
    monkeypatch.setattr(channel, "time", SimpleNamespace(monotonic=lambda: NOW))
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Channel(ours), Channel(theirs)


@pytest.mark.parametrize("missing", [0.0, 1e-7, 5e-7, 9e-7, 1e-6, 2e-6, 0.5, 1 - 1e-7])
def test_any_time_that_is_left_is_time_enough(ends, missing):
    ours, theirs = ends
    ours.send({"x": 1}, deadline=NOW + 20 - missing)
    assert theirs.receive(deadline=NOW + 20 - missing) == {"x": 1}


@pytest.mark.parametrize("left", [1e-7, 1e-6, 0.01])
def test_what_does_not_come_is_late(ends, left):
    with pytest.raises(Late):
        ends[0].receive(deadline=NOW + left)


def test_what_is_not_read_is_late(ends):
    with pytest.raises(Late):
        ends[0].send_message(bytes(10**7), deadline=NOW + 0.05)


@pytest.mark.parametrize("left", [0.0, -1.0])
def test_no_time_at_all_is_late(ends, left):
    with pytest.raises(Late):
        ends[0].send({"x": 1}, deadline=NOW + left)
