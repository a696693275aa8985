"""The explorer: controls above a picture, kept in step by compute → draw."""

from typing import Any
from collections.abc import Callable
import contextlib
import itertools
import math

import ipywidgets
from ipywidgets import Layout as Box

from lectures.viz import ask as questions
from lectures.viz.backgrounds import Layout, plain
from lectures.viz.controls import Point, choose, count, value_at
from lectures.viz.pen import Pen
from lectures.viz.picture import Picture, with_still
from lectures.viz.trouble import in_words, quietly
from lectures.viz.yours import yours

SWEEP_FRAMES, SWEEP_BYTES = 130, 200_000


class Explorer(ipywidgets.VBox):
    """A demo: what `explore` returns. Its picture is ``.picture``, its controls are ``.controls``.

    ``demo.set(alpha=0.1)`` moves controls as a reader would; ``demo.data()`` is what `compute` gives now.
    """

    def __init__(
        self, compute, draw, *, background=None, describe=None, about="", panels=None, size=(640, 400),
        background_on=(), prepare=None, prepare_label="Run again", eager=True, sweep=True, follows=(),
        ask=None, **controls,
    ):  # fmt: skip
        self.compute, self.draw, self.describe = compute, draw, describe
        self.background, self.background_on = background or plain((0, 1), (0, 1)), tuple(background_on)
        self.follows = tuple(follows)
        self.controls, self.prepare, self.prepared, self.runs = controls, prepare, (), 0
        self._points = {name: c for name, c in controls.items() if isinstance(c, Point)}
        self._widgets = {name: c for name, c in controls.items() if name not in self._points}
        panels = {"ncols": panels} if isinstance(panels, int) else panels
        self.picture = Picture(
            Layout(size, panels), about, controls=list(self._widgets.values()),
            handles=[{"label": p.label, "panel": p.panel, "free": p.free} for p in self._points.values()],
            points=[list(p.value) for p in self._points.values()],
        )  # fmt: skip
        rows = [
            ipywidgets.Box(
                self.picture.controls,
                layout=Box(flex_flow="row wrap", grid_gap="2px 16px", max_width="640px"),
            )
        ]
        if prepare:
            rows.append(self._preparation(prepare_label))
        super().__init__([*(rows if controls or prepare else []), self.picture])
        self._sweep = sweep and not self._points and not background_on
        for control in self._widgets.values():
            control.observe(self._moved, "value")
        self.picture.observe(self._dragged, "points")
        self.asks, self._judged = ask, False
        if ask is not None:
            self._first = self.values()
            self._there = {**self._first, **{name: self._exact(name, value) for name, value in ask.at.items()}}
            self.picture.observe(self._answered, "guess")
        yours.follow(self.follows, self)
        if prepare and not eager:
            self.picture.message = f"Press “{prepare_label}” to compute this."
        else:
            self.run() if prepare else self.refresh()

    def values(self) -> dict[str, Any]:
        """Return the present value of each control by name."""
        return {name: control.value for name, control in self.controls.items()}

    def data(self) -> Any:
        """Return what `compute` gives for the present values."""
        return self.compute(*self.prepared, **self.values())

    def set(self, **values: Any) -> None:
        """Move controls as a reader would; sliders take their nearest value."""
        for name, value in values.items():
            if name in self._points:
                places = dict(zip(self._points, self.picture.points, strict=True))
                self.picture.points = list({**places, name: [float(v) for v in value]}.values())
            else:
                choose(self.controls[name], value)

    @property
    def right(self) -> Any:
        """The right answer as it was sent (of `ask.pick` its number); None where there is none, or none yet."""
        return self.picture.question.get("right")

    def commit(self, guess: Any) -> None:
        """Commit to a guess as a reader would; the browser says how far it is off."""
        self._settle({"value": self.asks.clean(guess), "words": "committed"})

    def skip(self) -> None:
        """Take "Just show me"."""
        self._settle({"skipped": True})

    def _settle(self, guess):
        self.picture.guess = guess

    def _put_question(self):
        """Say what is asked, what is right and how the demo moves there and back, and lock the controls."""
        right = self.asks.right
        if callable(right):
            right = right(self.compute(*self.prepared, **self._there))
        moves, back = self._moves(self._there), self._moves(self._first)
        self.picture.question = {**questions.spec(self.asks, right, *moves), "back": back}
        self._judged = True
        questions.remember(self.picture)
        self._lock(True)

    def _moves(self, values):
        """Return how the browser puts controls to values: their number, trait and its value; and the points or None."""
        moves = []
        for number, (name, control) in enumerate(self._widgets.items()):
            if name in self.asks.at:
                trait = "index" if hasattr(control, "index") else "value"
                options = [value for _, value in getattr(control, "options", ())]
                moves.append([number, trait, options.index(values[name]) if trait == "index" else values[name]])
        points = [list(values[name]) for name in self._points] if set(self._points) & set(self.asks.at) else None
        return moves, points

    def _exact(self, name, value):
        """Return the value of a control that a reader can set and that was meant; raise ValueError where there is none."""
        control = self.controls[name]
        options = [entry for _, entry in getattr(control, "options", ())]
        near = [entry for entry in options if entry == value or _is_close(entry, value)]
        if options and not near:
            raise ValueError(f"{name} cannot be set to {value}, to which the question moves it")
        return near[0] if near else value

    def _answered(self, change):
        self._lock(not change["new"])
        if bool(change["new"]) != bool(change["old"]):
            values = self._there if change["new"] else self._first
            self.set(**{name: values[name] for name in self.asks.at})
        if not change["new"] and not self._judged:  # it was answered while the functions that it follows changed
            self.refresh()

    def _lock(self, locked):
        for control in self._widgets.values():
            control.disabled = locked

    def run(self, *_) -> None:
        """Do the heavy part with a progress bar, then show what came out."""
        self._bar.layout.visibility, self._bar.value = "visible", 0.0
        self.picture.message, self.prepared, self._judged = "", (), False
        try:
            self.prepared = (self.prepare(self._progress, self.runs),)
        except Exception as trouble:
            self.picture.message = in_words(trouble, self.follows)
        else:
            self.refresh()
        self.runs += 1
        self._bar.layout.visibility = "hidden"

    def recompute(self) -> None:
        """Do all of it anew, since a function that it calls has changed; the heavy part too, where it was done."""
        self._judged = False
        if self.runs:
            self.runs -= 1
            self.run()
        else:
            self.refresh()

    def refresh(self) -> None:
        """Compute and send what the controls ask for: all frames of a sweep at once, or the present one."""
        if self.prepare and not self.prepared:
            return
        try:
            with quietly() if self.follows else contextlib.nullcontext():
                self._send(*self._present_frames())
                if self.asks is not None and not self._judged and not self.picture.guess:
                    self._put_question()
        except Exception as trouble:  # a student's own function may raise anything
            self.picture.message = in_words(trouble, self.follows)

    def _present_frames(self):
        frames, strides = self._all_frames() if self._sweep else ([], ())
        if frames:
            return frames, strides
        self._sweep = False
        return [self._frame(self.values())], ()

    def _send(self, frames, strides):
        key = tuple(self.controls[name].value for name in self.background_on)
        chosen = self.background(*key) if self.background_on else self.background
        self.picture.set_background(chosen, key)
        self.picture.set_frames(frames, strides)

    def _frame(self, values):
        data = self.compute(*self.prepared, **values)
        pen = Pen()
        self.draw(pen, data)
        return pen, self.describe(data) if self.describe else ""

    def _all_frames(self):
        """Return the frames for all values of all controls, and their strides; nothing if too many."""
        counts = [count(control) for control in self._widgets.values()]
        if not counts or None in counts or math.prod(counts) > SWEEP_FRAMES:
            return [], ()
        choices = [[value_at(c, i) for i in range(n)] for c, n in zip(self._widgets.values(), counts, strict=True)]
        frames, total = [], 0
        for values in itertools.product(*choices):
            frames.append(self._frame(dict(zip(self._widgets, values, strict=True))))
            total += frames[-1][0].buffer().nbytes
            if total > SWEEP_BYTES and len(counts) > 1:
                return [], ()
        return frames, [math.prod(counts[i + 1 :]) for i in range(len(counts))]

    def _moved(self, change):
        if not self._sweep or self.picture.message:
            self.refresh()

    def _dragged(self, change):
        for control, place in zip(self._points.values(), change["new"], strict=True):
            control.value = tuple(place)
        self.refresh()

    def _preparation(self, label):
        self._bar = ipywidgets.FloatProgress(
            min=0, max=1, description="", layout=Box(width="300px", visibility="hidden")
        )
        start = ipywidgets.Button(description=label, layout=Box(width="auto"))
        start.on_click(self.run)
        return ipywidgets.HBox([start, self._bar])

    def _progress(self, share):
        self._bar.value = float(share)

    def _repr_mimebundle_(self, **kwargs):
        return with_still(super()._repr_mimebundle_(**kwargs), self.picture)


def _is_close(one, other):
    try:
        return math.isclose(one, other, rel_tol=1e-9)
    except TypeError:
        return False


def explore(compute: Callable, draw: Callable, **options: Any) -> Explorer:
    """Show a demo. See the package's docstring for how it is used and all options.

    Parameters
    ----------
    compute : callable
        Maps the values of the controls, as keywords, to data.
    draw : callable
        ``draw(pen, data)`` draws what moves.
    background : callable or list of callables
        Draws on matplotlib's axes what stands still.
    describe : callable
        Maps data to one sentence on what is to be seen now.
    about : str
        One or two sentences on what the picture shows, for readers who do not see it.
    **options
        Options of `Explorer`; all other keywords are controls.

    Returns
    -------
    Explorer
    """
    return Explorer(compute, draw, **options)
