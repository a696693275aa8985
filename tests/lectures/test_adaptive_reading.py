"""How long lecture 4 takes to read and to play, section by section, is what it says."""

import re

import pytest

from .lecture_source import filled_cells, strings_of

MINUTES_A_DEMO, WORDS_A_MINUTE = 2.5, 200
pytestmark = pytest.mark.slow  # the text is filled with the lecture's numbers


def read_sections():
    """Return for each section its heading, its words and its demos, up to the sources; the first is the opening."""
    found = [["Opening", 0, 0]]
    for cell in filled_cells("4_adaptive"):
        if "claims" in cell.metadata.get("tags", []):
            continue
        if cell.cell_type == "code":
            demos = len(re.findall(r"^explore\(", cell.source, re.M))
            found[-1][1] += len(strings_of(cell.source).split()) if demos else 0
            found[-1][2] += demos
        for part in re.split(r"^(?=## )", cell.source, flags=re.M) if cell.cell_type == "markdown" else ():
            if part.startswith("## Sources"):
                return found
            if part.startswith("## "):
                found.append([part.split("\n")[0][3:], 0, 0])
            found[-1][1] += len(part.split())
    return found


def minutes(words, demos):
    return words / WORDS_A_MINUTE + MINUTES_A_DEMO * demos


def test_each_section_says_how_long_it_takes():
    told = [(name, words, demos) for name, words, demos in read_sections() if name[0].isdigit()]
    assert len(told) == 9
    for name, words, demos in told:
        said = int(re.search(r"\((\d+) min\)", name)[1])
        assert abs(said - minutes(words, demos)) <= 1, f"{name} takes {minutes(words, demos):.1f} minutes"


def test_the_core_takes_an_hour_at_most_and_both_times_are_told():
    sections = read_sections()
    optional = [entry for entry in sections if "optional" in entry[0].lower()]
    core = [entry for entry in sections if entry not in optional]
    text = "\n".join(cell.source for cell in filled_cells("4_adaptive") if cell.cell_type == "markdown")
    told = re.search(r"\*\*Time:\*\* about (\d+) minutes for the core, and (\d+) more", text)
    for part, said in ((core, told[1]), (optional, told[2])):
        takes = sum(minutes(words, demos) for _, words, demos in part)
        assert abs(int(said) - takes) <= 1, f"{said} minutes are said, and it takes {takes:.1f}"
    assert int(told[1]) <= 60


def test_it_opens_with_a_picture_before_any_formula():
    cells = [cell for cell in filled_cells("4_adaptive") if "claims" not in cell.metadata.get("tags", [])]
    first = next(i for i, cell in enumerate(cells) if re.search(r"^explore\(", cell.source, re.M))
    assert not any("$" in cell.source for cell in cells[:first] if cell.cell_type == "markdown")
