"""What is to be seen in the demos of lecture 3, in a sentence each."""

import numpy as np

from lectures.momentum.data import Chain, Components, OnCurve, OneDirection, Successive


def successive(data: Successive) -> str:
    """Say the parts of the last step and of the velocity."""
    flat, steep = zip(-data.gradients[data.k], -data.velocities[data.k], strict=True)
    return (
        f"k = {data.k}. Along the flat axis −gradient is {flat[0]:.2g} and −velocity {flat[1]:.2g}; "
        f"along the steep axis {steep[0]:.2g} and {steep[1]:.2g}."
    )


def velocity(velocities):
    """Say how large the velocity has become."""
    return f"After {len(velocities) - 1} steps the velocity is {velocities[-1]:.3g} times the gradient."


def distances_now(paths):
    """Say how far from the origin the paths end."""
    steps = len(next(iter(paths.values()))) - 1
    ends = ", ".join(f"{name} {size(np.linalg.norm(path[-1]))}" for name, path in paths.items())
    return f"Distance to the minimum after {steps} steps: {ends}."


def size(distance):
    """Write a distance; huge ones as what they are."""
    return f"{distance:.2g}" if distance < 1e4 else "far away"


def conventions(paths):
    """Say how far the conventions come apart."""
    apart = np.abs(paths["sum"] - paths["inside"]).max()
    return f"Largest difference between α outside and α inside: {apart:.2g}."


def components(data: Components) -> str:
    """Say which direction is the slowest."""
    worst = np.abs(data.left).argmax()
    return f"The largest error left is {size(abs(data.left[worst]))}, along curvature {data.lams[worst]:.2g}."


def iterations(curves):
    """Say how many steps lead to a millionth of the distance."""
    counts = " and ".join(f"{np.argmax(curve <= 1e-6)} steps by {name}" for name, curve in curves.items())
    return f"A millionth of the distance is reached after {counts}."


def phase(data: OneDirection) -> str:
    """Say how one direction moves."""
    return f"The error {data.kind}: the factor per step is {data.rate:.3f}."


def chain(data: Chain) -> str:
    """Say the gaps at a step."""
    return (
        f"The gap after {data.k} steps: "
        + ", ".join(f"{name} {gap[data.k]:.2g}" for name, gap in data.gaps.items())
        + "."
    )


def kinks(data: OnCurve) -> str:
    """Say where momentum is in the end."""
    last = data.paths["momentum"][-3:]
    return "The last three places of momentum: " + ", ".join(f"{x:.3g}" for x in last) + "."


def plateau(data: OnCurve) -> str:
    """Say when either has left the plateau."""
    paths = data.paths
    counts = ", ".join(f"{name} {np.argmax(path <= 1) or 'more than 300'}" for name, path in paths.items())
    return f"Steps until x ≤ 1: {counts}."


def saddle(path):
    """Say when the path has left the saddle."""
    there = np.abs(path[:, 1]) >= 1
    return f"|y| reaches 1 after {there.argmax()} steps." if there.any() else "|y| has not reached 1 yet."
