"""The opponent makes wrong answers, discards what is right all the same, and shows the rest with a witness."""

import json

import numpy as np
import pytest

from autograder.adversary import opponent
from autograder.adversary.extras import TEMPLATES, changed_arguments
from autograder.adversary.mutation import bare_source_of, mutants_of
from autograder.adversary.witness import UNSTEADY, find_witness, other_mistake
from autograder.cli import main
from autograder.descent import ASSIGNMENTS
from autograder.grading.domain import domains_of
from autograder.variants import right, variants_of
from solutions import momentum

FEW = 5  # pairs of inputs; the opponent itself looks at many more
PS3 = ASSIGNMENTS["ps3_momentum"]
STEP = domains_of(PS3)["momentum_step"]


def template(name):
    return next(make for make in TEMPLATES if make.__name__ == name)


def test_the_source_of_a_variant_comes_without_what_does_not_count():
    @right("no_function")
    def doubled(x: float) -> float:
        """Twice."""
        return 2 * x  # as asked

    assert bare_source_of(doubled) == "def doubled(x):\n    return 2 * x\n"
    assert any("2 + x" in mutant for mutant in mutants_of(bare_source_of(doubled)))


def test_a_long_block_can_be_left_out():
    block = "\n".join(f"        x = {i}" for i in range(9))
    assert "=> pass" in " ".join(mutants_of(f"def f(x):\n    for i in x:\n{block}\n").values())


@pytest.mark.parametrize(
    "name", ["shared_buffer", "memo_by_first_array", "counts_calls", "clips_at_1_g", "rounds", "adds_a_bit"]
)
def test_what_is_wrong_has_a_witness(name):
    make = template(name)
    assert find_witness(STEP, momentum.momentum_step, lambda: make(momentum.momentum_step), seed=1)


def test_what_changes_from_run_to_run_is_said_to():
    calls = iter(range(10_000))

    def unsteady(*args):
        theta, velocity = momentum.momentum_step(*args)
        return theta, velocity * (2 if next(calls) == 7 else 1)

    assert find_witness(STEP, momentum.momentum_step, lambda: unsteady, seed=1) == UNSTEADY


def test_what_is_right_has_none():
    for variant in variants_of(PS3)["momentum_step"]:
        if not variant.wrong:
            assert find_witness(STEP, momentum.momentum_step, lambda call=variant.call: call, seed=1) is None


def test_arguments_that_are_changed_are_seen():
    for name, _, answer in changed_arguments(momentum.momentum_step):
        if name in ("spoils_theta", "spoils_g", "spoils_velocity"):
            witness = find_witness(STEP, momentum.momentum_step, lambda answer=answer: answer, seed=1)
            assert witness and "changes its arguments" in witness


@pytest.mark.slow
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_reference_agrees_with_itself_on_the_domain(name):
    """A domain builds the same input twice, and the reference leaves its arguments alone."""
    reference = ASSIGNMENTS[name].load_reference()
    for function, domain in domains_of(ASSIGNMENTS[name]).items():
        call = getattr(reference, function)
        assert find_witness(domain, call, lambda call=call: call, seed=2, examples=FEW) is None, function


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_function_that_is_not_judged_by_what_it_reaches_has_a_domain(name):
    assert set(ASSIGNMENTS[name].functions) - set(domains_of(ASSIGNMENTS[name])) <= {"train_digits"}


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_reference_takes_what_a_domain_builds(name):
    """Arguments in another order, say, would make every search one for nothing."""
    for function, domain in domains_of(ASSIGNMENTS[name]).items():
        middle = {name: values[len(values) // 2] for name, values in domain.regimes.items()}
        if function == "backtracking":
            middle["down"] = 1
        getattr(ASSIGNMENTS[name].load_reference(), function)(*domain.build(np.random.default_rng(0), **middle))


def test_the_same_seed_makes_the_same_answers():
    texts = [[a.text for a in opponent.answers(PS3, "momentum_step", 10, 5, seed)] for seed in (1, 1, 2)]
    assert texts[0] == texts[1] != texts[2]
    assert {a.kind for a in opponent.answers(PS3, "momentum_step", 10, 5, 1)} == {"mutant", "second order", "extra"}


def test_templates_are_right_where_they_do_nothing():
    """A template that calls for a step after the thousandth changes nothing before it."""
    late = template("other_after_1000")(momentum.momentum)
    given = (lambda theta: theta, np.ones(2), 0.1, 0.5, 20)
    assert np.array_equal(late(*given), momentum.momentum(*given))
    assert template("other_after_1000")(momentum.momentum_step) is None


def test_the_command_prints_what_it_found(monkeypatch, capsys):
    def few(assignment, function, *_):
        make = template("counts_calls")
        call = getattr(assignment.load_reference(), function)
        return [opponent.Answer("extra", "the reference", "late", lambda: make(call))] * 2

    monkeypatch.setattr(opponent, "answers", few)
    main(["audit", "ps3_momentum", "--adversary", "--function", "momentum_matrix", "--json"])
    found = json.loads(capsys.readouterr().out)["ps3_momentum"]["momentum_matrix"]
    assert found["tried"] == 2 == found["killed"] + found["equal"] + len(found["survivors"])


def test_luck_is_looked_for(capsys):
    assert main(["audit", "ps3_momentum", "--seeds", "2", "--function", "momentum_matrix"]) == 0
    assert "0 variants fare differently" in capsys.readouterr().out


def test_wrong_usage_is_said_in_a_sentence(capsys):
    assert main(["audit", "ps3_momentum", "--adversary", "--function", "nothing"]) != 0
    assert "there is no function 'nothing' in ps3_momentum" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_right_variants_have_no_witness(name):
    reference = ASSIGNMENTS[name].load_reference()
    domains = domains_of(ASSIGNMENTS[name])
    for function, variants in variants_of(ASSIGNMENTS[name]).items():
        if function in domains and not domains[function].free:
            for variant in variants:
                if not variant.wrong:
                    call = getattr(reference, function)
                    witness = find_witness(
                        domains[function], call, lambda call=variant.call: call, seed=3, examples=FEW
                    )
                    assert witness is None, f"{variant.name}: {witness}"


def test_a_name_is_right_where_the_answer_does_what_the_mistake_does():
    for variant in variants_of(PS3)["momentum_step"]:
        if variant.wrong and variant.memory is None:
            call = variant.call
            assert other_mistake(STEP, momentum.momentum_step, variant, lambda call=call: call, seed=1) is None


def test_a_name_is_wrong_where_the_answer_does_something_else_elsewhere():
    first, other = [variant for variant in variants_of(PS3)["momentum_step"] if variant.wrong][:2]

    def both(theta, g, velocity, alpha, mu):
        return (first if np.max(np.abs(theta)) < 1e3 else other).call(theta, g, velocity, alpha, mu)

    found = other_mistake(STEP, momentum.momentum_step, first, lambda: both, seed=1)
    assert found and f"where {first.name} gives" in found
