"""The case that tries a function in every regime of its inputs."""

import numpy as np
import pytest

from autograder.adversary.extras import TEMPLATES
from autograder.descent import ASSIGNMENTS
from autograder.grading.domain import domains_of
from autograder.grading.regimes import assert_right_in_every_regime, regimes_of
from checks.local import LocalStudent
from checks.support import CaseFailure
from solutions import momentum

PS3 = domains_of(ASSIGNMENTS["ps3_momentum"])
NAMES = ("theta", "velocity")


def judge(answer, seed=0, **options):
    student = LocalStudent({"momentum_step": answer})
    rng = np.random.default_rng(seed)
    assert_right_in_every_regime(student, momentum, PS3, "momentum_step", rng, NAMES, **options)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_each_regime_comes_in_the_same_company_in_every_draw(name):
    for domain in domains_of(ASSIGNMENTS[name]).values():
        rows = list(regimes_of(domain.regimes))
        assert [repr(row) for row in rows] == [repr(row) for row in regimes_of(domain.regimes)]
        for regime, values in domain.regimes.items():
            assert {repr(row[regime]) for row in rows} == set(map(repr, values))


def test_the_reference_is_right():
    for seed in range(5):
        judge(momentum.momentum_step, seed)


@pytest.mark.parametrize(
    "name, words",
    [
        ("shared_buffer", "got"),
        ("counts_calls", "got"),
        ("clips_at_1000_g", "g of"),
        ("wrong_for_theta_longer_than_8", "theta of 9 numbers"),
        ("wrong_for_theta_below_1e-06", "got"),
        ("bounded", "got"),
        ("memo_by_first_array", "got"),
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_what_is_wrong_in_one_of_them_is_found_in_every_draw(name, words, seed):
    make = next(make for make in TEMPLATES if make.__name__ == name)
    with pytest.raises(CaseFailure) as failure:
        judge(make(momentum.momentum_step), seed)
    assert words in failure.value.message


def test_other_regimes_can_be_asked_for():
    make = next(make for make in TEMPLATES if make.__name__ == "wrong_for_theta_longer_than_8")
    judge(make(momentum.momentum_step), n=(1, 2))


def test_what_never_ends_is_stopped_at_once():
    def endless(grad, theta0, alpha, mu, steps):
        while True:
            grad(theta0)

    student = LocalStudent({"momentum": endless})
    with pytest.raises(CaseFailure, match="the given function was called more than 2000 times"):
        assert_right_in_every_regime(student, momentum, PS3, "momentum", np.random.default_rng(0), path=True)
