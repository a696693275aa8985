"""Messages over a socket: the same few lines at both ends."""

import time

from .limits import PREFIX, WireError
from .wire import body_sizes, decode, encode


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

    def send(self, value, functions=None, deadline=None):
        """Send a value; `deadline` is a point of `time.monotonic`."""
        self.send_message(encode(value, functions), deadline)

    def send_message(self, message, deadline=None):
        """Send bytes that `encode` made."""
        try:
            self._wait(deadline)
            self.sock.sendall(message)
        except TimeoutError:
            raise Late from None
        except OSError:
            raise Closed from None

    def receive(self, functions=None, deadline=None):
        """Return the next value; raise WireError if what comes is no message."""
        header, body = body_sizes(self._read(PREFIX.size, deadline)[: PREFIX.size])
        size = PREFIX.size + header + body
        message = self._read(size, deadline)[:size]
        del self._ahead[:size]
        return decode(message, functions)

    def close(self):
        """Close this end."""
        self.sock.close()

    def _read(self, size, deadline):
        """Return at least `size` bytes of what comes, without taking them away."""
        while len(self._ahead) < size:
            try:
                self._wait(deadline)
                piece = self.sock.recv(max(65536, min(size - len(self._ahead), 2**20)))
            except TimeoutError:
                raise Late from None
            except OSError:
                raise Closed from None
            if not piece:
                raise Closed
            self._ahead += piece
        return self._ahead

    def _wait(self, deadline):
        """Bound how long the next step may take: never by more than twice what is left."""
        if deadline is None:
            return
        left = deadline - time.monotonic()
        if left <= 0:
            raise Late
        if self._timeout is None or not self._timeout / 2 <= left <= self._timeout:
            self.sock.settimeout(left)
            self._timeout = left


__all__ = ["Channel", "Closed", "Late", "WireError"]
