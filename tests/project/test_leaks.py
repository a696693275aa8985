"""Nothing that students get holds the answers; and the looking itself is tested with planted leaks."""

import inspect
import json
import textwrap

import pytest

from autograder.descent import ASSIGNMENTS
from solutions import momentum
from tools.leaks import Secrets
from tools.stubs import right_labels
from tools.text import ROOT


@pytest.fixture(scope="module")
def secrets():
    return Secrets()


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_released_files_hold_no_answers(secrets, name):
    for path in sorted((ROOT / "assignments" / name).rglob("*")):
        if path.is_file():
            assert not list(map(str, secrets.find(path.name, path.read_bytes())))


def body_of(function):
    """A function's code without its signature and docstring."""
    source = textwrap.dedent(inspect.getsource(function))
    return textwrap.dedent(source.split('"""')[2]).strip()


PLANTED = {
    "source": lambda text: {"cells": [{"source": text, "metadata": {}}]},
    "metadata": lambda text: {"cells": [{"source": "", "metadata": {"note": text}}]},
    "output": lambda text: {"cells": [{"source": "", "outputs": [{"text": text.splitlines(keepends=True)}]}]},
}


@pytest.mark.parametrize("place", PLANTED)
def test_planted_solution_is_found(secrets, place):
    content = json.dumps(PLANTED[place](body_of(momentum.momentum)))
    assert any(leak.kind == "solution" for leak in secrets.find("x.ipynb", content.encode()))


def test_planted_solution_is_found_with_other_names(secrets):
    text = body_of(momentum.momentum).replace("theta", "w").replace("velocity", "speed")
    assert secrets.find("x.ipynb", json.dumps(PLANTED["source"](text)).encode())


def test_planted_case_is_found(secrets):
    path = next(iter(sorted(ASSIGNMENTS["ps3_momentum"].cases.glob("test_*.py"))))
    assert any(leak.kind == "case" for leak in secrets.find("notes.md", path.read_bytes()))


@pytest.mark.parametrize("name", [name for name in ASSIGNMENTS if right_labels(name)])
@pytest.mark.parametrize("form", ['{run}: "{label}"', "'{run}':'{label}'", "{run}\n{label}", "Run {run}: {label}."])
def test_planted_label_is_found(secrets, name, form):
    run, label = list(right_labels(name).items())[-1]
    text = form.format(run=run, label=label)
    for path, content in (("notes.md", text), ("x.json", json.dumps({"answers": {run: label}}))):
        assert any(leak.kind == "diagnosis" for leak in secrets.find(path, content.encode()))
