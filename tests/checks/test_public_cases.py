"""What the public checks see and how they say it: right answers pass, mistakes of thought do not, each is told once."""

import numpy as np
import pytest

from autograder.descent import ASSIGNMENTS
from autograder.variants import variants_of
from checks.public import CheckFailed, Unfilled, check, run_public_cases
from checks.support import CaseFailure, pair
from checks.table import CheckTable, Row

# Wrong values of defaults, and details that the docstring settles: these alone may pass all public checks.
DETAILS = {
    "adam_default_alpha", "adam_default_beta2", "adam_default_eps", "adam_never_forgets", "absolute_loss",
    "classify_other", "decay_other_default", "divided_by_one_less", "draws_fixed", "fixed_large_loss", "gives_up",
    "gradient_accumulates", "h_fixed", "hessian_other_default", "level_not_refused", "margin_too_large",
    "minus_infinity_wins", "momentum_grows_too_fast", "moves_callers_theta", "one_parameter_after_another",
    "order_lost", "other_default", "other_default_tolerance", "probabilities_kept_from_zero", "relative_step",
    "rmsprop_other_default", "run_default_alpha", "run_default_eps", "run_ignores_eps", "small_number_added",
    "stops_when_flat", "tolerance_excluded", "tolerance_relative", "velocity_lives_on", "adagrad_other_default",
}  # fmt: skip
NOT_HERE = {"train_digits"}  # a whole training, which takes seconds each time


def verdicts(name, wrong):
    """Yield function, variant and rows of the public checks for the known variants of an assignment."""
    reference = vars(ASSIGNMENTS[name].load_reference())
    for function, variants in variants_of(ASSIGNMENTS[name]).items():
        for variant in variants if function not in NOT_HERE else ():
            if variant.wrong == wrong:
                yield function, variant, run_public_cases(name, function, {**reference, function: variant.afresh()})


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_right_answer_passes(name):
    for function, variant, rows in verdicts(name, wrong=False):
        missed = [row.message for row in rows if not row.passed]
        assert not missed, f"{function}: {variant.name}: {missed}"


@pytest.mark.slow
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_what_is_green_in_public_and_wrong_is_a_detail(name):
    green = {variant.name for _, variant, rows in verdicts(name, wrong=True) if all(row.passed for row in rows)}
    assert green <= DETAILS


def rows_of(name, function, source, **more):
    """Return the rows of the public checks of a function that is given as its source."""
    namespace = {**vars(ASSIGNMENTS[name].load_reference()), "np": np, **more}
    exec(compile(source, "<a cell>", "exec"), namespace)
    return run_public_cases(name, function, namespace)


LOST = """def {function}(theta, g, s, alpha=0.01, beta=0.9, eps=1e-8):
    return {theirs}(theta, g, s)[0]
"""


@pytest.mark.parametrize("function", ["adagrad_step", "rmsprop_step"])
def test_a_state_that_is_not_returned_is_named_as_that(function):
    theirs = vars(ASSIGNMENTS["ps4_adaptive"].load_reference())[function]
    rows = rows_of("ps4_adaptive", function, LOST.format(function=function, theirs="theirs"), theirs=theirs)
    messages = [row.message for row in rows if not row.passed]
    assert messages and all("should return (theta, s), got one array of shape" in message for message in messages)


def test_a_lost_velocity_is_named_as_that():
    source = "def momentum_step(theta, g, velocity, alpha, mu):\n    return theta - alpha * (g + mu * velocity)"
    rows = [row for row in rows_of("ps3_momentum", "momentum_step", source) if not row.passed]
    assert rows[0].message.startswith("the function should return (theta, velocity), got one array of shape (3,)")
    assert "is only theta returned?" in rows[0].message


def test_pairs_are_tuples_lists_and_arrays():
    for value in ((1.0, 2.0), [1.0, 2.0], np.array([1.0, 2.0]), np.ones((2, 3))):
        assert len(pair(value, "a", "b")) == 2
    with pytest.raises(CaseFailure, match="got a float"):
        pair(1.0, "a", "b")


