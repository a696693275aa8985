"""The loop of a worker: runs cells and answers calls until the grader hangs up.

Nothing here is trusted by the grader. The order of messages: a request with a number comes, then as many
callbacks as the student's function makes go out, each answered, then one reply with the request's number;
a reply of kind "value" is followed by the value as a message of its own.
"""

import builtins
import os
import threading

import numpy as np

from .channel import Closed
from .limits import WireError
from .wire import encode, encode_callback

MAX_ERROR_TEXT = 2000


class Server:
    """Serves one grader.

    Parameters
    ----------
    channel : Channel
    shell : CellShell
    """

    def __init__(self, channel, shell):
        self.channel, self.shell = channel, shell
        self.number = 0
        self.lock = threading.Lock()

    def serve(self):
        """Answer requests; return when the other side closes."""
        self.channel.send({"id": 0, "kind": "ready"})
        actions = {"run": self._run, "call": self._call, "value": self._value}
        while True:
            try:
                request = self.channel.receive(self._function)
            except Closed:
                return
            self.number = request["id"]
            reply, *value = actions[request["do"]](request)
            self.channel.send({"id": self.number, **reply})
            for message in value:
                self.channel.send_message(message)

    def _run(self, request):
        return [{"kind": "outputs", "outputs": self.shell.run(request["source"])}]

    def _value(self, request):
        if request["name"] not in self.shell.user_ns:
            return [{"kind": "missing"}]
        try:
            return [{"kind": "value"}, encode(self.shell.user_ns[request["name"]])]
        except BaseException as error:
            return [_error(error)]

    def _call(self, request):
        function = self.shell.user_ns.get(request["name"])
        if not callable(function):
            return [{"kind": "missing"}]
        args, kwargs = request["args"], request["kwargs"]
        arguments, random = _snapshot(args, kwargs), _global_random()
        recorder = self.shell.recorder
        recorder.clear()
        try:
            value = encode(function(*args, **kwargs))  # here a generator's code runs
        except BaseException as error:
            return [_error(error)]
        now = _snapshot(args, kwargs)
        reply = {
            "kind": "value",
            "mutated": [key for key in arguments if arguments[key] != now[key]],
            "printed": bool(recorder.outputs),
            "random": random != _global_random(),
        }
        return [reply, value]

    def _function(self, number):
        """Return the function that stands for the grader's function of that number."""

        def given_function(*args):
            try:
                message = encode_callback(self.number, number, args)
            except WireError as error:
                raise TypeError(f"the given function was called with something that is {error}") from None
            with self.lock:
                self.channel.send_message(message)
                reply = self.channel.receive()
            if reply["kind"] == "return":
                return reply["value"]
            raise _exception_type(reply["type"])(reply["text"])

        return given_function


def _snapshot(args, kwargs):
    """Return the bytes of each argument that could be changed in place."""
    named = {**{str(i): value for i, value in enumerate(args)}, **kwargs}
    kinds = (np.ndarray, list, tuple, dict)
    return {key: _bytes(value) for key, value in named.items() if isinstance(value, kinds)}


def _bytes(value):
    try:
        return encode(value, lambda function: 0)
    except WireError:
        return b""


def _global_random():
    state = np.random.get_state(legacy=False)  # noqa: NPY002
    return (state["state"]["key"].tobytes(), state["state"]["pos"], state["has_gauss"])


def _error(error):
    if isinstance(error, WireError):
        return {"kind": "unsendable", "text": str(error)}
    try:
        text = str(error)[:MAX_ERROR_TEXT]
    except Exception:
        text = ""
    return {"kind": "error", "type": type(error).__name__, "text": text}


def _exception_type(name):
    if name == "LinAlgError":
        return np.linalg.LinAlgError
    kind = getattr(builtins, name, None)
    return kind if isinstance(kind, type) and issubclass(kind, Exception) else RuntimeError


def keep_channel_from_forks(sock):
    """Have processes that the student's code forks let go of the grader's line."""
    number = sock.fileno()

    def let_go():
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, number)
        os.close(null)

    os.register_at_fork(after_in_child=let_go)
