"""What is to be seen in the demos of lecture 1, in a sentence each."""

import numpy as np

from lectures.landscape.data import (
    Angle,
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
    Surfaces,
    Tuned,
    TurnedCurvature,
)


def exam(data: Exam) -> str:
    """Say the loss at θ and the slope there."""
    return (
        f"θ = ({data.theta[0]:.2f}, {data.theta[1]:.2f}): loss {data.loss:.3f}, slope {np.linalg.norm(data.down):.3f}."
    )


def slice_of(data: Slice) -> str:
    """Say the losses at the ends and the lowest one of a line."""
    lowest = data.t[data.losses.argmin()]
    start = f"start (t = 0) {np.interp(0, data.t, data.losses):.2f}, " if data.along == "way" else ""
    return f"Loss: {start}end (t = 1) {np.interp(1, data.t, data.losses):.2f}, lowest {data.losses.min():.3f} at t = {lowest:.1f}."


def cosines(data: Cosines) -> str:
    """Say how many directions descend, and how well they aim."""
    return (
        f"n = {data.n}: {np.sum(data.cosines > 0)} of {len(data.cosines)} directions descend; "
        f"the mean |cosine| is {data.mean:.3f}, the best one {data.cosines.max():.3f}."
    )


def slopes(data: Slopes) -> str:
    """Say the two slopes."""
    ways = " and ".join(
        f"{'left' if slope > 0 else 'right'} along θ{sub}" for slope, sub in zip(data.g, "₁₂", strict=True)
    )
    here = f"({data.theta[0]:.1f}, {data.theta[1]:.1f})"
    return f"At {here} the slopes are {data.g[0]:.2f} and {data.g[1]:.2f}: down is {ways}."


def norms(data: Norms) -> str:
    """Say what a step gains."""
    does = "descends" if data.gain > 1e-12 else "does not descend"
    return f"v = ({data.edge[0]:.2f}, {data.edge[1]:.2f}) has length 1 in the {data.norm} norm and gains {data.gain:.2f}: it {does}."


def descent(data: Descent) -> str:
    """Say which factors the two directions have and where the loss ends."""
    end = f"{data.losses[-1]:.2g}" if data.losses[-1] < 1e6 else "beyond all bounds"
    return f"Curvatures 1 and {data.lams[1]:.3g}: the loss goes from {data.losses[0]:.2g} to {end} in {len(data.path) - 1} steps."


def angle(data: Angle) -> str:
    """Say how far −g points away from the minimum."""
    here = float(data.cosine)
    return f"κ = {data.kappa}: here the cosine is {here:.3f}, an angle of {np.degrees(np.arccos(min(here, 1.0))):.0f}°."


def chord(data: Chord) -> str:
    """Say where the chord lies."""
    gap = float((data.curve - data.line).max())
    where = f"From x = {min(data.x):.2f} to {max(data.x):.2f} "
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
    return f"κ = {data.kappa:.3g}: a millionth of the distance is left after {len(data.distance) - 1} steps."


def surfaces(data: Surfaces) -> str:
    """Say the lowest and highest losses in both windows."""
    parts = [
        f"{name} {grid.min():.1e} to {grid.max():.0e}"
        for name, grid in zip(("with skips", "without"), data.planes, strict=True)
    ]
    return f"{data.depth} layers, window ±{data.zoom:.3g}: losses {', '.join(parts)}."


def dragon(data: Dragon) -> str:
    """Say the mean and the spread at a width."""
    return (
        f"Width {data.width}: mean {data.losses.mean():.2g}, spread {data.losses.std():.2g}, "
        f"best {data.losses.min():.2g}, worst {data.losses.max():.2g}."
    )


def plateau(data: Plateau) -> str:
    """Say how many steps both methods need to leave the plateau."""
    return f"α = {data.alpha:.3g}: x ≤ 1 after {data.counts['gradient descent']} steps, with momentum {data.counts['momentum']}."


def saddle(data: Saddle) -> str:
    """Say how many steps both methods need to escape."""
    return (
        f"From 10 to the minus {data.exponent}: gradient descent escapes after {data.counts['gradient descent']} steps, "
        f"momentum after {data.counts['momentum']}."
    )


def turned(data: TurnedCurvature) -> str:
    """Say the eigenvalues and the verdict, and what is true."""
    return f"Eigenvalues 1 and {data.c:.2g}: the Hessian says {data.verdict}."


def goe(data: Goe) -> str:
    """Say how many of the matrices drawn, and of all, are minima."""
    return f"n = {data.n}: {np.sum(data.lams.min(axis=1) > 0)} of {len(data.lams)} matrices are minima; in the long run {data.share:.2g}."


def autoencoder(point):
    """Say what a critical point keeps, and its signs."""
    kept = " and ".join(str(i + 1) for i in point["kept"]) or "none"
    lams = point["lams"]
    return (
        f"Keeps directions: {kept}. Loss {point['loss']:.2f}; {np.sum(lams > 1e-6)} positive, "
        f"{np.sum(np.abs(lams) <= 1e-6)} zero and {point['index']} negative eigenvalues: {point['verdict']}."
    )
