"""Widgets without a kernel: their comms record what would reach the browser."""

import comm
import pytest
from comm.base_comm import BaseComm


class Wire(list):
    """All messages, as (comm id, message type, state or None, number of bytes in buffers)."""

    def of(self, widget):
        """Return the states that were sent to a widget's view after it was opened."""
        return [state for where, kind, state, _ in self if where == widget.comm.comm_id and kind == "comm_msg"]


@pytest.fixture
def wire(monkeypatch):
    sent = Wire()

    class RecordingComm(BaseComm):
        def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
            state = {path[0]: "binary" for path in (data or {}).get("buffer_paths", [])} | (data or {}).get("state", {})
            sent.append((self.comm_id, msg_type, state, sum(memoryview(b).nbytes for b in buffers or [])))

    monkeypatch.setattr(comm, "create_comm", RecordingComm)
    return sent
