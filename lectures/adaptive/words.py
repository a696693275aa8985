"""What is to be seen in the demos of lecture 4, in a sentence each."""

import numpy as np

NAMES = {"sign": "sign descent", "adagrad": "AdaGrad", "rmsprop": "RMSProp", "adam": "Adam", "adamw": "AdamW"}


def named(values, form="{:.2g}"):
    """Write methods and their values as a list in words."""
    return ", ".join(f"{NAMES.get(name, name)} {form.format(value)}" for name, value in values.items())


def far(data):
    """Say where two paths end."""
    ends = {name: path[-1] for name, path in data[1].items()}
    return f"θ after {len(data[1]['sign']) - 1} steps: {named(ends, '{:.3g}')}. The minimum is at 0."


def layers(data):
    """Say how the gradient's size differs between layers, and how it changes."""
    _, norms, losses = data
    across = norms[0].max() / norms[0].min()
    return (
        f"At the start the largest layer's gradient is {across:.3g} times the smallest's; over the run sizes "
        f"differ by a factor {norms.max() / norms.min():.3g}. Last loss: {losses[-1]:.2g}."
    )


def jump(data):
    """Say the lengths of the steps before and after the jump."""
    sizes, lengths = data
    parts = [
        f"{NAMES[name]} {moved[79]:.2g}, then {moved[80]:.2g}, at last {moved[-1]:.2g}"
        for name, moved in lengths.items()
    ]
    return f"The gradient goes from 1 to {sizes[-1]:.4g}. Steps before and after, in α: {'; '.join(parts)}."


def slope(lengths):
    """Say the first and the last step."""
    first, last = ({name: moved[k] for name, moved in lengths.items()} for k in (0, -1))
    return f"First step, in α: {named(first, '{:.3g}')}. Step 1000: {named(last, '{:.3g}')}."


def comparison(curves):
    """Say where the runs end."""
    ends = {loss: {name: values[-1] for name, (_, values) in runs.items()} for loss, runs in curves.items()}
    return f"At the end: convex, {named(ends['convex'])} above the minimum; deep network, {named(ends['network'])}."


def sparse(errors):
    """Say the errors of the most frequent and the rarest feature."""
    often, rare = ({name: rows[k] for name, rows in errors.items()} for k in (0, -1))
    return f"Error of the commonest feature: {named(often)}. Of the rarest: {named(rare)}."


def corrected(lengths):
    """Say the first and the longest step without correction."""
    bare = lengths["not corrected"]
    longest = int(np.argmax(bare))
    return (
        f"Corrected, the first step is {lengths['corrected'][0]:.3g} α. Not corrected it is {bare[0]:.3g} α, "
        f"and the longest of 100 is {bare[longest]:.3g} α at k = {longest + 1}."
    )


def noisy(data):
    """Say the mean step."""
    gradients, _, mean = data
    return f"The gradients scatter by {gradients.std():.2g} around 1; the mean step is {mean:.2g} α."


def epsilon(data):
    """Say how near Adam's path is to momentum's."""
    paths, rates = data
    apart = np.abs(paths["adam"] - paths["momentum"]).max()
    return f"Largest distance between the paths: {apart:.2g}. The step sizes differ by a factor {rates.max() / rates.min():.3g}."


def units(data):
    """Say which step sizes are best."""
    alphas, curves = data
    best = {name: np.nanargmin(values) for name, values in curves.items()}
    parts = [f"{NAMES.get(name, name)} {alphas[k]:.2g} (loss {curves[name][k]:.2g})" for name, k in best.items()]
    return f"Best step size: {', '.join(parts)}."


def turned(data):
    """Say the distances at the present angle."""
    degrees, _, _, distances = data
    return f"Turned by {degrees:g}°. Distance after 60 steps: {named(distances)}."


def decay(left):
    """Say what is left of the weights with the smallest and the largest gradients."""
    return (
        f"Left of a weight with small gradients: {named({name: rows[0] for name, rows in left.items()})}; "
        f"with large ones: {named({name: rows[-1] for name, rows in left.items()})}."
    )


def race(data):
    """Say who is lowest, and with which step size."""
    shown, _, gaps, alphas = data
    if not gaps:
        return "Nobody runs: tick a box."
    now = {name: gap[shown] if np.isfinite(gap[shown]) else np.inf for name, gap in gaps.items()}
    first = min(now, key=now.get)
    return f"After {shown} steps {NAMES.get(first, first)} is lowest, {now[first]:.2g} above the minimum, with α = {alphas[first]:.2g}."
