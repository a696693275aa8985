"""The recorded runs of a `diagnosis` exercise: curves to look at and a table beside them."""

import io
import json
from html import escape
from pathlib import Path

LINES = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 3)), (0, (7, 3))]
MARKERS = ["o", "s", "^", "D", "v", "x", "P"]
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7F7F7F"]


def has_runs(assignment: str) -> bool:
    """Whether there are recorded runs under that name."""
    return _file(assignment).is_file()


def load_runs(assignment: str) -> dict:
    """Return the recorded runs of an assignment: question, labels, runs and table, as plain data."""
    return json.loads(_file(assignment).read_text())


def _file(assignment):
    return Path(__file__).parent / "data" / f"{assignment}_diagnosis.json"


def show_diagnosis(assignment: str) -> None:
    """Show the recorded runs of an assignment: the curves, the table of numbers, and the list of labels."""
    from IPython.display import HTML, Image, display

    record = load_runs(assignment)
    words = f"Curves of the runs {', '.join(record['runs'])}: {record['y']} against {record['x']}."
    display(Image(_png(_figure(record)), alt=words))
    display(HTML(_table(record)))


def _figure(record):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.5, 4), layout="constrained")
    ax = figure.add_subplot()
    for i, (name, values) in enumerate(record["runs"].items()):
        xs = [x for x, y in enumerate(values) if y is not None]
        ys = [y for y in values if y is not None]
        style = {"color": COLOURS[i % 7], "linestyle": LINES[i % 7], "marker": MARKERS[i % 7]}
        ax.plot(xs, ys, label=name, markevery=(2 * i, 10), markersize=5, **style)
    ax.set(xlabel=record["x"], ylabel=record["y"], yscale="log" if record.get("log") else "linear")
    ax.legend(title="run")
    return figure


def _png(figure):
    """Draw a figure here: a bare Figure shows as a picture only where pyplot was imported before."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=100, metadata={"Software": None})
    return buffer.getvalue()


def _table(record):
    columns = "".join(f'<th scope="col">{escape(c)}</th>' for c in ["run", *record["table"]["columns"]])
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>' + "".join(f"<td>{escape(_text(v))}</td>" for v in values) + "</tr>"
        for name, values in record["table"]["rows"].items()
    )
    labels = "".join(f"<li><code>{escape(label)}</code></li>" for label in record["labels"])
    return (
        f"<p>{escape(record['question'])}</p><table><thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table>"
        f"<p>The labels to choose from:</p><ul>{labels}</ul>"
    )


def _text(value):
    return f"{value:.4g}" if isinstance(value, float) else str(value)
