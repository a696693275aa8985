"""The explorer, driven without a browser: what is computed, what is sent, what is said."""

import numpy as np
import pytest

from lectures.viz import (
    button,
    choice,
    contours,
    explore,
    int_slider,
    log_slider,
    number,
    plain,
    point,
    slider,
    toggle,
)

LIMITS = plain((0, 10), (0, 10), "x", "y")


def line(pen, data):
    pen.line(np.arange(len(data)), data, as_="momentum", marker=True)


def numbers(demo):
    return np.frombuffer(demo.picture.values, "<f4")


def test_one_slider_sends_its_whole_sweep_once(wire):
    calls = []

    def compute(mu):
        calls.append(mu)
        return [mu, 2 * mu]

    demo = explore(
        compute, line, background=LIMITS, describe=lambda d: f"at {d[0]}", mu=slider(0.5, 0, 1, "μ", step=0.1)
    )
    assert calls == pytest.approx(np.linspace(0, 1, 11))
    assert demo.picture.strides == [1] and len(demo.picture.frames) == 11
    wire.clear()
    demo.set(mu=0.8)
    assert len(calls) == 11
    assert not wire.of(demo.picture)
    assert wire.of(demo.controls["mu"])[0] == {"index": 8}
    assert demo.picture.row() == 8 and demo.picture.describe() == "at 0.8"


def test_each_frame_of_a_sweep_holds_its_own_numbers():
    demo = explore(lambda a, b: [a, b], line, background=LIMITS, a=int_slider(1, 0, 4, "a"), b=toggle(False, "b"))
    assert demo.picture.strides == [2, 1] and len(demo.picture.frames) == 10
    demo.set(a=3, b=True)
    _, start, _, _ = demo.picture.frames[demo.picture.row()]
    assert numbers(demo)[start : start + 5].tolist() == [4, 0, 3, 1, 1]


def test_several_sliders_send_only_what_moves(wire):
    demo = explore(
        lambda alpha, mu: [alpha, mu], line, background=LIMITS,
        alpha=log_slider(0.1, 0.01, 1, "α"), mu=slider(0.5, 0, 1, "μ"),
    )  # fmt: skip
    assert demo.picture.strides == [] and len(demo.picture.frames) == 1
    wire.clear()
    demo.set(mu=1.0)
    states = wire.of(demo.picture)
    assert len(states) == 1
    assert set(states[0]) == {"values"}
    assert numbers(demo).tolist() == pytest.approx([4, 0, 0.1, 1, 1.0])
    assert sum(size for *_, size in wire) == numbers(demo).nbytes == 20


def test_a_background_is_drawn_once_for_each_value_it_depends_on(wire):
    drawn = []

    def background(shape):
        drawn.append(shape)
        return contours(lambda t: t[0] ** 2 + shape * t[1] ** 2, (-1, 1), (-1, 1))

    demo = explore(
        lambda shape: [0, shape], line, background=background, background_on=["shape"],
        shape=choice(1, {"round": 1, "long": 9}, "shape"),
    )  # fmt: skip
    first = demo.picture.background
    demo.set(shape=9)
    assert demo.picture.background != first
    demo.set(shape=1)
    assert demo.picture.background == first
    wire.clear()
    demo.set(shape=9)
    assert "background" in wire.of(demo.picture)[0]  # it travels again, but is not drawn again
    assert set(drawn) == {1, 9}


def test_an_empty_function_shows_a_sentence_and_comes_alive_when_filled():
    namespace = {"__name__": "__main__"}
    exec("def momentum_step(mu):\n    raise NotImplementedError()", namespace)
    demo = explore(
        lambda mu: namespace["momentum_step"](mu), line, background=LIMITS, about="A path.", mu=slider(0.5, 0, 1, "μ")
    )
    assert demo.picture.message.startswith("momentum_step is still empty: fill it in")
    assert demo.picture.describe().startswith("A path. momentum_step is still empty")
    assert demo.picture.still() is None
    exec("def momentum_step(mu):\n    return [mu, mu]", namespace)
    demo.set(mu=0.6)
    assert demo.picture.message == "" and demo.picture.still()


@pytest.mark.parametrize(
    "body, words",
    [
        ("return 1 / 0", "step raised ZeroDivisionError: division by zero"),
        ("return [[1, 2], [3]]", "This raised ValueError: "),
        ("raise KeyError", "step raised KeyError."),
        ("raise ValueError('a\\nb' + 'x' * 900)", "step raised ValueError: a bxxx"),
    ],
)
def test_a_failing_function_shows_one_sentence(body, words):
    namespace = {"__name__": "__main__"}
    exec(f"def step():\n    {body}", namespace)
    demo = explore(lambda: namespace["step"](), line, background=LIMITS)
    assert demo.picture.message.startswith(words)
    assert "\n" not in demo.picture.message and len(demo.picture.message) < 260


def test_points_are_values_too(wire):
    demo = explore(
        lambda start, mu: [start[0], start[1] * mu],
        line,
        background=LIMITS,
        start=point(1, 2, "start"),
        mu=int_slider(1, 1, 3, "μ"),
    )
    assert demo.picture.handles == [{"label": "start", "panel": 0, "free": "xy"}]
    demo.picture.points = [[3.0, 4.0]]  # what the browser sends
    assert demo.values() == {"start": (3.0, 4.0), "mu": 1}
    demo.set(start=(5, 6), mu=2)
    assert numbers(demo)[1:].tolist() == [0, 5, 1, 12]


def test_a_button_counts():
    demo = explore(lambda again: [again, again], line, background=LIMITS, again=button("new"))
    demo.controls["again"].click()
    demo.controls["again"].click()
    assert demo.values() == {"again": 2}
    assert numbers(demo)[1:].tolist() == [0, 2, 1, 2]


