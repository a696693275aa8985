"""What is to be seen in the demos of lecture 3, in a sentence each."""

import numpy as np


def successive(data):
    """Say the parts of the last step and of the velocity."""
    k, _, gradients, velocities, _ = data
    flat, steep = zip(-gradients[k], -velocities[k], strict=True)
    return (
        f"k = {k}. Along the flat axis −gradient is {flat[0]:.2g} and −velocity {flat[1]:.2g}; "
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


def components(data):
    """Say which direction is the slowest."""
    lams, left = data
    worst = np.abs(left).argmax()
    return f"The largest error left is {size(abs(left[worst]))}, along curvature {lams[worst]:.2g}."


def iterations(curves):
    """Say how many steps lead to a millionth of the distance."""
    counts = " and ".join(f"{np.argmax(curve <= 1e-6)} steps by {name}" for name, curve in curves.items())
    return f"A millionth of the distance is reached after {counts}."


def phase(data):
    """Say how one direction moves."""
    _, kind, rate = data
    return f"The error {kind}: the factor per step is {rate:.3f}."


def chain(data):
    """Say the gaps at a step."""
    k, _, gaps, _ = data
    return f"The gap after {k} steps: " + ", ".join(f"{name} {gap[k]:.2g}" for name, gap in gaps.items()) + "."


def kinks(data):
    """Say where momentum is in the end."""
    last = data[1]["momentum"][-3:]
    return "The last three places of momentum: " + ", ".join(f"{x:.3g}" for x in last) + "."


def plateau(data):
    """Say when either has left the plateau."""
    paths = data[1]
    counts = ", ".join(f"{name} {np.argmax(path <= 1) or 'more than 300'}" for name, path in paths.items())
    return f"Steps until x ≤ 1: {counts}."


def saddle(path):
    """Say when the path has left the saddle."""
    there = np.abs(path[:, 1]) >= 1
    return f"|y| reaches 1 after {there.argmax()} steps." if there.any() else "|y| has not reached 1 yet."
