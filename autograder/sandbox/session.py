"""The grader's hold on one submission's worker.

What a worker sends is judged here, message by message; a worker that breaks the protocol is ended.
"""

import contextlib
import math
import socket
import time
from collections.abc import Callable, Iterable
from typing import Any

from autograder import limits
from autograder.errors import SandboxUnavailable
from autograder.sandbox import bubblewrap
from autograder.sandbox.zygote_handle import ENDED
from autograder.worker.channel import Channel, Closed, Late
from autograder.worker.limits import WireError
from autograder.worker.wire import encode, encode_answer

REPLIES = {  # to each request
    "run": ["outputs"],
    "call": ["value", "missing", "error", "unsendable"],
    "calls": ["values", "missing"],
    "value": ["value", "missing", "error", "unsendable"],
    "files": ["done"],
}


class Died(Exception):
    """The worker ended by itself, or broke the protocol and was ended.

    Parameters
    ----------
    text : str
    limit : str
        ``"memory"`` or ``"cpu"`` where it was ended because that was used up.
    """

    def __init__(self, text, limit=""):
        super().__init__(text)
        self.limit = limit


class TooSlow(Exception):
    """The worker did not answer before the deadline and was ended."""


class Request:
    """A message to a worker, and the functions in it, which the worker may call by their numbers.

    Parameters
    ----------
    do : str
        ``"run"``, ``"call"``, ``"calls"`` or ``"value"``.
    **parts
        The rest of the message.
    """

    def __init__(self, do, **parts):
        self.do = do
        self.count = len(parts.get("inputs", ()))
        self.has_stand_ins = bool(parts.get("stand_ins"))
        self.functions = []
        self.message = encode({"do": do, **parts}, self._number)

    def _number(self, function):
        self.functions.append(function)
        return len(self.functions) - 1


