"""Updates in the reader's hands: what is said about them, and demos that follow them."""

import ast
import gc
import importlib
import inspect
import warnings

import numpy as np
import pytest

from autograder.descent import ASSIGNMENTS
from lectures.viz import ask, explore, int_slider, plain, slider, trouble, yours
from lectures.viz.yours import Remark, Yours, remark
from tests.viz.test_lectures import LECTURES, cells
from tools.leaks import Secrets

LIMITS = plain((0, 10), (-2, 2))


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """Give each test a course of its own: nothing was written before, and nothing stays."""
    monkeypatch.setattr(yours, "_functions", {})
    monkeypatch.setattr(yours, "_followers", {})


def run(*lines, name="momentum_step", arguments="theta, g, velocity, alpha, mu", decorate=True):
    """Run a cell in which a reader has written these lines; return its function."""
    namespace = {"yours": yours, "np": np, "__name__": "__main__"}
    body = "".join(f"    {line}\n" for line in lines)
    start = "@yours('ps3_momentum')\n" if decorate else ""
    exec(f"{start}def {name}({arguments}):\n{body}", namespace)
    return namespace[name]


DESCENT = ("velocity = g", "return theta - alpha * velocity, velocity")
RIGHT = ("velocity = mu * velocity + g", "return theta - velocity * alpha, velocity")


def heights(alpha):
    theta, velocity, path = np.array([1.0]), np.zeros(1), [1.0]
    for _ in range(5):
        theta, velocity = yours.momentum_step(theta, 4 * theta, velocity, alpha, 0.5)
        path.append(float(theta[0]))
    return path


def demo_that_follows(**options):
    options = {"follows": ["momentum_step"], "alpha": slider(0.1, 0, 1, "α", step=0.1), **options}
    return explore(lambda **values: heights(**values), lambda pen, y: pen.line(range(6), y), background=LIMITS,
                   **options)  # fmt: skip


def drawn(demo, row=None):
    _, start, _, _ = demo.picture.frames[demo.picture.row() if row is None else row]
    return np.frombuffer(demo.picture.values, "<f4")[start + 2 : start + 13 : 2].tolist()


def test_it_is_the_newest_definition_and_the_cell_keeps_its_function():
    first = run(*DESCENT)
    assert yours.momentum_step(1.0, 2.0, 0.0, 0.5, 0.9) == first(1.0, 2.0, 0.0, 0.5, 0.9) == (0.0, 2.0)
    run("return 7")
    assert yours.momentum_step(1.0, 2.0, 0.0, 0.5, 0.9) == 7


def test_before_its_cell_ran_a_demo_says_so_and_comes_alive_with_it(capsys):
    demo = demo_that_follows()
    assert demo.picture.message == "momentum_step is not there yet: run the cell in which you write it."
    run(*DESCENT)
    assert demo.picture.message == "" and len(demo.picture.frames) == 11
    with pytest.raises(AttributeError, match="adam_step is not there yet"):
        yours.adam_step  # noqa: B018


def test_a_demo_is_computed_anew_with_its_whole_sweep():
    run(*DESCENT)
    demo = demo_that_follows()
    before = [drawn(demo, row) for row in range(11)]
    assert before[2] == pytest.approx([0.2**k for k in range(6)])
    run(*RIGHT)
    after = [drawn(demo, row) for row in range(11)]
    assert after[2][:2] == pytest.approx(before[2][:2]) and after[2][2:] != pytest.approx(before[2][2:])
    demo.set(alpha=0.3)
    assert drawn(demo) == after[3]


def test_a_demo_with_several_controls_is_computed_for_their_present_values():
    run(*DESCENT)
    demo = demo_that_follows(sweep=False)
    demo.set(alpha=0.2)
    run("return theta + alpha, velocity")
    assert demo.picture.strides == [] and drawn(demo)[1] == pytest.approx(1.2)


