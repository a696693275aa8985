"""The hash of a verdict covers all that a case is made of."""

from pathlib import Path

from autograder.descent import COURSE, ROOT
from autograder.records import grader_hash as module


def test_what_the_cases_share_counts(monkeypatch):
    seen, within = [], module._within

    def looking(places):
        found = list(within(places))
        seen.extend(found)
        return found

    monkeypatch.setattr(module, "_within", looking)
    module._hash.cache_clear()
    module.grader_hash(COURSE, COURSE.assignment("ps3_momentum"))
    hashed = {path.resolve() for path in map(Path, seen)}
    for part in (
        "domains/momentum.py",
        "domains/losses.py",
        "grading/regimes.py",
        "cases/ps3_momentum/test_momentum.py",
    ):
        assert ROOT / "autograder" / part in hashed, part
