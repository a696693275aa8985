"""Commit, then look: what a demo asks before it can be moved, and the list of all guesses.

A question is made by `pick`, `number`, `place` or `curve` and given to ``explore(..., ask=...)``. The browser asks it,
judges the guess and keeps it (``browser/ask.js``); nothing of it leaves the reader's machine.
"""

import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets
from ipywidgets import Widget, widget_serialization

from lectures.viz.numbers import number as number_in_words

BROWSER = Path(__file__).parent / "browser"


@dataclass
class Question:
    """What `explore` takes as ``ask=``: its kind, its words, the right answer, and what else the browser needs."""

    kind: str
    text: str
    right: Any
    why: str = ""
    at: dict = field(default_factory=dict)
    more: dict = field(default_factory=dict)

    def clean(self, value: Any) -> Any:
        """Return a guess or the right answer as it is sent: the number of a choice, a float, a pair or a list.

        A height that is not finite is sent as None; ValueError where an answer does not fit the question.
        """
        if self.kind == "pick":
            if value not in self.more["choices"]:
                raise ValueError(f"{value!r} is none of the choices")
            return self.more["choices"].index(value)
        numbers = np.asarray(value, float).ravel()
        if self.kind == "place" and len(numbers) == 1:  # the only coordinate that is free
            x, y = self.more["start"]
            numbers = np.array([numbers[0], y] if self.more["free"] == "x" else [x, numbers[0]])
        expected = {"number": 1, "place": 2}.get(self.kind) or len(self.more["x"])
        if len(numbers) != expected:
            raise ValueError(f"an answer of {expected} numbers is asked for, and {len(numbers)} came")
        if self.kind == "curve":
            return [float(v) if np.isfinite(v) else None for v in numbers]
        if not np.isfinite(numbers).all():
            raise ValueError(f"{value} is no answer that a guess can be compared with")
        return float(numbers[0]) if self.kind == "number" else [float(v) for v in numbers]


def pick(text: str, choices: Sequence[str], right: Any, why: str = "", at: dict | None = None) -> Question:
    """Ask the reader to choose one of a few answers.

    Parameters
    ----------
    text : str
        The question, in plain words.
    choices : sequence of str
        At least two answers.
    right : str or callable
        One of them; or a function of the demo's data that returns it.
    why : str
        One or two sentences that are shown after the guess.
    at : dict, optional
        Values of controls to which the demo moves when the answer is shown.
    """
    choices = [str(choice) for choice in choices]
    if len(set(choices)) < 2:
        raise ValueError("a question needs at least two different choices")
    question = Question("pick", text, right, why, at or {}, {"choices": choices})
    if not callable(right):
        question.clean(right)
    return question


def number(
    text: str, right: Any, unit: str = "", low: float = 0.0, high: float = 1000.0, log: bool = False,
    within: float | None = None, why: str = "", at: dict | None = None,
) -> Question:  # fmt: skip
    """Ask for a number, which the reader types.

    Parameters
    ----------
    text, right, why, at
        As in `pick`; `right` is a number, or a function of the demo's data.
    unit : str
        What is counted, such as ``"steps"``.
    low, high : float
        Between what the guess has to be.
    log : bool
        Whether the distance is told as a ratio.
    within : float, optional
        How far off a guess counts as right: a ratio for `log` (1.25), else a share of the range (0.1).
    """
    if not low < high or (log and low <= 0):
        raise ValueError(f"a number between {low} and {high} cannot be asked for{' by ratios' if log else ''}")
    within = within or (1.25 if log else 0.1)
    more = {"unit": unit, "low": low, "high": high, "log": log, "within": within}
    return Question("number", text, right, why, at or {}, more)


def place(
    text: str, right: Any, start: Sequence[float], panel: int = 0, free: str = "xy", within: float = 0.1,
    label: str = "your guess", why: str = "", at: dict | None = None,
) -> Question:  # fmt: skip
    """Ask for a place on the picture, to which the reader moves a ring.

    Parameters
    ----------
    text, right, why, at
        As in `pick`; `right` is a pair (x, y), or a function of the demo's data that returns one.
    start : pair of float
        Where the ring is at first.
    panel : int
    free : ``"xy"``, ``"x"`` or ``"y"``
        Which coordinates follow the reader, and count.
    within : float
        How far off a guess counts as right, as a share of the axes.
    """
    more = {"start": [float(v) for v in start], "panel": panel, "free": free, "within": within, "label": label}
    return Question("place", text, right, why, at or {}, more)


def curve(
    text: str, x: Sequence[float], start: Any, right: Any, panel: int = 0, within: float = 0.1,
    label: str = "your curve", why: str = "", at: dict | None = None,
) -> Question:  # fmt: skip
    """Ask for a curve, whose points the reader moves up and down.

    Parameters
    ----------
    text, right, why, at
        As in `pick`; `right` has a height for each x, or is a function of the demo's data that returns them.
    x : sequence of float, shape (N,)
        Where the points stand.
    start : float or sequence of float
        Their heights at first.
    panel : int
    within : float
        How far off a guess counts as right, as a share of the upright axis.
    """
    x = [float(v) for v in x]
    start = [float(v) for v in np.broadcast_to(np.asarray(start, float), len(x))]
    more = {"x": x, "start": start, "panel": panel, "within": within, "label": label}
    return Question("curve", text, right, why, at or {}, more)


def spec(question: Question, right: Any, moves: list, points: list | None) -> dict:
    """Return a question as the browser gets it, with the right answer and how the demo moves to it."""
    told = {
        "kind": question.kind,
        "text": question.text,
        "why": question.why,
        "right": None if right is None else question.clean(right),
    }
    return {**told, "at": moves, "points": points, **question.more}


def in_words(question: dict, answered: bool = False) -> str:
    """Return a question as plain text, also with its answer for pages that run no widgets."""
    choices = f" ({'; '.join(question['choices'])})" if question["kind"] == "pick" else ""
    asked = f"Question: {question['text']}{choices}"
    if not answered:
        return asked
    return " ".join(part for part in (asked, "Answer:", _right_in_words(question), question["why"]) if part)


def _right_in_words(question):
    kind, right = question["kind"], question["right"]
    if right is None or kind == "curve":
        return ""
    if kind == "pick":
        words = question["choices"][right]
    elif kind == "number":
        words = f"{number_in_words(right, 4)} {question['unit']}".strip()
    else:
        words = ", ".join(
            number_in_words(value) for value in {"x": right[:1], "y": right[1:]}.get(question["free"], right)
        )
    return words if words.endswith((".", "!", "?")) else f"{words}."


_asked: dict[str, Widget] = {}
_lists: weakref.WeakSet = weakref.WeakSet()


def remember(picture: Widget) -> None:
    """Take a picture into the list of those that ask; one with the same question takes the place of an earlier one."""
    text = picture.question["text"]
    _asked.pop(text, None)
    _asked[text] = picture
    for shown in _lists:
        shown.pictures = list(_asked.values())


class Guesses(anywidget.AnyWidget):
    """The list that `guesses` shows."""

    _esm = (BROWSER / "guesses.js").read_text(encoding="utf-8")
    _css = (BROWSER / "picture.css").read_text(encoding="utf-8")
    pictures = traitlets.List(traitlets.Instance(Widget)).tag(sync=True, **widget_serialization)


def guesses() -> Guesses:
    """Return a list of all questions asked so far in this notebook with guess and truth; it follows new guesses."""
    shown = Guesses(pictures=list(_asked.values()))
    _lists.add(shown)
    return shown
