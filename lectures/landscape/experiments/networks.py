"""Small networks on two spirals, many trained at once: their loss surfaces, and how good they become."""

import functools

import numpy as np

from solutions.adaptive import adam_step
from solutions.landscape import filter_normalize

DEPTH = 20
SKIPS = {"scaled": True, "unscaled": 1.0, "plain": False, "small start": 1.0}  # for `forward`, of each kind of network
SHOWN = ("scaled", "unscaled", "plain")  # with these titles
TITLES = ("skips, layers × 1/√20", "skips, layers × 1", "no skips")
ZOOMS = (1.0, 0.5, 0.25, 0.125)
SEEDS = 4
WIDTHS = (2, 3, 4, 6, 8, 16, 32)


def spirals(turns=1.5, n=50):
    """Return two interleaved spirals: points (2n, 2) and labels (2n,)."""
    radius = np.sqrt(np.linspace(0.02, 1, n))
    angle = 2 * np.pi * turns * radius
    arm = 2 * radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return np.concatenate([arm, -arm]), np.repeat([0, 1], n)


def initial_weights(depth, width, rngs):
    """Return He's initial weights of one network for each generator, stacked along the first axis.

    Returns
    -------
    list of ndarray
        W, b, W, b, …: W (networks, fan_in, fan_out) and b (networks, 1, fan_out).
    """
    sizes = [2] + [width] * depth + [2]
    weights = []
    for fan_in, fan_out in zip(sizes[:-1], sizes[1:], strict=True):
        draws = [rng.normal(size=(fan_in, fan_out)) for rng in rngs]
        weights += [np.stack(draws) * np.sqrt(2 / fan_in), np.zeros((len(rngs), 1, fan_out))]
    return weights


def strength(skips, hidden):
    """Return what the units' answers are multiplied by before they are added to a layer's input."""
    return 1 / np.sqrt(hidden) if skips is True else float(skips)


def forward(weights, X, skips):
    """Return the logits (networks, N, 2), the inputs of all layers, and where each hidden unit is on.

    A hidden layer is relu(h W + b). With skips it adds its input: h + relu(h W + b)/√depth; a number in place
    of True is a factor of its own in place of 1/√depth.
    """
    hidden = len(weights) // 2 - 1
    factor = strength(skips, hidden)
    layers, on = [X], []
    for i in range(hidden):
        h = layers[-1] @ weights[2 * i] + weights[2 * i + 1]
        on.append(h > 0)
        h *= on[-1]
        layers.append(layers[-1] + factor * h if skips and i else h)
    return layers[-1] @ weights[-2] + weights[-1], layers, on


def mean_loss(logits, y):
    """Return the mean negative log-likelihood of each network, and the log-probabilities."""
    logits = logits - logits.max(axis=-1, keepdims=True)
    log_p = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
    return -log_p[..., np.arange(len(y)), y].mean(axis=-1), log_p


def loss_and_gradients(weights, X, y, skips=False):
    """Return the losses (networks,) and the gradients with respect to all weights."""
    logits, layers, on = forward(weights, X, skips)
    loss, log_p = mean_loss(logits, y)
    hidden = len(on)
    back = np.exp(log_p)
    back[..., np.arange(len(y)), y] -= 1
    back /= len(y)
    gradients = [None] * len(weights)
    for i in range(hidden, -1, -1):
        inner = back  # the derivative by what the layer's matrix gives
        if i < hidden:
            inner = back * on[i] * (strength(skips, hidden) if skips and i else 1)
        gradients[2 * i] = np.swapaxes(layers[i], -1, -2) @ inner
        gradients[2 * i + 1] = inner.sum(axis=-2, keepdims=True)
        through = inner @ np.swapaxes(weights[2 * i], -1, -2)
        back = through + back if skips and 0 < i < hidden else through
    return loss, gradients


def train(weights, X, y, skips=False, steps=300, alpha=0.01):
    """Train all networks with Adam on the full data; return their weights and final losses."""
    weights = list(weights)
    m, v = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    for k in range(1, steps + 1):
        _, gradients = loss_and_gradients(weights, X, y, skips)
        for i, g in enumerate(gradients):
            weights[i], m[i], v[i] = adam_step(weights[i], g, m[i], v[i], k, alpha=alpha)
    return weights, mean_loss(forward(weights, X, skips)[0], y)[0]


def in_short(arrays):
    """Return arrays in single precision, which trains twice as fast."""
    return [np.asarray(array, np.float32) for array in arrays]


