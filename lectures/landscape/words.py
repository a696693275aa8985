"""What is to be seen in the demos of lecture 1, in a sentence each."""

import re

import numpy as np

from lectures.landscape.data import (
    Angle,
    Autoencoder,
    Beside,
    Chord,
    Cosines,
    Descent,
    Dragon,
    Exam,
    Goe,
    Norms,
    Plateau,
    Saddle,
    Slice,
    Slopes,
    Spread,
    Surfaces,
    Tuned,
    TurnedCurvature,
    Walk,
)
from lectures.viz.numbers import number


def short(value: float) -> str:
    """Write a number with two digits, as a person would."""
    return number(value, 2) if np.isfinite(value) else "beyond all bounds"


def signed(text: str) -> str:
    """Write minus signs in place of hyphens before digits."""
    return re.sub(r"-(?=\d)", "−", text)


def walk(data: Walk) -> str:
    """Say where a walk begins and ends, and how high both places are."""
    (x0, y0), (x1, y1) = data.path[0], data.path[-1]
    end = f"({x1:.1f}, {y1:.1f}), at {data.losses[-1]:.2f}" if max(abs(x1), abs(y1)) < 100 else "far outside"
    return signed(f"From ({x0:.1f}, {y0:.1f}), at a height of {data.losses[0]:.2f}, the walker comes to {end}.")


def beside(data: Beside) -> str:
    """Say where the reader's path ends, and where the right one does."""
    ends = []
    for (x, y), loss in ((data.own[-1], data.own_losses[-1]), (data.right[-1], data.right_losses[-1])):
        far = not max(abs(x), abs(y)) < 100
        ends.append("far outside" if far else f"at ({x:.2f}, {y:.2f}), loss {loss:.2f}")
    return signed(f"Your walker ends {ends[0]}; the right one {ends[1]}.")


def exam(data: Exam) -> str:
    """Say the loss at θ and the slope there."""
    return signed(
        f"θ = ({data.theta[0]:.2f}, {data.theta[1]:.2f}): loss {data.loss:.3f}, slope {np.linalg.norm(data.down):.3f}."
    )


def slice_of(data: Slice) -> str:
    """Say the losses before and after training."""
    before, after = np.interp([0, 1], data.t, data.losses)
    start = f"{before:.2f} before training (t = 0), " if data.along == "way" else ""
    return f"Loss: {start}{after:.2f} after it (t = 1)."


def cosines(data: Cosines) -> str:
    """Say how many directions descend, and how well they aim."""
    return (
        f"n = {data.n}: {np.sum(data.cosines > 0)} of {len(data.cosines)} directions descend; "
        f"the mean |cosine| is {data.mean:.3f}, the best one {data.cosines.max():.3f}."
    )


def slopes(data: Slopes) -> str:
    """Say the two slopes, and which way is down."""
    ways = []
    for slope, lower, higher in zip(data.g, ("left", "down the page"), ("right", "up the page"), strict=True):
        if abs(slope) >= 0.005:
            ways.append(lower if slope > 0 else higher)
    down = " and ".join(ways)
    here = f"({data.theta[0]:.1f}, {data.theta[1]:.1f})"
    return signed(f"At {here} the slopes are {data.g[0]:.2f} and {data.g[1]:.2f}: ") + (
        f"the loss falls {down}." if ways else "no way leads down from here to first order."
    )


def norms(data: Norms) -> str:
    """Say what a step gains."""
    does = "descends" if data.gain > 1e-12 else "does not descend"
    return signed(
        f"v = ({data.edge[0]:.2f}, {data.edge[1]:.2f}) has length 1 in the {data.norm} norm and gains {data.gain:.2f}: it {does}."
    )


def descent(data: Descent) -> str:
    """Say which factors the two directions have and where the loss ends."""
    factors = " and ".join(signed(f"{1 - data.alpha * lam:.2f}") for lam in data.lams)
    end = short(data.losses[-1]) if data.losses[-1] < 1e6 else "beyond all bounds"
    return f"α = {data.alpha:g}: each step multiplies θ₁ and θ₂ by {factors}. The loss goes from {data.losses[0]:.1f} to {end}."


