"""The loop of a worker: runs cells and answers calls until the grader hangs up.

Nothing here is trusted by the grader. The order of messages: a request comes, then as many callbacks as the
student's function makes go out, each answered, then one reply; a reply of kind "value" is followed by the value
as a message of its own. Both sides count the requests, and callbacks and replies carry that number.
"""

import builtins
import contextlib
import os
import socket
import sys
import threading

import numpy as np

from .channel import Channel, Closed
from .encoding import looped
from .limits import WireError
from .short_messages import short_done
from .side_effects import GlobalRandomWatch, HeldResults, has_generator, snapshot
from .wire import encode, encode_callback

MAX_ERROR_TEXT = 2000


class Server:
    """Serves one grader.

    Parameters
    ----------
    shell : CellShell
    """

    def __init__(self, shell):
        self.shell = shell
        self.channel = None
        self.number = 0
        self.results = HeldResults()
        self.lock = threading.Lock()

    def serve(self, channel: Channel) -> None:
        """Answer requests; return when the other side closes."""
        self.channel = channel
        channel.send({"id": 0, "kind": "ready"})
        while True:
            try:
                request = channel.receive(self._function)
            except Closed:
                return
            self.number += 1
            channel.send_message(self.answer(request))

    def answer(self, request: dict) -> bytes:
        """Do what a request asks for; return the reply as bytes."""
        do = {
            "run": self._run, "call": self._call, "calls": self._calls, "value": self._value, "files": self._files,
        }  # fmt: skip
        return do[request["do"]](request)

    def _run(self, request):
        return self._reply("outputs", outputs=self.shell.run(request["source"]))

    def _files(self, request):
        """Put links to the assignment's data files into the folder in which its notebook runs."""
        place = os.path.join(sys.path[0], "files", request["assignment"])
        for name in os.listdir(place):
            os.symlink(os.path.join(place, name), name)
        return self._reply("done")

    def _value(self, request):
        if request["name"] not in self.shell.user_ns:
            return self._reply("missing")
        try:
            return self._reply("value") + encode(self.shell.user_ns[request["name"]])
        except BaseException as error:
            return self._reply(**_error(error))

    def _call(self, request):
        function = self.shell.user_ns.get(request["name"])
        if not callable(function):
            return self._reply("missing")
        with self._standing_in(request.get("stand_ins", {})):
            reply, value = self._result(function, request["args"], request["kwargs"])
        if reply["kind"] == "value" and not reply["mutated"] and not reply["spoiled"]:
            return short_done(self.number, reply["global_random"]) + value
        return encode({"id": self.number, **reply}) + value

    def _calls(self, request):
        """Call a function with one list of arguments after the other; the values follow the reply in their order."""
        function = self.shell.user_ns.get(request["name"])
        if not callable(function):
            return self._reply("missing")
        with self._standing_in(request.get("stand_ins", {})):
            done = [self._result(function, args, {}) for args in request["inputs"]]
        return self._reply("values", parts=[reply for reply, _ in done]) + b"".join(value for _, value in done)

    def _result(self, function, args, kwargs):
        """Call a function; return what is replied, and its value as a message, empty where there is none."""
        before = snapshot(args, kwargs)
        watch = GlobalRandomWatch() if has_generator(args, kwargs) else None
        self.shell.recorder.clear()  # what a call prints is not kept
        try:
            result = looped(function(*args, **kwargs))  # all of it before a part is sent: its parts may share an array
            value = encode(result)
        except BaseException as error:
            self.results.keep(None, b"")
            return _error(error), b""
        finally:
            global_random = watch is not None and watch.used()
        now = snapshot(args, kwargs)
        mutated = [key for key in before if before[key] != now[key]]
        spoiled = self.results.changed()
        self.results.keep(result, value)
        return {"kind": "value", "mutated": mutated, "spoiled": spoiled, "global_random": global_random}, value

    @contextlib.contextmanager
    def _standing_in(self, functions):
        """Put functions of the grader's in the place of the student's while a call lasts."""
        names = self.shell.user_ns
        own = {name: names[name] for name in functions if name in names}
        names.update(functions)
        try:
            yield
        finally:
            for name in functions:
                names.pop(name, None)
            names.update(own)

    def _reply(self, kind, **more):
        return encode({"id": self.number, "kind": kind, **more})

    def _function(self, number):
        """Return the function that stands for the grader's function of that number."""

        def given_function(*args, **kwargs):
            try:
                message = encode_callback(self.number, number, args, kwargs, _number_of)
            except WireError as error:
                raise TypeError(f"the given function was called with something that is {error}") from None
            with self.lock:
                self.channel.send_message(message)
                reply = self.channel.receive()
            if reply["kind"] == "return":
                return reply["value"]
            raise _exception_type(reply["type"])(reply["text"])

        given_function.number = number
        return given_function


def _number_of(function):
    """Return the number under which the grader knows a function; None where it is not one of the grader's."""
    number = getattr(function, "number", None)
    return number if type(number) is int else None


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


def keep_channel_from_forks(sock: socket.socket) -> None:
    """Have processes that the student's code forks let go of the grader's line."""
    number = sock.fileno()

    def let_go():
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, number)
        os.close(null)

    os.register_at_fork(after_in_child=let_go)
