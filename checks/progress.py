"""How far an assignment has come: a panel that follows the checks as they run."""

import itertools
import json
from dataclasses import dataclass
from html import escape
from pathlib import Path

from checks.table import MARKS, Row, marks_style

DATA = Path(__file__).parent / "data"
WRITTEN = "explain"  # is read by a person
STYLE = f"""<style>
.descent-progress {{border-collapse: collapse; margin: .4em 0; font-size: .95em}}
.descent-progress caption {{text-align: left; font-weight: 600; padding: .3em 0}}
.descent-progress th, .descent-progress td {{text-align: left; padding: .25em .8em; vertical-align: top}}
{marks_style(".descent-progress")}
</style>"""
_numbers = itertools.count(1)


@dataclass(frozen=True)
class State:
    """What the public checks of one question said last.

    Attributes
    ----------
    passed, total : int
    waits : bool
        Whether it is not filled in yet.
    """

    passed: int
    total: int
    waits: bool

    @classmethod
    def of(cls, rows: list[Row]) -> "State":
        """Return the state that the rows of a check add up to."""
        waits = bool(rows) and all(row.unanswered for row in rows)
        return cls(sum(row.passed for row in rows), len(rows), waits)

    @property
    def mark(self) -> str:
        """One of the states of a row: ``passed``, ``failed`` or ``waiting``."""
        return "waiting" if self.waits else "passed" if self.passed == self.total else "failed"

    @property
    def words(self) -> str:
        """The state in a few words."""
        if self.waits:
            return "not filled in yet"
        if self.passed == self.total:
            return f"all {self.total} checks pass"
        return f"{self.passed} of {self.total} checks pass"


class Progress:
    """The questions of one assignment, what each is worth, and how its public checks went.

    Parameters
    ----------
    assignment : str
        Such as ``"ps3_momentum"``.
    points : dict of str to float, optional
        What each question is worth; by default as it was recorded at the build.
    """

    def __init__(self, assignment: str, points: dict[str, float] | None = None):
        self.points = points_of(assignment) if points is None else points
        self.states: dict[str, State] = {}
        self._shown = ""  # under which name the panel stands on the page

    def note(self, name: str, rows: list[Row]) -> None:
        """Take what the checks of a question said, and bring the panel up to date where it is shown."""
        self.states[name] = State.of(rows)
        if self._shown and name in self.points:
            from IPython.display import update_display

            update_display(self, display_id=self._shown)

    def display(self) -> None:
        """Show the panel: in a notebook as HTML, elsewhere as text."""
        from IPython import get_ipython
        from IPython.display import display

        if get_ipython() is None:
            print(repr(self))
            return
        self._shown = f"descent-progress-{next(_numbers)}"
        display(self, display_id=self._shown)

    @property
    def summary(self) -> str:
        """How many questions pass all their public checks, and what they are worth."""
        checked = [name for name in self.points if name != WRITTEN]
        done = [name for name in checked if name in self.states and self.states[name].mark == "passed"]
        worth, possible = (sum(self.points[name] for name in names) for names in (done, checked))
        return (
            f"{len(done)} of {len(checked)} questions pass their public checks: worth {worth:g} of {possible:g} "
            "points, unless the grader finds more"
        )

    def _rows(self):
        for name, points in self.points.items():
            if name == WRITTEN:
                yield name, points, "", "is read by a person"
            elif name in self.states:
                yield name, points, self.states[name].mark, self.states[name].words
            else:
                yield name, points, "waiting", "not checked yet"

    def __repr__(self):
        lines = [f"  {name:28} {points:4g}  {words}" for name, points, _, words in self._rows()]
        return "\n".join([self.summary, *lines])

    def _repr_html_(self):
        body = "".join(
            f'<tr><td class="{mark}">{escape(MARKS[mark].split()[0]) if mark else ""}</td>'
            f'<th scope="row">{escape(name)}</th>'
            f"<td>{points:g}</td><td>{escape(words)}</td></tr>"
            for name, points, mark, words in self._rows()
        )
        return (
            f'{STYLE}<div role="status"><table class="descent-progress"><caption>{escape(self.summary)}</caption>'
            '<thead><tr><td></td><th scope="col">question</th><th scope="col">points</th>'
            f'<th scope="col">public checks</th></tr></thead><tbody>{body}</tbody></table></div>'
        )


def points_of(assignment: str) -> dict[str, float]:
    """Return what each question of an assignment is worth, in their order; raise ValueError where there is none."""
    path = DATA / f"{assignment}_points.json"
    if not path.is_file():
        raise ValueError("which assignment is this? Run the cell that sets ASSIGNMENT first")
    return json.loads(path.read_text(encoding="utf-8"))
