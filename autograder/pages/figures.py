"""The figures of the class report, as SVG that stands in the page."""

import io
import re

import numpy as np
from markupsafe import Markup, escape
from matplotlib import rc_context
from matplotlib.figure import Figure

BLUE, ORANGE = "#0072B2", "#D55E00"
MAX_BARS = 10


def scores_figure(scores: np.ndarray, maximum: float, description: str) -> Markup:
    """Draw the distribution of the scores."""
    figure, ax = _axes(3.2)
    ax.hist(scores, bins=np.linspace(0, maximum, 11), color=BLUE, edgecolor="white")
    ax.set(xlabel="points", ylabel="students", xlim=(0, maximum))
    ax.yaxis.get_major_locator().set_params(integer=True)
    return svg(figure, description)


def questions_figure(questions: list[dict], description: str) -> Markup:
    """Draw which share of each question's points the class earned."""
    figure, ax = _axes(0.8 + 0.34 * len(questions))
    names = [question["name"] for question in questions]
    shares = [100 * question["share"] for question in questions]
    bars = ax.barh(names, shares, color=BLUE)
    ax.bar_label(bars, [f"{share:.0f} %" for share in shares], padding=3)
    ax.set(xlabel="points earned (% of what is possible)", xlim=(0, 112))
    ax.invert_yaxis()
    return svg(figure, description)


def mistakes_figure(mistakes: list[dict], description: str) -> Markup:
    """Draw how many students make each of the most frequent mistakes."""
    mistakes = mistakes[:MAX_BARS]
    figure, ax = _axes(0.8 + 0.5 * len(mistakes))
    names = [f"{i}. {mistake['function']}" for i, mistake in enumerate(mistakes, start=1)]
    bars = ax.barh(names, [mistake["count"] for mistake in mistakes], color=ORANGE, hatch="//", edgecolor="white")
    ax.bar_label(bars, padding=3)
    ax.set(xlabel="students")
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.invert_yaxis()
    return svg(figure, description)


def svg(figure: Figure, description: str) -> Markup:
    """Return a figure as an SVG element that says in words what it shows."""
    buffer = io.StringIO()
    with rc_context({"svg.hashsalt": "descent", "svg.fonttype": "path"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    return Markup(text.replace("<svg", f'<svg role="img" aria-label="{escape(description)}"', 1))


def _axes(height):
    figure = Figure(figsize=(7, height), layout="constrained")
    ax = figure.add_subplot()
    ax.spines[["top", "right"]].set_visible(False)
    return figure, ax
