"""Commit, then look: what a demo sends, hides and locks, and how the browser judges a guess."""

import json
import subprocess

import numpy as np
import pytest

from lectures.viz import Pen, ask, explore, guesses, number, plain, point, slider
from lectures.viz.picture import BROWSER

from .test_picture_js import HERE, NODE, PANEL

browsers = pytest.mark.skipif(NODE is None, reason="node is not installed")


def demo(question, **options):
    def draw(pen, data):
        pen.line([0, 1], [0, data], "blue")
        pen.text(0, 0, "seen")
        pen.revealed.line([0, 1], [data, data], "red")
        pen.revealed.text(1, 1, "the truth")

    return explore(
        lambda rate, **more: 2 * rate, draw, background=plain((0, 1), (0, 2)), about="A demo.",
        describe=lambda data: f"It is {data:g}.", rate=slider(0.5, 0, 1, "rate", step=0.25), ask=question, **options,
    )  # fmt: skip


def test_before_the_guess_controls_are_locked_and_the_answer_is_not_shown():
    asking = demo(ask.number("How high?", right=lambda data: data, unit="m", why="Twice.", at={"rate": 1.0}))
    assert asking.controls["rate"].disabled
    assert asking.picture.question["right"] == 2.0  # of the state to which the demo will move
    assert asking.picture.describe() == "A demo. Question: How high?"
    bundle, metadata = asking._repr_mimebundle_()
    assert bundle["text/plain"] == "A demo. Question: How high? Answer: 2 m. Twice."
    assert (
        metadata["image/png"]["alt"] == "A demo. Question: How high?"
    )  # the picture is seen before the answer is read
    before = asking.picture.still()
    asking.commit(1.0)
    assert not asking.controls["rate"].disabled and asking.values()["rate"] == 1.0
    assert asking.picture.describe() == "A demo. It is 2." and asking.picture.still() != before
    asking.picture.guess = {}  # forgotten
    assert asking.controls["rate"].disabled and asking.values()["rate"] == 0.5


def test_skipping_unlocks_too():
    asking = demo(ask.pick("Which?", ["this", "that"], right="that"))
    assert asking.picture.describe() == "A demo. Question: Which? (this; that)"
    assert "Answer: that." in asking._repr_mimebundle_()[0]["text/plain"]
    asking.skip()
    assert not asking.controls["rate"].disabled and asking.picture.guess == {"skipped": True}


def test_marks_of_the_answer_are_flagged_and_left_out_with_their_words():
    pen = Pen()
    pen.text(0, 0, "first")
    pen[1].revealed.text(0, 0, "hidden")
    pen[1].text(0, 0, "last")
    assert [mark.get("revealed", False) for mark in pen.marks] == [False, True, False]
    assert [mark["panel"] for mark in pen.marks] == [0, 1, 1]
    assert pen.now(True).words == ["first", "last"] and len(pen.now(True).data) == 2
    assert pen.now(False) is pen


def test_a_demo_that_asks_nothing_draws_everything():
    plain_one = demo(None)
    assert not plain_one.picture.is_locked and not plain_one.controls["rate"].disabled
    assert len(plain_one.picture._pens[0].now(plain_one.picture.is_locked).marks) == 4


def test_the_browser_learns_how_the_controls_move():
    asking = demo(
        ask.place("Where?", right=(1, 2), start=(0, 0), at={"rate": 0.75, "spot": (0.5, 1)}), spot=point(0, 0, "spot")
    )
    question = asking.picture.question
    assert question["at"] == [[0, "index", 3]] and question["points"] == [[0.5, 1]]
    with pytest.raises(ValueError, match="cannot be set to 0.3"):
        demo(ask.number("?", right=1, at={"rate": 0.3}))


def test_the_answer_comes_with_what_is_computed_and_is_new_where_that_is():
    doubled = ask.number("?", right=lambda data: data)
    late = explore(
        lambda trained, rate: trained * rate, lambda pen, data: pen.note(data), prepare=lambda progress, run: 2 + run,
        eager=False, rate=slider(0.5, 0, 1, "rate", step=0.25), ask=doubled,
    )  # fmt: skip
    assert late.right is None and not late.picture.question  # there is nothing to look at yet
    late.run()
    assert late.right == 1.0
    late.run()
    assert late.right == 1.5

    def empty():
        raise NotImplementedError

    failing = explore(empty, lambda pen, data: None, ask=ask.number("?", right=lambda data: data))
    assert "still empty" in failing.picture.message and failing.right is None