@functools.cache
def trained(kind, depth=DEPTH, seeds=SEEDS):
    """Return the weights and final losses of networks of one of the kinds in `SKIPS`, after 600 steps of Adam.

    With a "small start" the matrices of the layers that have skips begin with 1/√depth of He's size.
    """
    rngs = [np.random.default_rng([depth, seed]) for seed in range(seeds)]
    X, y = spirals()
    weights = initial_weights(depth, 16, rngs)
    if kind == "small start":
        weights[2:-2:2] = [W / np.sqrt(depth) for W in weights[2:-2:2]]
    weights, losses = train(in_short(weights), *in_short([X]), y, SKIPS[kind], 600, 0.003)
    return [w.astype(float) for w in weights], losses.astype(float)


def plane(weights, skips, rng, radius=1.0, cells=33):
    """Return the loss of one network on a plane through its weights, (cells, cells).

    The two directions of the plane are random and normalised filter by filter; the window reaches from
    −radius to radius along both. Where the loss is too large for a float it is inf.
    """
    flat = [w[0] if len(w) == 1 else w for w in weights]  # biases as vectors
    directions = [filter_normalize([rng.normal(size=w.shape) for w in flat], flat) for _ in range(2)]
    places = np.linspace(-radius, radius, cells)
    a, b = (grid.reshape(-1, 1, 1) for grid in np.meshgrid(*in_short([places, places])))
    flat, *directions = map(in_short, (weights, *directions))
    moved = [w + a * p.reshape(w.shape) + b * q.reshape(w.shape) for w, p, q in zip(flat, *directions, strict=True)]
    X, y = spirals()
    with np.errstate(over="ignore", invalid="ignore"):
        loss = mean_loss(forward(moved, *in_short([X[::2]]), skips)[0], y[::2])[0]
    return loss.reshape(cells, cells).astype(float)


def surfaces(progress=lambda share: None, run=0):
    """Return at each zoom the planes of the three kinds of networks: {zoom: [grid, grid, grid]}.

    `run` chooses the seed of the networks and the directions, which stay the same at all zooms.
    """
    found, seed = {zoom: [] for zoom in ZOOMS}, run % SEEDS
    for i, kind in enumerate(SHOWN):
        weights = [w[seed] for w in trained(kind)[0]]
        for zoom, planes in found.items():
            planes.append(plane(weights, SKIPS[kind], np.random.default_rng([run, DEPTH]), zoom))
        progress((i + 1) / len(SHOWN))
    return found


@functools.cache
def windows(kind):
    """Return the plane of radius 1 for each seed."""
    weights, skips = trained(kind)[0], SKIPS[kind]
    return [plane([w[seed] for w in weights], skips, np.random.default_rng([seed, DEPTH])) for seed in range(SEEDS)]


def bent_down(grid):
    """Return the share of a plane's inner cells where the curvature is negative in some direction of the plane."""
    inner = grid[1:-1, 1:-1]
    xx, yy = grid[1:-1, 2:] + grid[1:-1, :-2] - 2 * inner, grid[2:, 1:-1] + grid[:-2, 1:-1] - 2 * inner
    xy = (grid[2:, 2:] + grid[:-2, :-2] - grid[2:, :-2] - grid[:-2, 2:]) / 4
    return float(((xx + yy) / 2 - np.hypot((xx - yy) / 2, xy) < 0).mean())


@functools.cache
def final_losses(width, seeds=200, turns=1.2):
    """Return the sorted final losses of networks with one hidden layer, one for each seed."""
    X, y = spirals(turns, n=30)
    found = []
    for first in range(0, seeds, 50):  # fifty at a time fit into the processor's cache
        rngs = [np.random.default_rng([width, seed]) for seed in range(first, min(first + 50, seeds))]
        found.append(train(in_short(initial_weights(1, width, rngs)), *in_short([X]), y, steps=800, alpha=0.02)[1])
    return np.sort(np.concatenate(found).astype(float))


def all_losses(progress=lambda share: None, run=0):
    """Return the final losses of 200 networks of each width."""
    found = {}
    for i, width in enumerate(WIDTHS):
        found[width] = final_losses(width)
        progress((i + 1) / len(WIDTHS))
    return found


def summary(found):
    """Return the widths, and for each the mean, the spread and its standard error, (4, widths), from `all_losses`."""
    rows = [(width, losses.mean(), losses.std(), error_of_spread(losses)) for width, losses in found.items()]
    return np.array(rows).T


def error_of_spread(losses, draws=400):
    """Return the standard error of a standard deviation, by drawing the losses (N,) again with replacement."""
    rng = np.random.default_rng(0)
    return float(rng.choice(losses, (draws, len(losses))).std(axis=1).std())
