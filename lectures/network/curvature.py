"""The curvature of the digits network's loss: exact Hessian-vector products, and the largest eigenvalues from them."""

from collections.abc import Callable

import numpy as np

from lectures.network.digits import forward, unpack


def hessian_vector(theta: np.ndarray, v: np.ndarray, X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the exact product of the loss's Hessian and a vector, for about the price of two gradients.

    Parameters
    ----------
    theta : ndarray of shape (n,)
        The parameters of one network.
    v : ndarray of shape (n,)
    X, y : ndarray of shape (N, 64) and (N,)

    Returns
    -------
    ndarray of shape (n,)
        ``H v`` for the mean negative log-likelihood of `X` and `y`.

    Notes
    -----
    B. A. Pearlmutter (1994), *Fast exact multiplication by the Hessian*: the derivative along `v` of every line of the
    gradient's computation.
    """
    hidden, log_p = (part[0] for part in forward(theta[None], X))
    W2 = unpack(theta[None])[2][0]
    V1, c1, V2, c2 = (part[0] for part in unpack(np.asarray(v, float)[None]))
    p, slope, rows = np.exp(log_p), 1 - hidden**2, np.arange(len(X))
    hidden_dot = slope * (X @ V1 + c1)
    logits_dot = hidden_dot @ W2 + hidden @ V2 + c2
    delta = p / len(X)
    delta[rows, y] -= 1 / len(X)
    delta_dot = p * (logits_dot - np.sum(p * logits_dot, axis=1, keepdims=True)) / len(X)
    back, back_dot = delta @ W2.T, delta_dot @ W2.T + delta @ V2.T
    before_dot = back_dot * slope - 2 * back * hidden * hidden_dot
    parts = (
        X.T @ before_dot,
        before_dot.sum(axis=0),
        hidden_dot.T @ delta + hidden.T @ delta_dot,
        delta_dot.sum(axis=0),
    )
    return np.concatenate([part.ravel() for part in parts])


def lanczos(
    product: Callable[[np.ndarray], np.ndarray], n: int, steps: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return the eigenvalues of a symmetric matrix as Lanczos sees them after some products with it.

    Parameters
    ----------
    product : callable
        Maps a vector (n,) to the matrix times that vector.
    n : int
    steps : int
        How many products to spend; at most `n`.
    rng : numpy.random.Generator
        Source of the first vector.

    Returns
    -------
    values : ndarray of shape (k,)
        Ritz values, falling; those at both ends are close to eigenvalues first. k = `steps`, or less where the vectors
        seen so far are closed under the product.
    vectors : ndarray of shape (n, k)
        The Ritz vectors as columns.

    Notes
    -----
    C. Lanczos (1950). Each new vector is made orthogonal to all before it, twice, since rounding would bring
    back copies of eigenvalues that were found.
    """
    q = rng.normal(size=n)
    basis, diagonal, beside = [q / np.linalg.norm(q)], [], []
    for _ in range(min(steps, n)):
        w = product(basis[-1])
        diagonal.append(float(w @ basis[-1]))
        Q = np.array(basis)
        for _ in range(2):
            w = w - Q.T @ (Q @ w)
        beside.append(float(np.linalg.norm(w)))
        if beside[-1] <= 1e-10 * max(map(abs, diagonal)):
            break
        basis.append(w / beside[-1])
    k = len(diagonal)
    T = np.diag(diagonal) + np.diag(beside[: k - 1], 1) + np.diag(beside[: k - 1], -1)
    values, mixed = np.linalg.eigh(T)
    return values[::-1], np.array(basis[:k]).T @ mixed[:, ::-1]


def top_eigenvalues(
    theta: np.ndarray, X: np.ndarray, y: np.ndarray, count: int = 1, steps: int = 30, seed: int = 0
) -> np.ndarray:
    """Return the largest eigenvalues (count,) of the loss's Hessian, falling, by `steps` Hessian-vector products."""
    values, _ = lanczos(lambda v: hessian_vector(theta, v, X, y), len(theta), steps, np.random.default_rng(seed))
    return values[:count]


def sharpness(theta: np.ndarray, X: np.ndarray, y: np.ndarray, steps: int = 20) -> float:
    """Return the largest eigenvalue of the loss's Hessian, by `steps` Hessian-vector products."""
    return float(top_eigenvalues(theta, X, y, 1, steps)[0])
