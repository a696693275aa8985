"""A known variant that is written out as a student's answer does what the variant does."""

import pytest

from autograder.audit import score_variant
from autograder.descent import ASSIGNMENTS
from autograder.grading.case_runner import CaseRunner
from autograder.variants import Variant, variants_of
from tools.example_class import written_down
from tools.variant_source import NotAlone, can_stand_alone, source_of


def test_the_written_out_variants_earn_what_the_variants_earn():
    compared = 0
    with CaseRunner(ASSIGNMENTS["ps3_momentum"], pictures=False) as runner:
        for function, variants in variants_of(ASSIGNMENTS["ps3_momentum"]).items():
            for variant in filter(can_stand_alone, variants[::2]):
                namespace = dict(vars(runner.reference))
                exec(source_of(variant), namespace)
                written, known = (
                    [(test.name, test.points) for test in score_variant(runner, function, call, seed=3)]
                    for call in (namespace[function], variant.afresh())
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


@pytest.mark.slow
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_written_points_of_a_mistake_hold_for_any_inputs(name):
    """The cases themselves, in this process, give what people wrote down for the example class."""
    known = variants_of(ASSIGNMENTS[name])
    written = written_down(ASSIGNMENTS[name])
    assert written
    with CaseRunner(ASSIGNMENTS[name], pictures=False) as runner:
        for student, entry in written.items():
            for function, chosen in entry.get("answers", {}).items():
                variant = next(variant for variant in known[function] if variant.name == chosen)
                wanted = entry.get("points", {}).get(f"test_{function}", runner.max_score(function))
                earned = {
                    sum(test.points for test in score_variant(runner, function, variant.afresh(), seed))
                    for seed in range(25)
                }
                assert earned == {wanted}, f"{student}: {chosen}"
