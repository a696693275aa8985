"""Updates in the reader's hands: a function in a cell of the lecture, which demos run and checks comment on."""

import contextlib
import functools
import io
import weakref
from collections import Counter
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

import numpy as np
from IPython import get_ipython
from IPython.display import display

from checks.public import find_assignment, run_public_cases
from checks.table import Row, marks_style
from lectures.viz.trouble import Told, in_words, quietly

STYLE = f"<style>.descent-yours {{margin: .4em 0; max-width: 60em}}\n{marks_style('.descent-yours')}</style>"


class Yours:
    """The newest definition of each function that readers write in a lecture, and the demos that follow it.

    As a decorator, ``@yours("ps3_momentum")``, it registers a function of that assignment, shows in one line what the
    assignment's public checks say about it, and redraws the demos made with ``follows=["momentum_step"]``.
    ``yours.momentum_step`` is the function, for a demo to call: it gets copies of arrays, so that one which changes its
    arguments in place spoils nothing of the lecture's own.
    """

    def __init__(self):
        self._functions: dict[str, Callable] = {}
        self._followers: dict[str, list] = {}  # by name: cell, run of that cell, weak reference to the demo

    def __call__(self, assignment: str) -> Callable:
        """Return a decorator for a function of an assignment; it gives the function back unchanged."""

        def register(function: Callable) -> Callable:
            self._functions[function.__name__] = _guarded(function)
            display(Remark(function.__name__, *remark(assignment, function)))
            self._redraw(function.__name__)
            return function

        return register

    def __getattr__(self, name: str) -> Callable:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._functions:
            raise Told(f"{name} is not there yet: run the cell in which you write it.")
        return self._functions[name]

    def follow(self, names: Iterable[str], demo: Any) -> None:
        """Let a demo be redrawn whenever one of these functions is registered again.

        Demos are held weakly; one from an earlier run of the same cell is followed no longer.
        """
        cell, run = _place(demo)
        for name in names:
            kept = [entry for entry in self._alive(name) if entry[0] != cell or entry[1] == run]
            self._followers[name] = [*kept, (cell, run, weakref.ref(demo))]

    def followers(self, name: str) -> list:
        """Return the demos that follow a function."""
        return [demo() for *_, demo in self._alive(name)]

    def _alive(self, name):
        there = ((entry, entry[2]()) for entry in self._followers.get(name, []))
        return [entry for entry, demo in there if demo is not None and demo.comm is not None]

    def _redraw(self, name):
        for demo in self.followers(name):
            with quietly(), contextlib.redirect_stdout(io.StringIO()):  # what it prints was shown by the checks
                demo.recompute()


yours = Yours()


class Remark:
    """One line on a reader's function: shown below its cell."""

    def __init__(self, name: str, passed: bool, words: str, hint: str = ""):
        self.name, self.passed, self.words, self.hint = name, passed, words, hint

    def __repr__(self):
        hint = f" Hint: {self.hint}" if self.hint else ""
        return f"{self.name}: {self._state}. {self.words}{hint}"

    def _repr_html_(self):
        hint = f" <strong>Hint:</strong> {escape(self.hint)}" if self.hint else ""
        return (
            f'{STYLE}<div class="descent-yours" role="status"><span class="{"passed" if self.passed else "failed"}">'
            f"{escape(self.name)}: {self._state}.</span> {escape(self.words)}{hint}</div>"
        )

    @property
    def _state(self):
        return "this is it" if self.passed else "not yet"


def remark(assignment: str, function: Callable) -> tuple[bool, str, str]:
    """Say what is different in a function, by the public checks of its assignment; raises nothing.

    Parameters
    ----------
    assignment : str
        Such as ``"ps3_momentum"``.
    function : callable
        With the name of one of its functions.

    Returns
    -------
    passed : bool
    words, hint : str
        A sentence, and where to look; the hint may be empty. A mistake that is known by name is told before others.
    """
    name = function.__name__
    try:
        if find_assignment(name, {}) != assignment:
            raise ValueError
    except ValueError:
        return False, f"There is no function called {name} in this assignment: give it back its name.", ""
    try:
        with quietly():
            rows = run_public_cases(assignment, name, {name: function})
    except KeyboardInterrupt:
        return False, "It was stopped before it came to an end: does its loop end?", ""
    except Exception as trouble:
        return False, in_words(trouble), ""
    failed = [row for row in rows if not row.passed]
    if not failed:
        return True, "It passes all public checks.", ""
    words, hint = _said_of(failed)
    if words.split()[0] in ("all", "each", "for", "one", "rows", "the", "there", "what"):  # and no name of a variable
        words = words[:1].upper() + words[1:]
    return False, words if words.endswith((".", "?")) else f"{words}.", hint


def _said_of(failed: list[Row]) -> tuple[str, str]:
    """Return one sentence and hint for all cases that failed.

    A known mistake speaks for itself, without the numbers of a case, where it is behind a third of them: what one case
    of many suggests may be chance.
    """
    names = Counter(row.mistake for row in failed if row.mistake)
    common, count = names.most_common(1)[0] if names else ("", 0)
    if 3 * count >= len(failed):
        return common, next(row.hint for row in failed if row.mistake == common)
    first = failed[0]
    return (first.message.removesuffix(first.mistake).strip(), "") if first.mistake else (first.message, first.hint)


def _guarded(function):
    """Return a function that is called with copies of the arrays among its arguments."""

    @functools.wraps(function)
    def call(*values, **named):
        return function(*map(_copied, values), **{name: _copied(value) for name, value in named.items()})

    return call


def _copied(value):
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, (list, tuple)):
        return type(value)(map(_copied, value))
    return {name: _copied(part) for name, part in value.items()} if isinstance(value, dict) else value


def _place(demo):
    """Return the cell in which a demo is made and the run of it: in a notebook by their ids, else by its compute."""
    parent = getattr(get_ipython(), "get_parent", dict)()
    cell = parent.get("metadata", {}).get("cellId")
    if cell:
        return cell, parent["header"]["msg_id"]
    code = getattr(demo.compute, "__code__", None)
    if code is None:
        return id(demo), 0
    return (code.co_filename, code.co_firstlineno), id(demo.compute.__globals__)
