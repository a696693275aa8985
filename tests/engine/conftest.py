"""Notebooks for the tests of the engine, and what their cells show."""

import json
from types import SimpleNamespace

import pytest

IMPORTS = "import numpy as np\nfrom checks import check"
STEP = """def momentum_step(theta, g, velocity, alpha, mu):
    velocity = g + mu * velocity
    return theta - alpha * velocity, velocity
"""


def course_cell(grade_id, source, kind="code", solution=False, grade=False, tags=()):
    """Return a cell as the build makes it."""
    mark = {"grade_id": grade_id, "solution": solution, "grade": grade, "locked": not solution, "schema_version": 3}
    cell = {
        "cell_type": kind,
        "id": grade_id.replace("_", "-"),
        "metadata": {"nbgrader": {**mark, "task": False}, "tags": list(tags)},
        "source": source,
    }
    if kind == "code":
        cell |= {"outputs": [], "execution_count": None}
    return cell


def own_cell(source, kind="code"):
    """Return a cell that a student adds."""
    return {"cell_type": kind, "id": "x", "metadata": {}, "source": source, "outputs": [], "execution_count": 3}


def as_file(cells, **top):
    """Return a notebook file."""
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **top}).encode()


def small_course(step=STEP, momentum="", extra=()):
    """Return the cells of a notebook with two functions of ps3_momentum and a demo."""
    return [
        course_cell("imports", IMPORTS),
        course_cell("momentum_step", step, solution=True),
        *map(own_cell, extra),
        course_cell("test_momentum_step", 'check("momentum_step")', grade=True),
        course_cell("demo-1", "raise RuntimeError('a demo is not run')", tags=["demo"]),
        course_cell("momentum", momentum, solution=True),
        course_cell("test_momentum", 'check("momentum")', grade=True),
        course_cell("explain", "words", kind="markdown", solution=True, grade=True),
    ]


@pytest.fixture(scope="session")
def parts():
    """The helpers above, for tests that build notebooks."""
    return SimpleNamespace(
        course_cell=course_cell,
        own_cell=own_cell,
        as_file=as_file,
        small_course=small_course,
        IMPORTS=IMPORTS,
        STEP=STEP,
    )


@pytest.fixture
def shown(session):
    """Run a cell and return the text of its outputs."""

    def run(source, seconds=60):
        outputs = session.run_cell(source, seconds)
        texts = [
            o.get("text") or "\n".join(o.get("traceback", [])) or o.get("data", {}).get("text/plain", "")
            for o in outputs
        ]
        return "\n".join(texts)

    return run
