"""The benchmarks can be started, and what they measure is what they say; nothing is timed here."""

import importlib

import pytest

from autograder.descent import ASSIGNMENTS
from bench import latency, lectures, twin
from bench.__main__ import NAMES
from lectures.viz import Pen, button, explore, point, slider


@pytest.mark.parametrize("name", NAMES)
def test_each_benchmark_explains_its_options(name, capsys):
    with pytest.raises(SystemExit) as stop:
        importlib.import_module(f"bench.{name}").main(["--help"])
    assert stop.value.code == 0 and "--help" in capsys.readouterr().out


@pytest.mark.parametrize("module", [latency, lectures])
def test_lectures_are_chosen_by_name(module):
    assert module.parse(["--lecture", "3_momentum", "4_adaptive"]).lecture == ["3_momentum", "4_adaptive"]
    assert module.parse([]).lecture == [pair.lecture for pair in ASSIGNMENTS.values()]
    with pytest.raises(SystemExit):
        module.parse(["--lecture", "99_none"])


def test_the_table_has_a_column_for_each_value():
    row = ["3_momentum", "a | b", "live", "1", "2", "3", "4", "0.3", "0 of 90"]
    lines = latency.markdown([row]).splitlines()
    assert len(lines) == 3 and {line.replace("\\|", "").count("|") for line in lines} == {len(row) + 1}


def test_the_twin_computes_and_draws_what_the_demo_does(monkeypatch):
    made, drawn = {}, []
    monkeypatch.setattr(twin.ipywidgets, "interact", lambda show, **controls: made.update(show=show, controls=controls))
    demo = explore(
        lambda alpha, start, seed: (alpha, start, seed),
        lambda pen, data: pen.points([data[1][0]], [data[0]]),
        about="A point.",
        describe=lambda data: "A point.",
        alpha=slider(0.5, 0, 1, "step size α"),
        start=point(0.2, 0.4, "start", free="x"),
        seed=button("Again"),
    )
    twin.twin(demo)
    assert list(made["controls"]) == ["alpha", "seed", "start_x", "start_y"]
    monkeypatch.setattr(twin.plt, "show", lambda: drawn.append(twin.plt.gcf()))
    monkeypatch.setattr(Pen, "onto", lambda pen, axes: drawn.append([part.tolist() for part in pen.data]))
    made["show"](alpha=0.25, seed=3, start_x=0.75, start_y=0.4)
    assert drawn[0] == [[0.75, 0.25]]
    assert (drawn[1].get_size_inches() * drawn[1].dpi).tolist() == [640, 400]
    twin.plt.close(drawn[1])
