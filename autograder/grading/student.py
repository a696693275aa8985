"""The `student` of the hidden cases: calling one of its functions is a message to the student's process."""

import inspect
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import Any

from autograder import limits
from autograder.grading.clean_text import clean_text
from autograder.grading.patience import Patience
from autograder.sandbox.limit_messages import sentence_for_end, sentence_for_error
from autograder.sandbox.session import Died, TooSlow
from autograder.worker.wire import decode
from checks.calls import Call
from checks.support import CaseFailure, NotAnswered, StudentError


class StudentTimeout(CaseFailure):
    """A call that did not end in time."""

    outcome = "timeout"


class WorkerDied(CaseFailure):
    """A call at which the student's process ended."""

    outcome = "crashed"


class _Sent:
    """A call whose arguments stay in the message in which they were sent: few calls are ever looked at again."""

    def __init__(self, name, request, number=None, result=None):
        self._name, self._request = name, request
        self._number = number  # among many calls that were sent in one message
        self.result = result  # None where there is none

    @cached_property
    def call(self):
        """The call with its arguments as they were before it."""
        sent = decode(self._request.message, self._request.functions.__getitem__)
        if self._number is not None:
            return Call(self._name, sent["inputs"][self._number], {}, self.result)
        return Call(self._name, sent["args"], sent["kwargs"], self.result)


class Student:
    """Calls the functions of one submission.

    Parameters
    ----------
    session : Session
    reference : module, optional
        Its functions tell the names of the arguments.
    patience : Patience, optional
        Time for all of the notebook.

    Attributes
    ----------
    deadline : float
        Seconds that one call may take.
    stand_ins : dict of str to callable
        Functions of the grader's that take the place of the student's own while one of the others is called.
    last_mutated : list of str
        Names of the arguments that the last call changed in place.
    last_spoiled : bool
        Whether the last call changed what an earlier call of the case had returned.
    last_global_random : bool
        Whether the last call got a generator and used NumPy's global random state all the same.
    """

    def __init__(self, session, reference=None, patience=None):
        self._session, self._reference = session, reference
        self._patience = patience or Patience()
        self._timeouts = 0
        self.deadline = limits.CALL_SECONDS
        self.stand_ins: dict[str, Callable] = {}
        self._sent = []
        self._forget()

    def start_question(self) -> None:
        """Be patient again."""
        self._timeouts = 0
        self._forget()

    def start_case(self, deadline: float) -> None:
        """Forget the calls of the case before, and allow each call so many seconds."""
        self.deadline = deadline
        self._sent = []
        self._forget()

    @property
    def calls(self) -> list[Call]:
        """The calls of the case so far."""
        return [sent.call for sent in self._sent]

    def value(self, name: str) -> Any:
        """Return the value of a name of the student's, or raise NotAnswered."""
        reply = self._talk(name, lambda: self._session.value(name))
        if reply.get("kind") == "missing":
            raise NotAnswered(f"{name} is not defined by the notebook")
        return self._result(name, reply, None)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self._call(name, args, kwargs)

    def each(self, name: str, inputs: list) -> Iterator[Callable[[], Any]]:
        """Call a function once with each list of arguments, in one message; yield what gives each result in turn.

        What it gives, or raises, and what is known of the last call is then as after a call of its own; but all of
        them are among the calls from the first on, for whoever asks which mistake explains them all.
        """
        self._forget()
        request = self._session.request_each(name, inputs, self.stand_ins)
        reply, failure = self._ask(name, request)
        if isinstance(failure, CaseFailure):
            raise failure
        sent = [_Sent(name, request, number, part.get("value")) for number, part in enumerate(reply["parts"])]
        earlier = len(self._sent)
        self._sent += sent
        for number, (args, one, part) in enumerate(zip(inputs, sent, reply["parts"], strict=True)):
            self._forget()
            yield partial(self._took, one, name, part, None, args, {}, earlier + number)

    def _call(self, name, args, kwargs):
        self._forget()
        request = self._session.request(name, args, kwargs, self.stand_ins)
        sent = _Sent(name, request)
        self._sent.append(sent)
        reply, failure = self._ask(name, request)
        return self._took(sent, name, reply, failure, args, kwargs, len(self._sent) - 1)

    def _ask(self, name, request):
        patient = self._timeouts < limits.PATIENT_TIMEOUTS
        seconds = self._patience.for_one(self.deadline if patient else self.deadline / 10)
        reply, failure = self._talk(name, lambda: self._session.call(request, seconds), seconds)
        if reply.get("kind") == "missing":
            raise NotAnswered(f"{name} is not defined as a function by the notebook")
        return reply, failure

    def _took(self, sent, name, reply, failure, args, kwargs, earlier):
        sent.result = self._result(name, reply, failure)
        self.last_mutated = self._names(name, reply.get("mutated"), args, kwargs)
        self.last_spoiled = _is_of_this_case(reply.get("spoiled"), earlier)
        self.last_global_random = reply.get("global_random") is True
        return sent.result

    def _forget(self):
        self.last_mutated, self.last_spoiled, self.last_global_random = [], False, False

    def _talk(self, name, ask, seconds=60):
        if not self._patience.left():
            raise StudentTimeout("the time for the whole notebook was used up before this could be tried")
        try:
            with self._patience.counting(always=not self._session.is_ready()):
                self._session.ready(self._patience.left())
        except (Died, TooSlow):
            raise WorkerDied("the notebook's cells end the Python process when they are run again") from None
        try:
            with self._patience.counting():
                return ask()
        except TooSlow:
            self._timeouts += 1
            sentence = f"{name} did not finish within {seconds:.3g} seconds: does its loop end?"
            raise StudentTimeout(sentence) from None
        except Died as died:
            sentence = sentence_for_end(name, died.limit)
            if died.limit == "cpu":
                raise StudentTimeout(sentence) from None
            raise WorkerDied(sentence or f"{name} ended the Python process that it ran in") from None

    @staticmethod
    def _result(name, reply, failure):
        if reply.get("kind") == "value":
            return reply["value"]
        text = clean_text(reply.get("text"))
        if reply.get("kind") == "unsendable":
            raise CaseFailure(f"{name} should give numbers or arrays, and what it gives is {text}")
        if isinstance(failure, CaseFailure):
            raise failure
        kind = clean_text(reply.get("type"), 60)
        if kind == "NotImplementedError":
            raise NotAnswered(f"{name} is not filled in yet")
        error = StudentError(name, kind if kind.isidentifier() else "an exception", text)
        error.message = sentence_for_error(name, kind, text) or error.message
        raise error

    def _names(self, name, keys, args, kwargs):
        """Return the names of the arguments that the worker says were changed."""
        if not keys or not isinstance(keys, list):
            return []
        function = getattr(self._reference, name, None)
        names = list(inspect.signature(function).parameters) if function else []
        names += [f"number {i + 1}" for i in range(len(names), len(args))]
        known = {str(i): names[i] for i in range(len(args))} | {key: key for key in kwargs}
        return [known[key] for key in keys if isinstance(key, str) and key in known]


def _is_of_this_case(calls_ago, earlier):
    """Whether the result of so many calls ago, as the worker says, was given in this case."""
    return type(calls_ago) is int and 0 < calls_ago <= earlier
