"""What is to be seen in the demos of lecture 3, in a sentence each."""

import numpy as np

from lectures.momentum.data import (
    BowlPaths, Chain, Components, Cycling, Edge, Fair, OnCurve, OneDirection, OnMap, OwnPath, Successive, Tuned,
)  # fmt: skip
from lectures.viz import number


def size(value: float) -> str:
    """Write a number with two digits; huge ones as what they are."""
    return number(value, 2) if abs(value) < 1e6 else "beyond all bounds"


def race(data: BowlPaths) -> str:
    """Say how far either path ends from the minimum, and who has won."""
    ends = {name: np.hypot(*path[-1]) for name, path in data.paths.items()}
    descent, heavy = ends["gradient descent"], ends["momentum"]
    won = "Momentum is nearer." if heavy < descent else "Gradient descent is nearer."
    steps = len(data.paths["momentum"]) - 1
    return f"After {steps} steps descent at its best is {size(descent)} away, your momentum {size(heavy)}. {won}"


def successive(data: Successive) -> str:
    """Say the parts of the last step and of the velocity."""
    flat, steep = zip(-data.gradients[data.k], -data.velocities[data.k], strict=True)
    return (
        f"k = {data.k}. Along the flat axis −gradient is {size(flat[0])} and −velocity {size(flat[1])}; "
        f"along the steep axis {size(steep[0])} and {size(steep[1])}."
    )


def velocity(velocities: np.ndarray) -> str:
    """Say how large the velocity has become."""
    return f"After {len(velocities) - 1} steps the velocity is {size(velocities[-1])} times the gradient."


def own(data: OwnPath) -> str:
    """Say how far the reader's path ends from the right one's end."""
    same = np.abs(data.own - data.right).max(axis=1) < 1e-9
    if same.all():
        return "Your path is the right one, step by step."
    own, right = (np.hypot(*path[-1]) for path in data)
    ends = f"it ends {size(own)} from the minimum" if own < 1e6 else "it leaves all bounds"
    return f"From step {np.argmin(same)} on your path differs: {ends}, the right one {size(right)} from it."


def conventions(paths: dict) -> str:
    """Say how far the conventions come apart."""
    apart = np.abs(paths["sum"] - paths["inside"]).max()
    if apart < 1e-12:
        return "All three paths are the same."
    return f"Largest difference between α outside and α inside: {size(apart)}."


def components(data: Components) -> str:
    """Say which direction is the slowest, and how the two ends stand."""
    worst, ends = np.abs(data.left).argmax(), [size(abs(data.left[i])) for i in (0, -1)]
    return (
        f"Left along curvature {size(data.lams[0])}: {ends[0]}; along curvature {size(data.lams[-1])}: {ends[1]}. "
        f"Most is left along {size(data.lams[worst])}."
    )


def iterations(data: Tuned) -> str:
    """Say the rates."""
    rates = " and ".join(f"{rate:.3f} ({name})" for name, rate in data.rates.items())
    return f"κ = {size(data.kappa)}. Factor per step in the long run: {rates}."


def phase(data: OneDirection) -> str:
    """Say how one direction moves."""
    return f"The error {data.kind}: the factor per step is {data.rate:.3f}."


def network(data: OnMap) -> str:
    """Say the step size that was read off, and what the network made of it."""
    scaled, limit = data.alpha * data.lams[0], 2 * (1 + data.mu)
    side = "inside" if scaled < limit else "outside"
    return (
        f"α = {data.alpha:.2f}, {side} the limit of the map ({limit / data.lams[0]:.2f}). "
        f"Loss after {len(data.losses) - 1} steps: {size(data.losses[-1])}. αλₘₐₓ ends at {size(data.scaled_end)}."
    )


def edge(data: Edge) -> str:
    """Say where the edge is and how far the sharpness has come."""
    last = data.sharpness[-1]
    return (
        f"The edge is at {size(data.edge)}. With shuffled labels the sharpness rises to {size(data.sharpness.max())} "
        f"and ends at {size(last)}; with true labels it ends at {size(data.true_sharpness[-1])}."
    )


def chain(data: Chain) -> str:
    """Say the gaps at a step."""
    names = {"gradient descent": "gradient descent", "nesterov": "Nesterov", "bound": "Nesterov's bound"}
    said = ", ".join(f"{words} {size(data.gaps[name][data.k])}" for name, words in names.items())
    return f"The gap after {data.k} steps: {said}."


def kinks(data: OnCurve) -> str:
    """Say where momentum is in the end."""
    last = data.paths["momentum"][-3:]
    if np.abs(last).max() < 0.01:
        return "Momentum has come to rest at 0."
    return "The last three places of momentum: " + ", ".join(number(x) for x in last) + "."


def cycles(data: Cycling) -> str:
    """Say whether the ball goes round, and its rate on bowls."""
    where = (
        f"There is a loss on which the ball visits {data.corners} places for ever"
        if data.corners
        else "No loss with such a cycle was found; on a bowl the ball comes to rest"
    )
    return f"{where}. On bowls its factor per step here is {data.rate:.3f}."


def fair(there: str) -> object:
    """Return the sentence on both methods' step sizes and step counts; `there` is what they are counted to."""

    def sentence(data: Fair) -> str:
        parts = [
            f"{name} (α = {size(alpha)}) "
            + (f"{data.counts[name]}" if data.counts[name] is not None else "lost" if data.lost[name] else "never")
            for name, alpha in data.alphas.items()
        ]
        return f"{there}: {', '.join(parts)}."

    return sentence
