"""Builds the page on which a reader arrives: ``start.ipynb``, with links to everything in its order."""

import re
from pathlib import Path

from nbformat.v4 import new_markdown_cell, new_notebook

from autograder.descent import ASSIGNMENTS, Pair
from tools.text import KERNEL, ROOT, name_cells, to_bytes

START = "start.ipynb"
WELCOME = """\
# Descent: how neural networks are optimised

Welcome. Five lectures let you play with what happens when a network learns; five assignments let you build it yourself.

**What to do first:** open lecture 1 below, choose *Run → Run All Cells* in JupyterLab's menu, and move the first
picture. Before a picture can be moved it often asks you for a guess. Take the risk: a wrong guess teaches the most.
"""
AFTER = """\
**How long it takes:** the times are those of a first reading. Nothing has to be done in one go.

**How an assignment works:** read a section, fill in one function (take out the line `raise NotImplementedError()`), run
the check below it, and read what it says. The pictures come alive as you fill in what they use. Run the notebook from
the top whenever you are in doubt.

**How to hand in:** as your course says. Where it uses nbgrader, the *Assignment List* in the menu *Nbgrader* submits
your work, and *Validate* at the top of a notebook runs all its checks once more. Hand in the notebook under its own
name.

**By keyboard:** Tab goes from control to control, the arrow keys move it (with Shift in larger steps), Enter opens an
answer.
"""


def build_start() -> dict[Path, bytes]:
    """Return the page with links, a dict of Path to bytes."""
    rows = ["| | to read and play with | to do | time |", "| --- | --- | --- | --- |"]
    rows += [_row(pair) for pair in ASSIGNMENTS.values()]
    cells = [new_markdown_cell(text) for text in (WELCOME, "\n".join(rows), AFTER)]
    return {ROOT / START: to_bytes(name_cells(new_notebook(cells=cells, metadata={**KERNEL})))}


def _row(pair: Pair) -> str:
    lecture = (ROOT / "lectures" / f"{pair.lecture}.py").read_text(encoding="utf-8")
    source = (ROOT / "source" / f"{pair.name}.py").read_text(encoding="utf-8")
    times = _time(lecture), _time(source)
    return (
        f"| {pair.number} | [{_title(lecture)}](lectures/{pair.lecture}.ipynb) | "
        f"[{_title(source)}](assignments/{pair.name}/{pair.notebook}) | {times[0]}, then {times[1]} |"
    )


def _title(source):
    """Return the text of a notebook's first heading, without its number."""
    return re.sub(r"^\D*\d+\W+", "", re.search(r"^# # (.+)$", source, re.M)[1])


def _time(source):
    """Return how long a notebook takes, as it says itself."""
    words = re.search(r"\*\*Time:?\*\*:? about ([^.:;,(]+?)(?: for the core.*?)?[.:;,(\n]", source)
    return " ".join(words[1].replace("\n#", " ").split())
