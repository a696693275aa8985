"""The small picture of a failed trajectory: yours and the right one."""

import io

import numpy as np

DESCRIPTION = "Two paths from the same start: the right one, solid with dots, and yours, dashed with crosses."


def picture_png(picture: dict) -> bytes:
    """Draw the picture of a `CaseFailure` and return it as PNG bytes.

    Parameters
    ----------
    picture : dict
        ``{"kind": "trajectory", "yours": (steps + 1, 1 or 2), "expected": same shape}``.
    """
    from matplotlib.figure import Figure

    yours, expected = (np.asarray(picture[k], dtype=float) for k in ("yours", "expected"))
    figure = Figure(figsize=(4, 3), dpi=100, layout="constrained")
    ax = figure.add_subplot()
    _path(ax, expected, color="#0072B2", linestyle="-", marker="o", label="right", markersize=4)
    _path(ax, yours, color="#D55E00", linestyle="--", marker="x", label="yours", markersize=5)
    if expected.shape[1] == 1:
        ax.set(xlabel="step", ylabel="θ")
    else:
        ax.set(xlabel="θ[0]", ylabel="θ[1]")
    _frame(ax, expected)
    ax.legend(fontsize=8)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def _path(ax, path, **style):
    path = np.where(np.abs(path) < 1e100, path, np.nan)
    if path.shape[1] == 1:
        ax.plot(path[:, 0], **style)
    else:
        ax.plot(path[:, 0], path[:, 1], **style)


def _frame(ax, expected):
    """Show three times the right path's extent at most: a diverging path may leave the picture."""
    finite = expected[np.isfinite(expected).all(axis=1)]
    if not len(finite):
        return
    middle = (finite.max(0) + finite.min(0)) / 2
    reach = np.maximum(1.5 * (finite.max(0) - finite.min(0)), 1e-3)
    if expected.shape[1] == 2:
        ax.set_xlim(middle[0] - reach[0], middle[0] + reach[0])
    ax.set_ylim(middle[-1] - reach[-1], middle[-1] + reach[-1])
