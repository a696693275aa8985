"""What is to be seen in the demos of lecture 1, in a sentence each."""

import numpy as np


def exam(data):
    """Say the loss at θ and the slope there."""
    theta, loss, down = data[:3]
    return f"θ = ({theta[0]:.2f}, {theta[1]:.2f}): loss {loss:.3f}, slope {np.linalg.norm(down):.3f}."


def slice_of(data):
    """Say the losses at the ends and the lowest one of a line."""
    along, t, losses = data
    lowest = t[losses.argmin()]
    start = f"start (t = 0) {np.interp(0, t, losses):.2f}, " if along == "way" else ""
    return f"Loss: {start}end (t = 1) {np.interp(1, t, losses):.2f}, lowest {losses.min():.3f} at t = {lowest:.1f}."


def cosines(data):
    """Say how many directions descend, and how well they aim."""
    n, found, mean = data
    return (
        f"n = {n}: {np.sum(found > 0)} of {len(found)} directions descend; "
        f"the mean |cosine| is {mean:.3f}, the best one {found.max():.3f}."
    )


def slopes(data):
    """Say the two slopes."""
    theta, g = data[:2]
    ways = " and ".join(f"{'left' if slope > 0 else 'right'} along θ{sub}" for slope, sub in zip(g, "₁₂", strict=True))
    return f"At ({theta[0]:.1f}, {theta[1]:.1f}) the slopes are {g[0]:.2f} and {g[1]:.2f}: down is {ways}."


def norms(data):
    """Say what a step gains."""
    degrees, norm, edge, gain = data
    does = "descends" if gain > 1e-12 else "does not descend"
    return f"v = ({edge[0]:.2f}, {edge[1]:.2f}) has length 1 in the {norm} norm and gains {gain:.2f}: it {does}."


def descent(data):
    """Say which factors the two directions have and where the loss ends."""
    lams, path, losses = data
    end = f"{losses[-1]:.2g}" if losses[-1] < 1e6 else "beyond all bounds"
    return f"Curvatures 1 and {lams[1]:.3g}: the loss goes from {losses[0]:.2g} to {end} in {len(path) - 1} steps."


def angle(data):
    """Say how far −g points away from the minimum."""
    _, kappa, _, cosine = data
    here = float(cosine)
    return f"κ = {kappa}: here the cosine is {here:.3f}, an angle of {np.degrees(np.arccos(min(here, 1.0))):.0f}°."


def chord(data):
    """Say where the chord lies."""
    _, (x, line, curve) = data
    gap = float((curve - line).max())
    where = f"From x = {min(x):.2f} to {max(x):.2f} "
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


def tuned(data):
    """Say how many steps it takes."""
    kappa, _, distance = data
    return f"κ = {kappa:.3g}: a millionth of the distance is left after {len(distance) - 1} steps."


def surfaces(data):
    """Say the lowest and highest losses in both windows."""
    depth, zoom, planes = data
    parts = [
        f"{name} {grid.min():.1e} to {grid.max():.0e}"
        for name, grid in zip(("with skips", "without"), planes, strict=True)
    ]
    return f"{depth} layers, window ±{zoom:.3g}: losses {', '.join(parts)}."


def dragon(data):
    """Say the mean and the spread at a width."""
    width, losses = data
    return (
        f"Width {width}: mean {losses.mean():.2g}, spread {losses.std():.2g}, "
        f"best {losses.min():.2g}, worst {losses.max():.2g}."
    )


def plateau(data):
    """Say how many steps both methods need to leave the plateau."""
    alpha, _, _, counts = data
    return f"α = {alpha:.3g}: x ≤ 1 after {counts['gradient descent']} steps, with momentum {counts['momentum']}."


def saddle(data):
    """Say how many steps both methods need to escape."""
    exponent, _, counts = data
    return (
        f"From 10 to the minus {exponent}: gradient descent escapes after {counts['gradient descent']} steps, "
        f"momentum after {counts['momentum']}."
    )


def turned(data):
    """Say the eigenvalues and the verdict, and what is true."""
    _, verdict, c = data
    return f"Eigenvalues 1 and {c:.2g}: the Hessian says {verdict}."


def goe(data):
    """Say how many of the matrices drawn, and of all, are minima."""
    n, lams, share = data
    return f"n = {n}: {np.sum(lams.min(axis=1) > 0)} of {len(lams)} matrices are minima; in the long run {share:.2g}."


def autoencoder(point):
    """Say what a critical point keeps, and its signs."""
    kept = " and ".join(str(i + 1) for i in point["kept"]) or "none"
    lams = point["lams"]
    return (
        f"Keeps directions: {kept}. Loss {point['loss']:.2f}; {np.sum(lams > 1e-6)} positive, "
        f"{np.sum(np.abs(lams) <= 1e-6)} zero and {point['index']} negative eigenvalues: {point['verdict']}."
    )
