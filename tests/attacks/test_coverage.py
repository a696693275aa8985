"""Every row of the table of threats is a test."""

import re
from pathlib import Path

ROWS = 71


def test_every_row_is_covered():
    here = Path(__file__).parent
    text = "".join(path.read_text() for path in here.glob("test_*.py") if path.name != Path(__file__).name)
    covered = {int(number) for number in re.findall(r"\brow-(\d+)-", text)}
    assert set(range(1, ROWS + 1)) - covered == set()
    assert covered <= set(range(1, ROWS + 1))
