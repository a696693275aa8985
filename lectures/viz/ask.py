"""Commit, then look: what a demo asks before it can be moved, and the list of all guesses.

A question is made by `pick`, `number`, `place` or `curve` and given to ``explore(..., ask=...)``. The browser asks it,
judges the guess and keeps it (``browser/ask.js``); nothing of it leaves the reader's machine.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets
from ipywidgets import Widget, widget_serialization

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
        _clean(question, right)
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
    told = {"kind": question.kind, "text": question.text, "why": question.why, "right": _clean(question, right)}
    return {**told, "at": moves, "points": points, **question.more}


def in_words(question: dict) -> str:
    """Return a question and its answer as plain text, for pages that run no widgets."""
    kind, right = question["kind"], question["right"]
    choices = f" ({'; '.join(question['choices'])})" if kind == "pick" else ""
    if kind == "pick":
        answer = question["choices"][right]
    elif kind == "number":
        answer = f"{right:.3g} {question['unit']}".strip()
    elif kind == "place":
        named = {"x": right[:1], "y": right[1:]}.get(question["free"], right)
        answer = ", ".join(f"{value:.3g}" for value in named)
    else:
        answer = ""
    answer = answer if not answer or answer.endswith((".", "!", "?")) else f"{answer}."
    return " ".join(
        part for part in (f"Question: {question['text']}{choices}", "Answer:", answer, question["why"]) if part
    )


_asked: dict[str, Widget] = {}


def remember(picture: Widget) -> None:
    """Take a picture into the list of those that ask; one with the same question takes the place of an earlier one."""
    text = picture.question["text"]
    _asked.pop(text, None)
    _asked[text] = picture


class Guesses(anywidget.AnyWidget):
    """The list that `guesses` shows."""

    _esm = (BROWSER / "guesses.js").read_text(encoding="utf-8")
    _css = (BROWSER / "picture.css").read_text(encoding="utf-8")
    pictures = traitlets.List(traitlets.Instance(Widget)).tag(sync=True, **widget_serialization)


def guesses() -> Guesses:
    """Return a list of all questions asked so far in this notebook with guess and truth; it follows new guesses."""
    return Guesses(pictures=list(_asked.values()))


def _clean(question, value):
    """Return a right answer as it is sent: the number of a choice, a float, a pair or a list; NaN becomes None."""
    if question.kind == "pick":
        if value not in question.more["choices"]:
            raise ValueError(f"{value!r} is none of the choices")
        return question.more["choices"].index(value)
    if question.kind == "number":
        return float(value)
    return [float(v) if np.isfinite(v) else None for v in np.asarray(value, float).ravel()]