def test_a_heavy_part_runs_on_the_button_and_answers_from_what_was_computed():
    seen = []

    def train(progress, run):
        for share in (0.5, 1.0):
            progress(share)
            seen.append((run, demo._bar.value if run else None))
        return 10 * run

    demo = explore(
        lambda trained, k: [trained, k], line, background=LIMITS, prepare=train, prepare_label="Train", eager=False,
        k=int_slider(1, 0, 3, "k"),
    )  # fmt: skip
    assert demo.picture.message == "Press “Train” to compute this." and not seen
    demo.run()
    assert demo.picture.message == "" and numbers(demo)[1:5].tolist() == [0, 0, 1, 0]
    demo.run()
    assert seen == [(0, None), (0, None), (1, 0.5), (1, 1.0)]
    demo.set(k=3)
    assert len(seen) == 4
    start = demo.picture.frames[demo.picture.row()][1]
    assert numbers(demo)[start + 1 : start + 5].tolist() == [0, 10, 1, 3]


def test_moving_a_control_before_the_heavy_part_ran_keeps_the_advice():
    demo = explore(
        lambda trained, k: [trained, k], line, background=LIMITS,
        prepare=lambda progress, run: 1, prepare_label="Train", eager=False, k=int_slider(1, 0, 3, "k"),
    )  # fmt: skip
    demo.set(k=2)
    assert demo.picture.message == "Press “Train” to compute this."


def test_viewers_without_widgets_get_a_picture_and_words():
    demo = explore(
        lambda k: [k, k],
        line,
        background=LIMITS,
        about="A line.",
        describe=lambda d: f"At {d[0]}.",
        k=int_slider(1, 0, 3, "k"),
    )
    data, metadata = demo._repr_mimebundle_()
    assert data["text/plain"] == "A line. At 1." == metadata["image/png"]["alt"]
    assert data["image/png"].startswith(b"\x89PNG") and len(data["image/png"]) < 20_000
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == demo.model_id
    assert demo.picture._repr_mimebundle_()[0]["text/plain"] == "A line. At 1."


def test_a_still_figure_has_no_controls():
    demo = explore(lambda: [1, 2], line, background=LIMITS, about="Two points.")
    assert demo.children == (demo.picture,) and demo.picture.message == ""


def test_controls_have_names_and_values_that_can_be_read():
    control = log_slider(0.02, 1e-3, 1, "step size α")
    assert control.description == "step size α" and control.value == 0.02
    labels = [label for label, _ in control.options]
    assert labels[control.index] == "0.02" and float(labels[0]) == 1e-3 and float(labels[-1]) == 1
    values = [value for _, value in control.options]
    assert values == sorted(values) and [float(label) for label in labels] == pytest.approx(values)


def test_a_slider_keeps_its_exact_start():
    control = slider(1 / 3, 0, 1, "μ", step=0.1)
    assert control.value == 1 / 3 and len(control.options) == 12
    control = int_slider(5, 0, 10, "k", step=4)
    assert [value for _, value in control.options] == [0, 4, 5, 8]


@pytest.mark.parametrize(
    "value, words",
    [
        (0, "0"), (1, "1"), (1000, "1000"), (999.9, "1000"), (0.0001, "0.0001"), (0.01234, "0.0123"),
        (1234, "1230"), (12_500, "12,500"), (-1.8, "−1.8"), (2.5e-7, "2.5·10⁻⁷"), (1e-7, "10⁻⁷"), (-1e8, "−10⁸"),
        (np.inf, "∞"), (-np.inf, "−∞"), (np.nan, "nan"), (np.float64(0.5), "0.5"), (100, "100"), (1e-300, "10⁻³⁰⁰"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_a_person_would(value, words):
    assert number(value) == words


def test_two_digits_are_enough_where_two_are_asked():
    assert [number(v, 2) for v in (1234, 0.01234, 3.0, 0.996)] == ["1200", "0.012", "3", "1"]


def test_sliders_write_their_values_so():
    labels = [label for label, _ in log_slider(0.02, 1e-6, 1e4, "α").options]
    assert labels[0] == "10⁻⁶" and labels[-1] == "10,000" and not any("e" in label for label in labels)
    assert [label for label, _ in slider(-1, -1, 0, "x", step=0.5).options] == ["−1", "−0.5", "0"]
    assert [label for label, _ in int_slider(0, 0, 20_000, "k", step=10_000).options] == ["0", "10,000", "20,000"]
    assert [label for label, _ in slider(1, 1, 2, "x", step=0.5, form="{:.2f}").options] == ["1.00", "1.50", "2.00"]


def rings(demo):
    """Return where a still picture is drawn with the ring of a point, as shares of the picture."""
    seen = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lectures.viz.picture.draw_still", lambda layout, background, pen: seen.append(pen))
        demo.picture.still()
    drawn = zip(seen[0].marks, seen[0].data, strict=True)
    return [(mark["number"], mark["panel"], *data.tolist()) for mark, data in drawn if mark["kind"] == "handle"]


def test_a_still_picture_shows_where_points_are():
    demo = explore(
        lambda a, b: [a, b], lambda pen, data: pen[1].handle(1, 7, 8), panels=2, background=[LIMITS, LIMITS],
        a=point(1, 2, "a"), b=point(3, 4, "b", panel=1),
    )  # fmt: skip
    assert rings(demo) == [(1, 1, 7, 8), (0, 0, 1, 2)]
    demo.set(a=(5, 6))
    assert rings(demo) == [(1, 1, 7, 8), (0, 0, 5, 6)]
    assert demo.picture.still().startswith(b"\x89PNG")
    assert all(mark["number"] == 1 for mark in demo.picture.styles[0])  # nothing of it is sent
