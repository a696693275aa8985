"""The table that a check shows: as HTML in a notebook, as text in a terminal."""

import base64
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from checks.sentences import join_sentences


def marks_style(within: str) -> str:
    """Return the CSS for what has ``passed``, what has ``failed`` and what is ``waiting`` to be written.

    Their lines differ without colours too.

    Parameters
    ----------
    within : str
        Selector of the element that it holds in. A page may set its own colours, ``--good`` and ``--bad``.
    """
    marked = ", ".join(f"{within} .{state}" for state in ("passed", "failed", "waiting"))
    return f"""{marked} {{font-weight: 600; white-space: nowrap; padding-left: .6em}}
{within} .passed {{border-left: .35em solid var(--good, #009E73)}}
{within} .failed {{border-left: .35em double var(--bad, #D55E00)}}
{within} .waiting {{border-left: .35em dotted #808080}}"""


STYLE = f"""<style>
.descent-check {{border-collapse: collapse; margin: .5em 0; color: inherit; max-width: 60em}}
.descent-check caption {{text-align: left; font-weight: 600; padding: .2em 0}}
.descent-check th, .descent-check td {{text-align: left !important; vertical-align: top; padding: .3em .7em;
  border-bottom: 1px solid #8888; background: none !important; color: inherit; white-space: normal}}
{marks_style(".descent-check")}
</style>"""


@dataclass(frozen=True)
class Row:
    """One public case: its title in words, whether it passed, and what to tell the student.

    `fact` is what happened, `sentence` names the mistake where there is a name for it, and `hint` says where to look.
    `mistake` is the sentence again, where it comes from the record of known mistakes.
    """

    title: str
    passed: bool
    fact: str = ""
    sentence: str = ""
    hint: str = ""
    unanswered: bool = False
    picture: dict | None = None
    mistake: str = ""

    @property
    def message(self) -> str:
        """What happened and the mistake's name, as one text."""
        return join_sentences(self.fact, self.sentence)

    @property
    def state(self) -> str:
        """Whether the case ``passed``, ``failed``, or is ``waiting`` for an answer."""
        return "passed" if self.passed else "waiting" if self.unanswered else "failed"


MARKS = {"passed": "✓ pass", "failed": "✗ fail", "waiting": "… not yet"}


class CheckTable:
    """What `check` shows for one function; where nothing is filled in yet, one grey line.

    Parameters
    ----------
    name : str
        The function.
    rows : list of Row
    """

    def __init__(self, name: str, rows: list[Row]):
        self.name, self.rows = name, rows

    @property
    def summary(self) -> str:
        """How many checks passed, in words."""
        passed = sum(row.passed for row in self.rows)
        return f"{self.name}: {passed} of {len(self.rows)} checks pass"

    @property
    def waits(self) -> bool:
        """Whether there is nothing to check yet."""
        return all(row.unanswered for row in self.rows)

    @property
    def waiting(self) -> str:
        """What is said where nothing is filled in yet."""
        count = len(self.rows)
        return f"{self.name}: {count} check{'s wait' if count > 1 else ' waits'} for it"

    def display(self) -> None:
        """Show the table: in a notebook as HTML, elsewhere as text."""
        try:
            from IPython import get_ipython
            from IPython.display import display
        except ImportError:
            get_ipython = lambda: None  # noqa: E731
        if get_ipython() is None:
            print(self)
        else:
            display(self)

    def __repr__(self):
        if self.waits:
            return f"{MARKS['waiting']}  {self.waiting}"
        lines = [self.summary]
        for row, text, hint in self._told():
            lines.append(f"  {MARKS[row.state]}  {row.title}")
            for words in filter(None, [text, hint and f"Hint: {hint}"]):
                lines += textwrap.wrap(words, 96, initial_indent=" " * 10, subsequent_indent=" " * 10)
        return "\n".join(lines)

    def _repr_html_(self):
        if self.waits:
            return (
                f'{STYLE}<div class="descent-check" role="status"><span class="waiting">{MARKS["waiting"]}</span> '
                f"{escape(self.waiting)}</div>"
            )
        body = "".join(map(_html_row, *zip(*self._told(), strict=True)))
        return (
            f'{STYLE}<table class="descent-check"><caption>{escape(self.summary)}</caption>'
            f'<thead><tr><th scope="col">result</th><th scope="col">check</th>'
            f'<th scope="col">what to know</th></tr></thead><tbody>{body}</tbody></table>'
        )

    def _told(self) -> Iterator[tuple[Row, str, str]]:
        """Yield each row with what is told in it: a mistake, its hint, or one and the same failure is told once."""
        told = set()
        for row in self.rows:
            fact = "The same as above." if row.fact in told else row.fact
            sentence = "" if row.sentence in told else row.sentence
            hint = "" if row.hint in told else row.hint
            if fact == row.fact and row.sentence and not sentence:
                sentence = "This is the same mistake."
            yield row, join_sentences(fact, sentence) if fact else sentence, hint
            told.update(filter(None, (row.fact, row.sentence, row.hint)))


def _html_row(row, text, hint):
    text = escape(text)
    if hint:
        text += f"<br><strong>Hint:</strong> {escape(hint)}"
    if row.picture:
        text += _picture_html(row.picture)
    mark = f'<td class="{row.state}">{MARKS[row.state]}</td>'
    return f'<tr>{mark}<th scope="row">{escape(row.title)}</th><td>{text}</td></tr>'


def _picture_html(picture):
    from checks.trajectory_picture import DESCRIPTION, picture_png

    data = base64.b64encode(picture_png(picture)).decode()
    return f'<br><img alt="{DESCRIPTION}" src="data:image/png;base64,{data}" width="320">'