def angle(data: Angle) -> str:
    """Say how far −g points away from the minimum."""
    here = float(data.cosine)
    return f"κ = {data.kappa}: here the cosine is {here:.3f}, an angle of {np.degrees(np.arccos(min(here, 1.0))):.0f}°."


def chord(data: Chord) -> str:
    """Say where the chord lies."""
    gap = float((data.curve - data.line).max())
    where = signed(f"From x = {min(data.x):.2f} to {max(data.x):.2f} ")
    if gap > 1e-9:
        return where + f"the curve rises above the chord by up to {gap:.2f}: not convex."
    return where + "the curve lies on or below the chord."


def curvatures(both):
    """Count the signs of both spectra."""
    parts = []
    for name, lams in zip(("Softmax regression", "the network"), both, strict=True):
        tiny = 1e-8 * np.abs(lams).max()
        parts.append(
            f"{name}: {np.sum(lams > tiny)} positive, {np.sum(np.abs(lams) <= tiny)} zero, {np.sum(lams < -tiny)} negative"
        )
    return "; ".join(parts) + "."


def tuned(data: Tuned) -> str:
    """Say how many steps it takes."""
    return f"κ = {short(data.kappa)}: a millionth of the distance is left after {len(data.distance) - 1} steps."


def spread(data: Spread) -> str:
    """Say the variance at the chosen example, and that the curvature is the mean of all of them."""
    here = data.p @ (data.changes - data.p @ data.changes) ** 2
    return (
        f"At the circle the changes have variance {here:.3f}. "
        f"The mean over the {len(data.variances)} examples is {data.variances.mean():.3f}; vᵀHv is {abs(data.curvature):.3f}."
    )


def surfaces(data: Surfaces) -> str:
    """Say the highest losses in all windows."""
    highest = ", ".join(short(grid.max()) for grid in data.planes)
    return f"Window ±{data.zoom:.3g}. Highest loss, from left to right: {highest}."


def dragon(data: Dragon) -> str:
    """Say the mean and the spread at a width."""
    return (
        f"Width {data.width}: mean {short(data.losses.mean())}, spread {short(data.losses.std())}, "
        f"best {short(data.losses.min())}, worst {short(data.losses.max())}."
    )


def plateau(data: Plateau) -> str:
    """Say how many steps both methods need to leave the plateau."""
    said = []
    for name in ("gradient descent", "momentum"):
        count = data.counts[name]
        said.append(f"{name} explodes across" if np.isinf(count) else f"{name} leaves after {count:.0f} steps")
    return f"Effective step {data.effective:.3g}: {said[0]}, {said[1]}."


def saddle(data: Saddle) -> str:
    """Say how many steps both methods need to escape."""
    power = str(data.exponent).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return (
        f"From 10⁻{power}: gradient descent escapes after {data.counts['gradient descent']} steps, "
        f"momentum after {data.counts['momentum']}."
    )


def turned(data: TurnedCurvature) -> str:
    """Say the diagonal, the eigenvalues and both verdicts."""
    low, high = (number(lam + 0.0, 2) for lam in np.linalg.eigvalsh(data.H).round(9))
    diagonal = " and ".join(number(entry + 0.0, 2) for entry in np.diag(data.H).round(9))
    return (
        f"Diagonal {diagonal}, eigenvalues {low} and {high}: the Hessian says {data.verdict}, your function {data.own}."
    )


def goe(data: Goe) -> str:
    """Say how many of the matrices drawn, and of all, have only positive eigenvalues."""
    found = f"{np.sum(data.lams.min(axis=1) > 0)} of these {len(data.lams)} matrices have only positive eigenvalues"
    return f"n = {data.n}: {found}; of all, a share of {number(data.shares[data.n - 1], 2)}."


def autoencoder(data: Autoencoder) -> str:
    """Say what a critical point keeps, and its signs."""
    point = data.points[data.number - 1]
    kept = " and ".join(str(i + 1) for i in point["kept"]) or "none"
    lams = point["lams"]
    return (
        f"Keeps directions: {kept}. Loss {point['loss']:.2f}; {np.sum(lams > 1e-6)} positive, "
        f"{np.sum(np.abs(lams) <= 1e-6)} zero and {point['index']} negative eigenvalues."
    )
