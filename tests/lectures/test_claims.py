"""What a lecture says of its pictures is what they show: the claims cells beside the words."""

import pytest

from tools.lecture import is_claims
from tools.text import ROOT, read_text

from .lecture_source import ANSWER, NAMES, plain_words, run_lecture

pytestmark = pytest.mark.slow
# Lectures all of whose demos have claims, one to a line.
HELD = [
    "1_landscape",
    "4_adaptive",
    "5_sgd",
]  # fmt: skip


def claims_cells(name):
    return [cell.source for cell in read_text(ROOT / "lectures" / f"{name}.py").cells if is_claims(cell)]


def pytest_generate_tests(metafunc):
    if "place" in metafunc.fixturenames:
        found = [pytest.param(name, i, id=f"{name}-{i + 1}") for name in NAMES for i in range(len(claims_cells(name)))]
        metafunc.parametrize("name, place", found)


def test_what_is_said_is_drawn(name, place):
    claims = [shown.claims for shown in run_lecture(name).shown if shown.claims][place]
    if claims.trouble:
        raise claims.trouble


@pytest.mark.parametrize("name", NAMES)
def test_claims_quote_words_that_stand_there(name):
    for shown in run_lecture(name).shown:
        for quote in shown.claims.quotes if shown.claims else ():
            assert plain_words(quote) in shown.words, f"{quote!r} stands nowhere around “{shown.demo.picture.about}”"


@pytest.mark.parametrize("name", HELD)
def test_every_demo_has_claims(name):
    without = [shown.demo.picture.about for shown in run_lecture(name).shown if not shown.claims]
    assert not without, "no claims cell follows the demos " + "; ".join(without)


@pytest.mark.parametrize("name", HELD)
def test_every_printed_answer_has_a_claim(name):
    for shown in run_lecture(name).shown:
        answers = [answer for _, answer in ANSWER.findall(shown.before)]
        answers += [shown.demo.picture.question["why"]] if getattr(shown.demo.picture, "question", {}) else []
        for answer in map(plain_words, answers):
            quotes = shown.claims.quotes if shown.claims else []
            assert any(plain_words(quote) in answer for quote in quotes), f"no claim quotes the answer {answer!r}"