def known(name, function, variant):
    """Return the rows of one known mistake."""
    (rows,) = (rows for f, v, rows in verdicts(name, True) if f == function and v.name == variant)
    return rows


def test_a_velocity_that_is_set_back_is_told_from_one_that_is_missing():
    reset, none = (known("ps5_sgd", "sgd", v) for v in ("velocity_reset_each_epoch", "no_momentum"))
    assert "The velocity is set back to zero in every epoch." in {row.mistake for row in reset}
    assert "The momentum is not used." in {row.mistake for row in none}


def test_betas_that_are_not_passed_on_are_named():
    source = (
        "def adam(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):\n"
        "    rows, m, v = [theta0], 0 * theta0, 0 * theta0\n"
        "    for k in range(1, steps + 1):\n"
        "        theta, m, v = adam_step(rows[-1], grad(rows[-1]), m, v, k, alpha)\n"
        "        rows.append(theta)\n"
        "    return np.array(rows)"
    )
    mistakes = {row.mistake for row in rows_of("ps4_adaptive", "adam", source) if not row.passed}
    assert mistakes == {"beta1 and beta2 are not passed on to the step."}


@pytest.mark.parametrize("view", [repr, CheckTable._repr_html_], ids=["text", "html"])
def test_a_mistake_is_told_once(view):
    sentence, hint = "The velocity is not used.", "Where does mu enter?"
    rows = [Row("One", True), *(Row(f"{i}", False, f"theta is {i}", sentence, hint) for i in range(3))]
    shown = view(CheckTable("momentum_step", rows))
    assert shown.count(sentence) == shown.count(hint) == 1 and shown.count("This is the same mistake.") == 2
    assert all(f"theta is {i}." in shown for i in range(3))


def test_one_failure_in_every_check_is_told_once_with_its_line():
    source = "def adam(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):\n\n    return pathh"
    rows = rows_of("ps4_adaptive", "adam", source)
    shown = repr(CheckTable("adam", rows))
    assert shown.count("name 'pathh' is not defined (line 3 of its cell)") == 1
    assert shown.count("The same as above.") == len(rows) - 1


def test_the_line_below_the_table_does_not_tell_it_again():
    source = "def sign_step(theta, g, alpha):\n    return theta + alpha * np.sign(g)\ncheck('sign_step')"
    with pytest.raises(CheckFailed) as failed:
        exec(source, {"np": np, "check": check})
    (line,) = failed.value._render_traceback_()
    assert line == "Not there yet: 2 of 3 checks of sign_step did not pass: the cell's table says why"


STUB = "def {0}(*args, **kwargs):\n    raise NotImplementedError()\n"


def test_what_is_not_filled_in_yet_is_one_grey_line(capsys):
    with pytest.raises(Unfilled) as unfilled:
        exec(STUB.format("adam") + "check('adam')", {"check": check})
    assert unfilled.value._render_traceback_() == ["NotImplementedError: adam is not filled in yet"]
    assert capsys.readouterr().out.strip() == "… not yet  adam: 5 checks wait for it"
    rows = rows_of("ps4_adaptive", "adam", STUB.format("adam"))
    html = CheckTable("adam", rows)._repr_html_()
    assert 'class="waiting">… not yet</span> adam: 5 checks wait for it' in html and "<table" not in html
    assert ".waiting {border-left: .35em dotted #808080}" in html


def test_a_function_that_needs_an_empty_one_says_which():
    source = STUB.format("adam_step") + (
        "def adam(grad, theta0, steps, alpha=0.001, beta1=0.9, beta2=0.999, eps=1e-8):\n"
        "    return [adam_step(theta0, grad(theta0), 0, 0, 1)]"
    )
    rows = rows_of("ps4_adaptive", "adam", source)
    assert {row.message for row in rows if not row.passed} == {"adam needs adam_step, which is not filled in yet"}
    shown = repr(CheckTable("adam", [*rows, Row("Another", True)]))
    assert "… not yet" in shown and "✗ fail" not in shown
