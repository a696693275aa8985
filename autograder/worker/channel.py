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
        prefix = self._read(PREFIX.size, deadline)
        header, body = body_sizes(prefix)
        return decode(prefix + self._read(header + body, deadline), functions)

    def close(self):
        """Close this end."""
        self.sock.close()

    def _read(self, size, deadline):
        data = bytearray(size)
        view = memoryview(data)
        position = 0
        while position < size:
            try:
                self._wait(deadline)
                count = self.sock.recv_into(view[position:])
            except TimeoutError:
                raise Late from None
            except OSError:
                raise Closed from None
            if not count:
                raise Closed
            position += count
        return data

    def _wait(self, deadline):
        if deadline is None:
            return
        left = deadline - time.monotonic()
        if left <= 0:
            raise Late
        self.sock.settimeout(left)


__all__ = ["Channel", "Closed", "Late", "WireError"]
