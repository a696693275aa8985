"""Every row of the table of threats is a test, and what students are told is written down."""

import re
from pathlib import Path

from autograder.descent import ROOT
from autograder.grading.outputs import CUT, LEFT_OUT
from autograder.limits import CALL_SECONDS, CELL_SECONDS, IN_VAIN_SECONDS, NOTEBOOK_SECONDS
from autograder.sandbox import limit_messages

ROWS = 71


def test_every_row_is_covered():
    here = Path(__file__).parent
    text = "".join(path.read_text() for path in here.glob("test_*.py") if path.name != Path(__file__).name)
    covered = {int(number) for number in re.findall(r"\brow-(\d+)-", text)}
    assert set(range(1, ROWS + 1)) - covered == set()
    assert covered <= set(range(1, ROWS + 1))


def test_the_documentation_tells_the_sentences_that_students_get():
    text = (ROOT / "docs" / "security.md").read_text()
    for sentence in (*limit_messages._SENTENCES.values(), CUT.strip(), LEFT_OUT):
        assert sentence in text
    seconds = (f"{number:g} s" for number in (CALL_SECONDS, CELL_SECONDS, IN_VAIN_SECONDS))
    for number in (*seconds, f"{NOTEBOOK_SECONDS // 60} minutes"):
        assert number in text
