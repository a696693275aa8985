"""Messages over a socket: the same few lines at both ends."""

import socket
import struct
import time
from collections.abc import Callable
from typing import Any

from .limits import PREFIX, WireError
from .wire import decode_whole, encode, message_size

TIME = struct.Struct("ll")  # seconds and microseconds


class Closed(Exception):
    """The other side is gone."""


class Late(Exception):
    """The other side did not answer in time."""


class Channel:
    """Sends and receives whole messages.

    Parameters
    ----------
    sock : socket
        A connected stream socket.
    """

    def __init__(self, sock):
        self.sock = sock
        self._timeout = None
        self._ahead = bytearray()  # what came with the message before

    def send(
        self, value: Any, functions: Callable[[Callable], int] | None = None, deadline: float | None = None
    ) -> None:
        """Send a value; `deadline` is a point of `time.monotonic`."""
        self.send_message(encode(value, functions), deadline)

    def send_message(self, message: bytes, deadline: float | None = None) -> None:
        """Send bytes that `encode` made."""
        try:
            self._wait(deadline)
            sent = self.sock.send(message)
            while sent < len(message):
                self._wait(deadline)
                sent += self.sock.send(memoryview(message)[sent : sent + 2**20])
        except BlockingIOError:
            raise Late from None
        except OSError:
            raise Closed from None

    def receive(self, functions: Callable[[int], Callable] | None = None, deadline: float | None = None) -> Any:
        """Return the next value; raise WireError if what comes is no message."""
        if not self._ahead:
            piece = self._piece(65536, deadline)
            if len(piece) >= PREFIX.size and len(piece) == message_size(piece):  # the usual case, without a copy
                return decode_whole(piece, functions)
            self._ahead += piece
        self._fill(PREFIX.size, deadline)
        size = message_size(self._ahead)
        self._fill(size, deadline)
        message = self._ahead[:size]
        del self._ahead[:size]
        return decode_whole(message, functions)

    def close(self) -> None:
        """Close this end."""
        self.sock.close()

    def _fill(self, size, deadline):
        """Have at least `size` bytes of what comes."""
        while len(self._ahead) < size:
            self._ahead += self._piece(max(65536, min(size - len(self._ahead), 2**20)), deadline)

    def _piece(self, size, deadline):
        try:
            self._wait(deadline)
            piece = self.sock.recv(size)
        except BlockingIOError:
            raise Late from None
        except OSError:
            raise Closed from None
        if not piece:
            raise Closed
        return piece

    def _wait(self, deadline):
        """Bound how long the next step may take: never by more than twice what is left."""
        if deadline is None:
            return
        left = deadline - time.monotonic()
        if left <= 0:
            raise Late
        if self._timeout is None or not self._timeout / 2 <= left <= self._timeout:
            # The kernel's own limit, since Python's costs a system call for each message more.
            limit = TIME.pack(*divmod(int(left * 1e6) + 1, 10**6))  # never 0, which would be no limit
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
            self._timeout = left


__all__ = ["Channel", "Closed", "Late", "WireError"]
