"""The grader's hold on the zygote: the warm process in the sandbox that workers are forked from."""

import contextlib
import os
import socket
import tempfile

from autograder.errors import SandboxUnavailable
from autograder.sandbox import bubblewrap

START_SECONDS = 60
CLOSE_SECONDS = 10
ENDED = "the sandbox has ended unexpectedly: try again"


class Zygote:
    """The warm process that workers are forked from: one serves many submissions, one after the other.

    Parameters
    ----------
    kind : str
        ``"bubblewrap"`` or ``"none"``.
    course : Course
        Whose parts the workers see.
    """

    def __init__(self, kind, course):
        if kind not in bubblewrap.KINDS:
            raise SandboxUnavailable(f"there is no sandbox called {kind!r}: choose bubblewrap or none")
        self.kind, self.course = kind, course
        self._process = None
        self._owner = None

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def start(self) -> None:
        """Start the process, unless it runs already."""
        if self._process and self._owner == os.getpid() and self._process.poll() is None:
            return
        self._forget()
        control, inner = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with tempfile.TemporaryFile() as errors, inner, contextlib.ExitStack() as undo:
            undo.callback(control.close)
            self._process, self._view = bubblewrap.start(self.kind, self.course, inner.fileno(), errors)
            self._control, self._owner = control, os.getpid()
            undo.pop_all()
            inner.close()
            control.settimeout(START_SECONDS)
            try:
                said = control.recv(1000)
            except OSError:
                said = b""
            if said != b"ready":
                self.close()
                if said:
                    raise SandboxUnavailable(f"Python does not start in the sandbox: {said.decode()}")
                errors.seek(0)
                raise SandboxUnavailable(bubblewrap.why_not(errors.read().decode("utf-8", "replace")))

    def fork(self) -> tuple[socket.socket, socket.socket]:
        """Return the wire and the leash of a new worker: letting go of the leash ends it."""
        wire, inner_wire = socket.socketpair()
        leash, inner_leash = socket.socketpair()
        with inner_wire, inner_leash, contextlib.ExitStack() as undo:
            undo.callback(wire.close)
            undo.callback(leash.close)
            self.start()
            try:
                socket.send_fds(self._control, [b"fork"], [inner_wire.fileno(), inner_leash.fileno()])
            except OSError:
                raise SandboxUnavailable(ENDED) from None
            undo.pop_all()
        return wire, leash

    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def close(self) -> None:
        """End the process and with it all workers."""
        if self._process and self._owner == os.getpid():
            self._control.close()
            try:
                self._process.wait(CLOSE_SECONDS)
            except Exception:
                self._process.kill()
                self._process.wait()
            if self._view:
                self._view.cleanup()
        self._process = None

    def _forget(self):
        """Leave a process alone that is another process's child (after a fork of the grader), or dead."""
        if self._process and self._owner == os.getpid():
            self.close()
        elif self._process:
            self._control.close()
        self._process = None