def test_the_heavy_part_is_done_again_with_the_same_seed_once_it_was_done():
    seeds = []

    def prepare(progress, seed):
        seeds.append(seed)
        return heights(0.1)

    run(*DESCENT)
    options = {"background": LIMITS, "follows": ["momentum_step"], "prepare": prepare, "k": int_slider(1, 0, 3, "k")}
    demo = explore(lambda path, k: path, lambda pen, y: pen.line(range(6), y), **options)
    waiting = explore(lambda path, k: path, lambda pen, y: pen.line(range(6), y), eager=False, **options)
    demo.run()
    before = drawn(demo)
    run(*RIGHT)
    assert seeds == [0, 1, 1] and drawn(demo) != before
    assert waiting.picture.message == "Press “Run again” to compute this."
    run("raise ValueError('oh')")
    assert demo.picture.message == "momentum_step raised ValueError: oh"
    run(*RIGHT)
    assert demo.picture.message == "" and seeds == [0, 1, 1, 1, 1]


@pytest.mark.parametrize(
    "line, words",
    [
        ("raise ValueError('no')", "momentum_step raised ValueError: no"),
        ("return 1 / 0", "momentum_step raised ZeroDivisionError: division by zero"),
        ("return None", "What momentum_step returns does not fit here (TypeError: "),
        ("return theta", "What momentum_step returns does not fit here (ValueError: "),
        ("raise NotImplementedError", "momentum_step is still empty"),
    ],
)
def test_an_update_that_fails_leaves_a_sentence_and_the_next_one_a_picture(line, words):
    demo = demo_that_follows()
    run(line)
    assert demo.picture.message.startswith(words) and "\n" not in demo.picture.message
    run(*DESCENT)
    assert demo.picture.message == "" and demo.picture.still()


@pytest.mark.parametrize("line", ["return theta * np.nan, velocity", "return theta * 1e200, velocity * -np.inf"])
def test_numbers_that_are_none_draw_nothing_and_warn_nobody(line):
    demo = demo_that_follows()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run(line)
        demo.set(alpha=0.3)
    assert demo.picture.message == "" and demo.picture.still()


def test_an_update_that_changes_its_arguments_spoils_nothing_of_the_demos():
    start = np.ones(2)
    run("theta -= alpha * g", "return theta, velocity")
    moved, _ = yours.momentum_step(start, np.ones(2), [np.ones(2)], alpha=0.5, mu=0.9)
    assert start.tolist() == [1, 1] and moved.tolist() == [0.5, 0.5]


def test_what_it_prints_while_demos_are_drawn_is_not_shown(capsys):
    demo_that_follows()
    run("print('here')", *DESCENT)
    assert 0 < capsys.readouterr().out.count("here") < 10


def test_a_question_waits_for_an_update_that_runs_and_knows_the_newest_answer():
    question = ask.number("Where does it end?", right=lambda path: path[-1], low=-9, high=9)
    demo = demo_that_follows(ask=question)
    assert demo.picture.message and not demo.picture.question
    run(*DESCENT)
    first = demo.picture.question["right"]
    run(*RIGHT)
    assert demo.picture.message == "" and demo.picture.question["right"] != first
    demo.commit(1.0)
    run(*DESCENT)
    assert demo.picture.guess and not demo.controls["alpha"].disabled


def test_other_demos_are_left_alone():
    calls = []
    explore(calls.append, lambda pen, data: None, data=int_slider(1, 0, 3, "k"), background=LIMITS)
    explore(
        lambda data: calls.append(data), lambda pen, data: None, data=int_slider(1, 0, 3, "k"), background=LIMITS,
        follows=["adam_step"],
    )  # fmt: skip
    calls.clear()
    run(*DESCENT)
    assert not calls


class Shell:
    """Stands in for the notebook's shell: says which cell is run, for the how many-th time."""

    def __init__(self, cell, run):
        self.parent = {"metadata": {"cellId": cell}, "header": {"msg_id": run}}

    def get_parent(self):
        return self.parent


def test_a_demo_whose_cell_is_run_again_takes_the_place_of_the_former(monkeypatch):
    module = importlib.import_module("lectures.viz.yours")

    def in_cell(cell, run):
        monkeypatch.setattr(module, "get_ipython", lambda: Shell(cell, run))
        return demo_that_follows()

    first, beside = in_cell("a", 1), in_cell("a", 1)
    other = in_cell("b", 2)
    assert yours.followers("momentum_step") == [first, beside, other]
    again = in_cell("a", 3)
    assert yours.followers("momentum_step") == [other, again]
    other.close()
    assert yours.followers("momentum_step") == [again]


