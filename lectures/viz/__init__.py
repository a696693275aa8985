"""Pictures that move: everything a lecture or an assignment needs to show a demo.

How to write a demo
===================

A demo is *compute + draw + controls*, in three places. One full example, as it stands in a notebook's cell::

    import numpy as np
    from lectures.viz import contours, draw_path, explore, log_slider, slider
    from solutions.momentum import momentum          # in an assignment: the student's own function

    bowl = np.array([1.0, 10.0])
    explore(
        lambda alpha, mu: momentum(lambda theta: bowl * theta, np.array([-2.0, 1.2]), alpha, mu, steps=60),
        draw_path,
        background=contours(lambda t: 0.5 * (bowl @ t**2), (-2.5, 2.5), (-1.5, 1.5), minimum=(0, 0)),
        about="The path of momentum on a stretched bowl, seen from above.",
        describe=lambda path: f"After 60 steps the distance to the minimum is {np.hypot(*path[-1]):.2g}.",
        alpha=log_slider(0.02, 1e-3, 0.2, "step size α"),
        mu=slider(0.9, 0, 0.99, "momentum μ"),
    )

- ``compute(**values) -> data`` gets the controls' values by name. Keep it fast (a few ms).
- ``draw(pen, data)`` draws **only what moves**. See `Pen`: ``pen.line(x, y, as_="momentum")``,
  ``path(trajectory, as_=...)``, ``points``, ``bars``, ``arrows``, ``fill``, ``text``, ``note``, ``heat``;
  ``pen[1].line(...)`` draws on the second panel.
- ``background(axes)`` draws on matplotlib's axes what stands still: limits, labels, contours, legend. It is
  called once for the light and once for the dark theme: use ``colour("ink")``, ``colour("blue")``, … instead
  of fixed black or white. Ready-made: ``plain(xlim, ylim, xlabel, ylabel, logx=, logy=, legend=)`` and
  ``contours(f, xlim, ylim, ...)``. The limits must hold for all values of the controls; what leaves them is
  cut off.
- ``describe(data) -> str``: one short sentence on what is to be seen *now* (at most 160 characters). It
  stands under the picture and is read to those who do not see it. ``about="..."``: one or two sentences on
  what the picture shows. **Always give both.**

Numbers in sentences are written by ``number(value)``, as those of the sliders are: 1000, 0.0001, 12,500, 2.5·10⁻⁷ (with
three digits; ``number(value, 2)`` for two). In a legend, entries are looks, ``legend={"momentum": "momentum", "bound":
Look("grey", "dotted")}``; bars and areas are the name of their colour, ``legend={"the gradient": "blue"}``.

Several panels: ``panels=2`` (side by side) or keywords of ``Figure.subplots``, ``panels={"ncols": 2,
"width_ratios": [2, 1]}``; then ``background`` is a list with one function for each panel (or one function of
the list of axes). ``size=(640, 400)`` is in pixels; keep the width at 640.

A still figure is a demo without controls: ``explore(lambda: data, draw, background=..., about=...)``.

Controls
========

``slider(value, low, high, label)``, ``log_slider``, ``int_slider(value, low, high, label)``, ``choice(value,
options, label)``, ``toggle(value, label)``, ``button(label)`` (its value counts the presses: use it as a
seed), and ``point(x, y, label, panel=0, free="xy")``: a point on the picture that is dragged, clicked to
another place or moved with the arrow keys; ``free="x"`` lets only x follow, and ``pen.handle(0, x, y)`` puts
point number 0 elsewhere (on a curve). Labels say the symbol too: ``"step size α"``. Do not name a control
after an option of `explore` (``size``, ``draw``, ``panels``, …).

Where all values of the controls can be counted and are few (up to 130 combinations: **one slider**, or one
with a tick box), the whole sweep is computed and sent at once, and the picture moves without the kernel. Keep
it thin: each number costs 4 bytes a frame; below 60 kB in all. ``sweep=False`` turns this off (where one
frame takes long).

``background_on=("landscape",)`` names controls on which the background depends: then ``background`` is a
function that maps their values to a background: ``background=lambda landscape: contours(LOSSES[landscape],
...)``. Each is drawn once.

Heavy computations: ``prepare=function`` is called as ``function(progress, run)``, where ``progress(share)``
moves a bar from 0 to 1 and `run` is 0 at first and grows with every press of the button ``prepare_label`` (a
seed). What it returns is the first argument of ``compute``. With ``eager=False`` nothing runs before the
button is pressed.

An update in the reader's hands
===============================

A cell that stays open holds a function of the assignment, under its name and with its arguments there, at most six
lines, *incomplete but running*; the right code stands nowhere in the lecture::

    # %% tags=["open"]
    @yours("ps3_momentum")
    def momentum_step(theta, g, velocity, alpha, mu):
        "So far this is plain gradient descent: let the velocity remember."
        return theta - alpha * g, g

When the cell runs, one line below it says what is still different, by the assignment's public checks and its recorded
library of mistakes, or that it is right. Demos that follow it call ``yours.momentum_step`` inside compute, and are
computed and redrawn whenever the cell runs again, sweeps and heavy parts too::

    explore(
        lambda alpha: data.Both(paths.by(yours.momentum_step, alpha), paths.right(alpha)),
        drawing.draw_both,
        follows=["momentum_step"],
        ...
    )

Draw the right path dashed in grey beside it, ``pen.line(..., colour="grey", dash="dashed")``. Catch nothing: where the
update raises, or returns what does not fit, the picture says so in a sentence. It gets copies of arrays, so it can
change its arguments in place and spoil nothing. What is to run on it has to do so with nan, too.

In an assignment
================

Call the student's functions inside compute (a lambda in the cell). An empty function
(``NotImplementedError``) shows a sentence in the picture's place, and so does any other exception; there is
never a traceback. A value of the wrong shape is caught in the same way. Assignments can import
nothing of a lecture's own folder and no ``solutions``.

Commit, then look
=================

A demo may ask before it can be moved. Until the reader has committed to a guess, or taken "Just show me", its controls
are locked, its points cannot be dragged, the sentence of ``describe`` is not shown, and what ``pen.revealed`` draws
(``pen.revealed.line(...)``, ``pen[1].revealed.bars(...)``) is not there. Then the demo moves to ``at``, the truth is drawn
over the guess, and below stand the distance in words and ``why``::

    ask=ask.pick("Which bars are still tall?", ["small curvature", "large curvature"], right="small curvature")
    ask=ask.number("How many steps will μ = 0.99 need?", right=lambda data: data.steps, unit="steps",
                   low=1, high=1000, log=True, at={"mu": 0.99}, why="The velocity is remembered for 100 steps.")
    ask=ask.place("Where will it end?", start=(0, 0), right=lambda data: data[-1], panel=0, free="xy")
    ask=ask.curve("Sketch the loss.", x=[0, 25, 50, 75, 100], start=1.0, right=lambda data: data.loss[::25], panel=1)

``right`` is the answer, or a function of what `compute` gives with the controls at ``at``: a number that was measured
is never typed. A value in ``at`` has to be one that the control can take. ``within`` says how far off still counts as
right: a ratio for ``log`` (1.25), otherwise a share of the range or of the axes (0.1). ``low`` and ``high`` bound what
may be typed (0 to 1000 where they are not given). Questions, choices and ``why`` are plain words, without markdown or
formulas. The answer must not be seen in the first state: begin elsewhere, or draw it with ``pen.revealed``.

The last cell of a lecture, ``guesses()``, lists all questions with guess and truth. Guesses stay in the reader's
browser and in the saved notebook. Without a browser: ``demo.commit(guess)``, ``demo.skip()``, ``demo.right``, and
``demo.set(...)`` moves a locked demo, too.

Text around demos (plain markdown, no code)
===========================================

Before each demo a question that opens its answer; the empty lines are needed. Tab reaches it, the space bar
opens it::

    <details><summary><b>Predict, then look.</b> What does μ = 0.99 change?</summary>

    It overshoots: the velocity is remembered for {{memory:.0f}} steps instead of ten.

    </details>

Boxes are quotes with a bold title: ``> **What this does not show.** …`` and ``> **The slides say** … **In
fact** …``.

Tests
=====

Without a kernel: ``demo = explore(...)``; ``demo.set(alpha=0.1)`` moves controls;
``demo.picture.describe()``, ``demo.picture.values`` (float32 bytes), ``demo.picture.message`` (empty when all
is well) show what was sent; ``demo.picture.still()`` is the picture as PNG (matplotlib's Agg).
"""

from lectures.viz import ask
from lectures.viz.ask import guesses
from lectures.viz.backgrounds import contours, plain
from lectures.viz.controls import button, choice, int_slider, log_slider, point, slider, toggle
from lectures.viz.draw import (
    draw_bars,
    draw_contours,
    draw_curves,
    draw_ellipses,
    draw_path,
    draw_paths,
    draw_pieces,
)
from lectures.viz.explorer import Explorer, explore
from lectures.viz.numbers import number
from lectures.viz.pen import Pen
from lectures.viz.picture import Picture
from lectures.viz.style import LOOKS, SERIES, Look, colour, legend
from lectures.viz.yours import yours

__all__ = [
    "ask", "guesses", "Explorer", "LOOKS", "Look", "Pen", "Picture", "SERIES", "button", "choice", "colour",
    "contours", "draw_bars", "draw_contours", "draw_curves", "draw_ellipses", "draw_path",
    "draw_paths", "draw_pieces", "explore", "int_slider", "legend", "log_slider", "number", "plain", "point",
    "slider", "toggle", "yours",
]  # fmt: skip