class Session:
    """One submission's worker, brought back to where it was whenever it ends.

    Parameters
    ----------
    zygote : Zygote
    files_of : str, optional
        The assignment whose data files the worker finds beside it.
    """

    def __init__(self, zygote, files_of=None):
        self.zygote, self._files_of = zygote, files_of
        self.cells = []  # the sources that have run so far
        self._channel = None
        self._number = 0  # of the request under way: both sides count them

    def run_cell(self, source: str, seconds: float = limits.CELL_SECONDS) -> list:
        """Run a cell; return its outputs as the worker tells them, for `autograder.grading.outputs` to clean.

        Raises Died or TooSlow for a cell that ends the worker; later a new worker runs the other cells again.
        """
        self.ready()
        outputs = self._run(source, seconds)
        self.cells.append((source, seconds))
        return outputs

    @staticmethod
    def request(
        name: str, args: Iterable, kwargs: dict[str, Any], stand_ins: dict[str, Callable] | None = None
    ) -> Request:
        """Return the Request to call a function of the student's; `stand_ins` take the place of others of theirs."""
        more = {"stand_ins": stand_ins} if stand_ins else {}
        return Request("call", name=name, args=list(args), kwargs=kwargs, **more)

    @staticmethod
    def request_each(name: str, inputs: Iterable[Iterable], stand_ins: dict[str, Callable] | None = None) -> Request:
        """Return the Request to call a function once with each list of arguments; else as `request`."""
        more = {"stand_ins": stand_ins} if stand_ins else {}
        return Request("calls", name=name, inputs=[list(args) for args in inputs], **more)

    def call(self, request: Request, seconds: float) -> tuple[dict, Exception | None]:
        """Call a function of the student's.

        Returns
        -------
        reply : dict
            Its ``"kind"`` is ``"value"``, ``"missing"``, ``"error"`` or ``"unsendable"``; for many calls it is
            ``"values"``, and its ``"parts"`` are the replies to each.
        failure : exception or None
            What a function of the grader's raised when it was called back.
        """
        self.ready()
        return self._ask(request, seconds)

    def value(self, name: str, seconds: float = limits.CELL_SECONDS) -> dict:
        """Ask for the value of a name; the reply is like that of `call`."""
        self.ready()
        return self._ask(Request("value", name=name), seconds)[0]

    def kill(self) -> None:
        """End the worker with everything that it started; return when nothing of it is left."""
        if self._channel is None:
            return
        self._channel.close()
        self._channel = None
        with self._leash:
            self._leash.shutdown(socket.SHUT_WR)
            self._leash.settimeout(limits.KILL_SECONDS)
            with contextlib.suppress(OSError):
                self._leash.recv(1)

    def is_ready(self) -> bool:
        """Whether there is a worker that has run the cells so far."""
        return self._channel is not None

    def ready(self, seconds: float = math.inf) -> None:
        """Have a worker that has run the cells so far; the calls above do so by themselves.

        Raises TooSlow where running them again takes longer than `seconds`.
        """
        if self._channel is not None:
            return
        end = time.monotonic() + seconds
        wire, self._leash = self.zygote.fork()
        self._channel = Channel(wire)
        self._number = 0
        try:
            with self._ending_on_trouble():
                reply = self._reply(time.monotonic() + limits.FORK_SECONDS)
        except (Died, TooSlow):  # no code of the student's has run yet
            raise SandboxUnavailable("a process for the notebook could not be started: try again") from None
        if reply.get("kind") == "broken":
            self.kill()
            raise SandboxUnavailable(bubblewrap.why_not(str(reply.get("text"))))
        if self._files_of is not None:
            self._ask(Request("files", assignment=self._files_of), limits.FORK_SECONDS)
        for source, allowed in self.cells:
            self._run(source, min(allowed, end - time.monotonic()))

    def _run(self, source, seconds):
        reply, _ = self._ask(Request("run", source=source), seconds)
        outputs = reply.get("outputs")
        return outputs if isinstance(outputs, list) else []

    def _ask(self, request, seconds):
        """Send a request and answer callbacks until its reply is there."""
        deadline = time.monotonic() + seconds
        self._number += 1
        failure = None
        # Only what stands in for a student's function is given functions; each of them is one of the grader's.
        functions = _until(deadline, request.functions) if request.has_stand_ins else None
        with self._ending_on_trouble():
            self._channel.send_message(request.message, deadline)
            while True:
                reply = self._reply(deadline, functions)
                if reply.get("kind") != "callback":
                    break
                answer, failed = answer_callback(reply, request.functions)
                failure = failure or failed
                self._channel.send_message(answer, deadline)
            if reply.get("kind") not in REPLIES[request.do]:
                raise WireError("an answer of an unknown kind")
            if reply["kind"] == "values" and not _are_parts(reply.get("parts"), request.count):
                raise WireError("answers to other calls")
            for part in reply["parts"] if reply["kind"] == "values" else [reply]:
                if part["kind"] == "value":
                    part["value"] = self._channel.receive(None, deadline)
        return reply, failure

    def _reply(self, deadline, functions=None):
        """Return the next message that belongs to the present request; older ones are left-overs."""
        while True:
            reply = self._channel.receive(functions, deadline)
            if not isinstance(reply, dict) or type(reply.get("id")) is not int:
                raise WireError("a message without a number")
            if reply["id"] == self._number:
                return reply
            if reply["id"] > self._number:
                raise WireError("an answer to a question that was not asked")

    @contextlib.contextmanager
    def _ending_on_trouble(self):
        try:
            yield
        except Late:
            self.kill()
            raise TooSlow from None
        except (Closed, WireError) as error:
            limit = self._used_up() if isinstance(error, Closed) else ""
            self.kill()
            if not self.zygote.is_alive():
                raise SandboxUnavailable(ENDED) from None
            raise Died(str(error), limit) from None
        except BaseException:
            self.kill()
            raise

    def _used_up(self):
        """Return which limit ended the worker, as those outside its walls say; empty if none did."""
        try:
            self._leash.settimeout(limits.WORD_SECONDS)
            word = self._leash.recv(16).decode("ascii", "replace")
        except OSError:
            return ""
        return word if word in ("memory", "cpu") else ""


def _are_parts(parts, count):
    """Whether these are replies to so many calls."""
    return (
        isinstance(parts, list)
        and len(parts) == count
        and all(isinstance(part, dict) and part.get("kind") in REPLIES["call"] for part in parts)
    )


def _until(deadline, functions):
    """Return what finds a function by its number; called after the deadline, it ends whoever calls it."""

    def find(number):
        if not 0 <= number < len(functions):
            raise WireError("a function that does not exist")

        def timed(*args, **kwargs):
            if time.monotonic() > deadline:
                raise TooSlow
            return functions[number](*args, **kwargs)

        return timed

    return find


def answer_callback(message: dict, functions: list[Callable]) -> tuple[bytes, Exception | None]:
    """Call the grader's function that a worker asks for; return the answer and what went wrong with it."""
    number, args, kwargs = message.get("function"), message.get("args"), message.get("kwargs")
    if type(number) is not int or not 0 <= number < len(functions):
        raise WireError("a call of a function that does not exist")
    if not isinstance(args, list) or not isinstance(kwargs, dict):
        raise WireError("a call without arguments")
    try:
        value = functions[number](*args, **kwargs)
    except Exception as error:
        return encode({"kind": "raise", "type": type(error).__name__, "text": str(error)[:2000]}), error
    try:
        return encode_answer(value), None
    except WireError as error:
        raise TypeError(f"a function of the case returned something that is {error}") from None
