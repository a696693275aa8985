"""Section 6: what a step costs, counted and measured."""

import time

import numpy as np

EXAMPLES = 1000  # N, for the cost of a gradient
RATE = 1e10  # operations a second of the machine that is counted with
RATES = {"10¹⁰ (one core)": 1e10, "10¹² (a workstation)": 1e12, "10¹⁴ (an accelerator)": 1e14}
MEMORY = 16e9  # bytes
WORK = ["move θ (n)", "gradient (N n)", "Hessian (N n²)", "solve (n³)"]


def operations(n, N=EXAMPLES):
    """Return how many operations a step takes: multiplications and additions, for a loss that is a mean over N.

    For logistic regression: the gradient needs two products with the N × n data, the Hessian one of n × N
    by N × n (half of it, as it is symmetric), the solution by Cholesky's method n³/3.
    """
    n = np.asarray(n, float)
    return dict(zip(WORK, [2 * n, 4 * N * n, N * n**2, n**3 / 3], strict=True))


def hessian_bytes(n):
    """Return how many bytes a Hessian of n parameters takes in double precision."""
    return 8 * float(n) ** 2


def largest_hessian(memory=MEMORY):
    """Return the number of parameters whose Hessian just fills a memory, in bytes."""
    return np.sqrt(memory / 8)


def at(n, rate=RATE):
    """Return n, the seconds of each kind of `WORK`, the bytes of θ and of the Hessian, and three of these in words."""
    seconds, memory = [count / rate for count in operations(n).values()], (8 * n, hessian_bytes(n))
    return n, seconds, memory, (in_bytes(memory[1]), in_time(seconds[3]), in_time(seconds[1]))


def measure(progress=lambda share: None, sizes=(100, 200, 400, 800, 1200), rng=None):
    """Time a product with a Hessian, a solution, and an inverse on this machine, the best of three.

    Parameters
    ----------
    progress : callable
        Is told the share that is done, from 0 to 1.
    sizes : sequence of int
    rng : numpy Generator, optional

    Returns
    -------
    sizes : ndarray of shape (K,)
    seconds : dict of str to ndarray of shape (K,)
    """
    rng = rng or np.random.default_rng(0)
    jobs = {
        "H v": lambda H, g: H @ g,
        "solve": np.linalg.solve,
        "inverse": lambda H, g: np.linalg.inv(H) @ g,
    }
    seconds = {name: np.empty(len(sizes)) for name in jobs}
    for k, n in enumerate(sizes):
        H, g = np.eye(n) + 0.1 / np.sqrt(n) * rng.normal(size=(n, n)), rng.normal(size=n)
        for name, job in jobs.items():
            seconds[name][k] = min(_time(job, H, g) for _ in range(3))
        progress((k + 1) / len(sizes))
    return np.array(sizes), seconds


def _time(job, H, g):
    start = time.perf_counter()
    job(H, g)
    return time.perf_counter() - start


def in_bytes(count):
    """Return a number of bytes in words, such as ``"8 TB"``."""
    return _with_prefix(count, 1000, ["B", "kB", "MB", "GB", "TB", "PB", "EB"])


def in_time(seconds):
    """Return a duration in words, such as ``"3 days"``."""
    for size, unit in ((3.156e7, "years"), (86400, "days"), (3600, "hours"), (60, "minutes"), (1, "s"), (1e-3, "ms")):
        if seconds >= size:
            return f"{seconds / size:,.3g} {unit}" if seconds / size < 1e4 else f"{seconds / size:.1e} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def _with_prefix(count, step, units):
    power = 0
    while count >= step and power < len(units) - 1:
        count, power = count / step, power + 1
    return f"{count:.3g} {units[power]}"