def test_demos_are_held_weakly():
    course, demo = Yours(), type("Demo", (), {"comm": 1, "compute": None})()
    course.follow(["momentum_step"], demo)
    assert course.followers("momentum_step") == [demo]
    del demo
    gc.collect()
    assert course.followers("momentum_step") == []


def test_the_same_lecture_run_again_leaves_nothing_behind():
    """As tests run lectures: each time in a namespace of its own, without a notebook."""
    made = "explore(lambda alpha: [alpha], lambda pen, y: None, follows=['momentum_step'], alpha=slider(0, 0, 1, 'a'))"
    for _ in range(3):
        exec(compile(made, "lecture", "exec"), {"explore": explore, "slider": slider})
    assert len(yours.followers("momentum_step")) == 1


def test_the_line_below_the_cell_names_a_known_mistake(capsys):
    run("velocity = (1 - mu) * g + mu * velocity", "return theta - alpha * velocity, velocity")
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("momentum_step: not yet. The gradient enters the velocity with weight 1 − mu")
    assert " Hint: With a constant gradient" in line


def test_the_line_below_the_cell_says_when_it_is_right(capsys):
    run(*RIGHT)
    assert capsys.readouterr().out == "momentum_step: this is it. It passes all public checks.\n"


@pytest.mark.parametrize(
    "lines, words",
    [
        (["return None"], "The function returned None: it should return (theta, velocity)."),
        (["return 1 / 0"], "momentum_step raised ZeroDivisionError: division by zero (line 3 of its cell)."),
        (["raise NotImplementedError"], "momentum_step is not filled in yet."),
        (["return 'a', {}"], "The new velocity should be"),
        (["raise KeyboardInterrupt"], "It was stopped before it came to an end: does its loop end?"),
    ],
)
def test_whatever_it_does_there_is_one_line(lines, words, capsys):
    run(*lines)
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"momentum_step: not yet. {words}")


def test_a_function_that_was_renamed_is_asked_back(capsys):
    run(*RIGHT, name="my_step")
    assert "There is no function called my_step in this assignment" in capsys.readouterr().out
    function = run(*RIGHT, decorate=False)
    assert remark("ps4_adaptive", function)[0] is False


def test_in_the_notebook_the_words_are_escaped():
    html = Remark("f", False, "a < b", "<b>")._repr_html_()
    assert "a &lt; b" in html and "&lt;b&gt;" in html and 'role="status"' in html
    assert "f: this is it." in Remark("f", True, "")._repr_html_()


def test_words_of_its_own_are_told_as_they_are():
    assert trouble.in_words(trouble.Told("Run this first.")) == "Run this first."


@pytest.mark.parametrize("name", LECTURES)
def test_updates_in_the_lectures_are_short_and_incomplete_and_run(name):
    """Under the assignment's names; they draw something at once, and one line says what is missing.

    Nothing in their cells is part of an answer.
    """
    module = importlib.import_module(f"solutions.{name.split('_', 1)[1]}")
    secrets = Secrets()
    for source in cells(name, "code", "open"):
        assert not secrets.find("cell.py", source.encode())
        for node in ast.parse(source).body:
            if not isinstance(node, ast.FunctionDef):
                continue
            if not node.decorator_list:  # a function of the lecture's own, such as the race's
                continue
            (decorator,) = node.decorator_list
            assert decorator.func.id == "yours", source
            assignment = decorator.args[0].value
            assert node.name in ASSIGNMENTS[assignment].functions, source
            wanted = inspect.signature(getattr(module, node.name)).parameters
            assert [argument.arg for argument in node.args.args] == list(wanted), f"{name}: {node.name}"
            documented = isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)
            lines = node.end_lineno - node.body[0].end_lineno if documented else node.end_lineno - node.lineno
            assert documented and lines <= 6, f"{name}: {node.name}"
            namespace = {"yours": lambda _: lambda function: function, "np": np}
            exec(ast.unparse(ast.Module([node], [])), namespace)
            passed, words, hint = remark(assignment, namespace[node.name])
            assert not passed and hint, f"{name}: {node.name}: {words}"
