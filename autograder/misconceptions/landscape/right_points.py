"""Right in another style: the functions that look at points, matrices and directions."""

import numpy as np

from autograder.variants import right


@right("softmax_nll")
def one_hot(W, X, y):
    Y = np.eye(W.shape[1])[y]
    logits = X @ W
    log_p = logits - np.logaddexp.reduce(logits, axis=1)[:, None]
    return -np.sum(Y * log_p) / len(X), X.T @ (np.exp(log_p) - Y) / len(X)


@right("softmax_nll")
def example_by_example(W, X, y):
    loss, gradient = 0.0, np.zeros_like(W)
    for x, label in zip(X, y, strict=True):
        z = W.T @ x
        z = z - max(z)
        total = sum(np.exp(z))
        loss += np.log(total) - z[label]
        p = np.exp(z) / total
        p[label] -= 1
        gradient += np.outer(x, p)
    return [loss / len(y), gradient / len(y)]


@right("softmax_nll")
def with_einsum(W, X, y):
    Z = np.einsum("ij,jk->ik", X, W)
    Z -= np.amax(Z, axis=1)[:, np.newaxis]
    E = np.exp(Z)
    sums = E.sum(axis=1)
    loss = np.mean(np.log(sums) - np.take_along_axis(Z, y[:, None], axis=1)[:, 0])
    P = E / sums[:, None]
    np.subtract.at(P, (np.arange(y.size), y), 1.0)
    return np.float64(loss), np.einsum("ij,ik->jk", X, P) / y.size


@right("softmax_nll")
def class_by_class(W, X, y):
    logits = X.dot(W)
    top = logits.max(1)
    log_sum = top + np.log(np.exp(logits - top[:, None]).sum(1))
    gradient = np.empty(W.shape)
    for c in range(W.shape[1]):
        p = np.exp(logits[:, c] - log_sum)
        gradient[:, c] = ((p - (y == c))[:, None] * X).mean(axis=0)
    return np.mean(log_sum - np.array([row[label] for row, label in zip(logits, y, strict=True)])), gradient


@right("nonconvex_witness")
def with_combinations(f, points):
    from itertools import combinations

    for a, b in combinations(points, 2):
        if f(0.5 * a + 0.5 * b) - 0.5 * f(a) - 0.5 * f(b) > 1e-9:
            return (a, b)


@right("nonconvex_witness")
def largest_excess(f, points):
    best, witness = 1e-9, None
    for a in points:
        for b in points:
            excess = f(a + (b - a) / 2) - (f(a) + f(b)) / 2
            if excess > best:
                best, witness = excess, [a, b]
    return witness


@right("nonconvex_witness")
def table_of_midpoints(f, points):
    values = np.array([f(p) for p in points])
    middles = (points[:, None, :] + points[None, :, :]) / 2
    heights = np.array([[f(m) for m in row] for row in middles])
    found = np.argwhere(heights > (values[:, None] + values) / 2 + 1e-9)
    return None if len(found) == 0 else points[found[0]]


@right("nonconvex_witness")
def backwards(f, points):
    for i in reversed(range(len(points))):
        for j in reversed(range(i)):
            if 2 * f((points[i] + points[j]) / 2) > f(points[i]) + f(points[j]) + 2e-9:
                return points[j].tolist(), points[i].tolist()
    return None


@right("classify_critical_point")
def general_eigenvalues(H, tol=1e-8):
    lams = np.sort(np.linalg.eigvals(H).real)
    positive, negative = np.sum(lams > tol), np.sum(lams < -tol)
    if positive and negative:
        return "saddle"
    if positive == len(H):
        return "minimum"
    return "maximum" if negative == len(H) else "inconclusive"


@right("classify_critical_point")
def set_of_signs(H, tol=1e-8):
    lams, _ = np.linalg.eigh(H)
    signs = {0 if abs(lam) <= tol else int(np.sign(lam)) for lam in lams}
    if {1, -1} <= signs:
        return "saddle"
    return "inconclusive" if 0 in signs else {1: "minimum", -1: "maximum"}[signs.pop()]