def test_answers_have_the_form_of_the_question():
    asking = demo(ask.pick("Which?", ["this", "that"], right="that"))
    asking.commit("this")
    assert asking.picture.guess["value"] == 0 and asking.right == 1
    with pytest.raises(ValueError, match="none of the choices"):
        asking.commit("neither")
    assert ask.place("?", start=(1, 2), right=0, free="x").clean(5) == [5, 2]
    assert ask.curve("?", x=[0, 1], start=0, right=0).clean([1, np.inf]) == [1, None]
    for question, value in [
        (ask.curve("?", x=[0, 1], start=0, right=0), [1, 2, 3]),
        (ask.place("?", start=(1, 2), right=0), (1, np.nan)),
        (ask.number("?", right=1), np.inf),
    ]:
        with pytest.raises(ValueError):
            question.clean(value)


def test_questions_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match="none of the choices"):
        ask.pick("?", ["a", "b"], right="c")
    with pytest.raises(ValueError, match="two different choices"):
        ask.pick("?", ["a"], right="a")
    with pytest.raises(ValueError, match="cannot be asked for"):
        ask.number("?", right=1, low=0, high=1, log=True)


def test_the_end_asks_for_each_question_once():
    first = [demo(ask.pick("Once?", ["a", "b"], right="a")), demo(ask.pick("Twice?", ["a", "b"], right="a"))]
    again = demo(ask.pick("Once?", ["a", "b"], right="a"))
    listed = [p for p in guesses().pictures if p.question["text"] in ("Once?", "Twice?")]
    assert listed == [first[1].picture, again.picture]


WRITTEN = [0.0, 1000.0, 12_500.0, -0.57, 2.5e-7, 1e-8, 3e9, 0.0123456, -1234.5]


@browsers
def test_guesses_are_judged_in_words():
    def spec(question):
        return ask.spec(question, question.right, [], None)

    log = spec(ask.number("?", right=100, unit="steps", low=1, high=1000, log=True))
    even = spec(ask.number("?", right=0.5, low=0, high=1))
    pick = spec(ask.pick("?", ["up", "down"], right="down"))
    spot = spec(ask.place("?", right=(5, 5), start=(0, 0)))
    across = spec(ask.place("?", right=(5, 5), start=(0, 0), free="x"))
    curve = spec(ask.curve("?", x=[0, 5, 10], start=1, right=[1, 2, 9]))
    cases = [
        (log, 30, False, "You said 30; it is 100 steps: too low by a factor of 3.33."),
        (log, 80, True, "Right. You said 80; it is 100 steps: too low by a factor of 1.25."),
        (log, 100, True, "Right. You said 100; it is 100 steps."),
        (even, 0.55, True, "Right. You said 0.55; it is 0.5: 0.05 too high."),
        (even, 0.1, False, "You said 0.1; it is 0.5: 0.4 too low."),
        (pick, 1, True, "Right: down."),
        (pick, 0, False, "You chose “up”; it is “down”."),
        (spot, [5, 6], True, "Right. It is at (5, 5), 1 away from your guess."),
        (spot, [1, 2], False, "It is at (5, 5), 5 away from your guess."),
        (across, [5.2, 0], True, "Right. It is at 5, 0.2 away from your guess."),
        (curve, [1, 2, 8], True, "Right. Farthest off at 10: you drew 8, it is 9."),
        (curve, [1, 9, 9], False, "Farthest off at 5: you drew 9, it is 2."),
    ]
    texts = ["0.5", "0,5", "1,000", "1 000", "−3", "1e3", "", "many", "12 000,5"]
    scene = {"folder": BROWSER.as_uri(), "asked": [case[:2] for case in cases], "panels": [PANEL], "size": [100, 100]}
    asked = json.dumps({**scene, "texts": texts, "written": WRITTEN})
    done = subprocess.run([NODE, HERE / "judge.mjs"], input=asked, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert [tuple(verdict) for verdict in told["verdicts"]] == [case[2:] for case in cases]
    shown = {
        case[0]["kind"] + str(case[0].get("free", "")): words for case, words in zip(cases, told["truths"], strict=True)
    }
    assert shown == {
        "number": "It is 0.5.",
        "pick": "It is “down”.",
        "placexy": "It is at (5, 5).",
        "placex": "It is at 5.",
        "curve": "Here it is.",
    }
    assert told["truths"][0] == "It is 100 steps."
    assert told["numbers"] == [0.5, 0.5, 1000, 1000, -3, 1000, None, None, 12000.5]
    assert told["written"] == [number(value) for value in WRITTEN]  # as everywhere else
    drawn = told["marks"][cases.index(next(case for case in cases if case[0] is curve))]
    assert drawn[0] == ["ink", [0, 1, 5, 2, 10, 8]] and drawn[1] == ["green", [0, 1, 5, 2, 10, 9]]
    assert np.allclose(told["marks"][7][-1][1], [5, 5])
