"""Runs a lecture's text source without a kernel: its demos, and the claims that stand beside their words."""

import ast
import functools
import re
from dataclasses import dataclass, field
from typing import Any

import pytest

from lectures.viz import Explorer
from tools.lecture import is_claims, numbers_of
from tools.text import ROOT, fill_placeholders, read_text

from .drawn import Drawn

NAMES = sorted(path.stem for path in (ROOT / "lectures").glob("[0-9]*_*.py"))
ANSWER = re.compile(r"<details><summary><b>Predict, then look\.</b>(.*?)</summary>(.*?)</details>", re.DOTALL)


@dataclass
class Claims:
    """One claims cell: what it quotes, and what it raised."""

    line: str
    source: str
    quotes: list[str] = field(default_factory=list)
    trouble: BaseException | None = None


@dataclass
class Shown:
    """One demo of a lecture with the text before and after it, and its claims."""

    demo: Explorer
    before: str = ""
    after: str = ""
    code: str = ""
    claims: Claims | None = None

    @property
    def words(self) -> str:
        """All that a reader can read around the demo."""
        question = getattr(self.demo.picture, "question", {})
        asked = " ".join(str(question.get(part, "")) for part in ("text", "why"))
        return plain_words(" ".join((self.before, self.after, self.code, asked)))


def plain_words(text: str) -> str:
    """Return a text without line breaks and without Markdown's emphasis."""
    return re.sub(r"\s+", " ", re.sub(r"[*_`]+|<[^<>]+>", "", text))


@dataclass
class Lecture:
    """What a lecture's cells made."""

    shown: list[Shown]
    namespace: dict[str, Any]
    cells: list[Any]

    @property
    def demos(self) -> list[Explorer]:
        """All demos in their order."""
        return [shown.demo for shown in self.shown]


def filled_cells(name: str) -> list[Any]:
    """Return a lecture's cells with its numbers filled in, claims and all."""
    numbers, cells = numbers_of(name), read_text(ROOT / "lectures" / f"{name}.py").cells
    for cell in cells:
        if not is_claims(cell):
            cell.source = fill_placeholders(cell.source, numbers)
    return cells


@functools.cache
def run_lecture(name: str) -> Lecture:
    """Run all cells of a lecture; a claims cell is run on the demo above it."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    shown: list[Shown] = []
    cells, text = filled_cells(name), ""
    original = Explorer.__init__

    def recording(self, *values, **options):
        original(self, *values, **options)
        shown.append(Shown(self, before=text, code=code))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Explorer, "__init__", recording)
        for cell in cells:
            if cell.cell_type == "markdown":
                text += cell.source + "\n"
                if shown and not shown[-1].after:
                    shown[-1].after = cell.source
            elif is_claims(cell):
                shown[-1].claims = run_claims(cell.source, shown[-1], namespace)
            else:
                code, known = strings_of(cell.source), len(shown)
                exec(compile(cell.source, name, "exec"), namespace)
                text = "" if len(shown) > known else text
    return Lecture(shown, namespace, cells)


def strings_of(source: str) -> str:
    """Return the texts that stand in code."""
    found = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    return " ".join(value for value in found if isinstance(value, str))


def run_claims(source: str, shown: Shown, namespace: dict[str, Any]) -> Claims:
    """Run a claims cell on a demo, and put the demo back to its first state."""
    claims = Claims(source.strip().split("\n")[0], source)
    reader = Drawn(shown.demo)
    try:
        reader.check()
        exec(compile(source, "claims", "exec"), {**namespace, "demo": reader, "holds": claims.quotes.append})
    except Exception as trouble:  # shown by the test of this claim
        claims.trouble = trouble
    try:
        reader.reset()
    except Exception as trouble:
        claims.trouble = claims.trouble or trouble
    return claims
