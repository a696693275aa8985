"""A known variant that is written out as a student's answer does what the variant does."""

import pytest

from autograder.audit import score_variant
from autograder.misconceptions.registry import Variant, variants_of
from autograder.runner import CaseRunner
from autograder.variants import NotAlone, can_stand_alone, source_of


def test_the_written_out_variants_earn_what_the_variants_earn():
    compared = 0
    with CaseRunner("ps3_momentum") as runner:
        for function, variants in variants_of("ps3_momentum").items():
            for variant in filter(can_stand_alone, variants[::2]):
                namespace = dict(vars(runner.reference))
                exec(source_of(variant), namespace)
                written, known = (
                    [(test.name, test.points) for test in score_variant(runner, function, call, seed=3)]
                    for call in (namespace[function], variant.call)
                )
                assert written == known, variant.name
                compared += 1
    assert compared >= 40


def test_what_cannot_be_written_out_is_refused():
    box = [1]

    def with_a_list(lam, alpha, mu):
        return box

    variant = Variant("momentum_matrix", "with_a_list", with_a_list, True)
    assert not can_stand_alone(variant)
    with pytest.raises(NotAlone, match="box is a list"):
        source_of(variant)