@right("classify_critical_point")
def smallest_and_largest(H, tol=1e-8):
    *_, high = low, *_ = np.linalg.eigvalsh((H + H.T) / 2)
    if low > tol:
        return "minimum"
    if high < -tol:
        return "maximum"
    return "saddle" if low < -tol and high > tol else "inconclusive"


@right("classify_critical_point")
def rounded_to_zero(H, tol=1e-8):
    lams = np.linalg.eigvalsh(H)
    lams[np.abs(lams) <= tol] = 0
    answers = [("saddle", lams.min() < 0 < lams.max()), ("inconclusive", 0 in lams)]
    answers += [("minimum", all(lams > 0)), ("maximum", all(lams < 0))]
    return next(answer for answer, holds in answers if holds)


@right("fraction_of_minima")
def matrix_by_matrix(n, draws, rng):
    count = 0
    for _ in range(draws):
        A = rng.normal(size=(n, n))
        count += bool(np.all(np.linalg.eigvalsh((A + A.T) / 2) > 0))
    return count / draws


@right("fraction_of_minima")
def drawn_as_the_ensemble(n, draws, rng):
    H = np.zeros((draws, n, n))
    for i in range(n):
        H[:, i, i] = rng.normal(size=draws)
        for j in range(i):
            H[:, i, j] = H[:, j, i] = rng.normal(scale=np.sqrt(0.5), size=draws)
    return np.mean(np.linalg.eigvalsh(H).min(axis=1) > 0)


@right("fraction_of_minima")
def counted_as_maxima(n, draws, rng):
    A = rng.normal(0, 1, (n, n, draws))
    H = np.moveaxis(A + np.swapaxes(A, 0, 1), -1, 0)
    return int(np.sum(np.all(np.linalg.eigh(-H)[0] < 0, axis=-1))) / draws


@right("fraction_of_minima")
def leading_minors(n, draws, rng):
    A = rng.standard_normal((draws, n, n))
    H = (A + A.transpose(0, 2, 1)) / 2
    minors = np.array([np.linalg.det(H[:, :k, :k]) for k in range(1, n + 1)])
    return float(np.all(minors > 0, axis=0).mean())


@right("fraction_of_minima")
def generator_of_the_old_kind(n, draws, rng):
    A = np.random.RandomState(rng.integers(2**31)).randn(draws, n, n)  # noqa: NPY002
    return float(np.mean(np.linalg.eigvalsh(A + A.transpose(0, 2, 1))[:, 0] > 0))


@right("filter_normalize")
def column_by_column(direction, weights):
    result = [np.zeros_like(D) for D in direction]
    for new, D, W in zip(result, direction, weights, strict=True):
        if D.ndim == 2:
            for j in range(D.shape[1]):
                length = np.sqrt(D[:, j] @ D[:, j])
                if length > 0:
                    new[:, j] = D[:, j] / length * np.sqrt(W[:, j] @ W[:, j])
    return result


@right("filter_normalize")
def tiny_number_added(direction, weights):
    return tuple(
        D * np.linalg.norm(W, axis=0) / (np.linalg.norm(D, axis=0) + 1e-10) if D.ndim > 1 else 0 * D
        for D, W in zip(direction, weights, strict=True)
    )


@right("filter_normalize")
def divided_where_possible(direction, weights):
    result = []
    for D, W in zip(direction, weights, strict=True):
        if len(D.shape) == 1:
            result.append([0.0] * len(D))
            continue
        wanted, own = (np.sqrt(np.einsum("ij,ij->j", A, A)) for A in (W, D))
        result.append(D @ np.diag(np.divide(wanted, own, out=np.zeros_like(own), where=own > 0)))
    return result


@right("filter_normalize")
def transposed_rows(direction, weights):
    def scaled(D, W):
        lengths = [(np.hypot.reduce(w), np.hypot.reduce(d) or 1.0) for d, w in zip(D.T, W.T, strict=True)]
        return np.stack([d * wanted / own for d, (wanted, own) in zip(D.T, lengths, strict=True)]).T

    both = zip(direction, weights, strict=True)
    return [scaled(D, W) if D.ndim == 2 else np.zeros(D.shape) for D, W in both]
