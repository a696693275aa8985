"""The table that a check shows: as HTML in a notebook, as text in a terminal."""

import base64
import textwrap
from dataclasses import dataclass
from html import escape


def marks_style(within: str) -> str:
    """Return the CSS for what has ``passed`` and what has ``failed``: lines that differ without colours too.

    Parameters
    ----------
    within : str
        Selector of the element that it holds in. A page may set its own colours, ``--good`` and ``--bad``.
    """
    return f"""{within} .passed, {within} .failed {{font-weight: 600; white-space: nowrap; padding-left: .6em}}
{within} .passed {{border-left: .35em solid var(--good, #009E73)}}
{within} .failed {{border-left: .35em double var(--bad, #D55E00)}}"""


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

    `mistake` is the part of the message that names a known mistake, if it is one.
    """

    title: str
    passed: bool
    message: str = ""
    hint: str = ""
    unanswered: bool = False
    picture: dict | None = None
    mistake: str = ""


class CheckTable:
    """What `check` shows for one function.

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
        lines = [self.summary]
        for row in self.rows:
            lines.append(f"  {'✓ pass' if row.passed else '✗ fail'}  {row.title}")
            for text in filter(None, [row.message, row.hint and f"Hint: {row.hint}"]):
                lines += textwrap.wrap(text, 96, initial_indent=" " * 10, subsequent_indent=" " * 10)
        return "\n".join(lines)

    def _repr_html_(self):
        body = "".join(self._html_row(row) for row in self.rows)
        return (
            f'{STYLE}<table class="descent-check"><caption>{escape(self.summary)}</caption>'
            f'<thead><tr><th scope="col">result</th><th scope="col">check</th>'
            f'<th scope="col">what to know</th></tr></thead><tbody>{body}</tbody></table>'
        )

    def _html_row(self, row):
        mark = '<td class="passed">✓ pass</td>' if row.passed else '<td class="failed">✗ fail</td>'
        text = escape(row.message)
        if row.hint:
            text += f"<br><strong>Hint:</strong> {escape(row.hint)}"
        if row.picture:
            text += _picture_html(row.picture)
        return f'<tr>{mark}<th scope="row">{escape(row.title)}</th><td>{text}</td></tr>'


def _picture_html(picture):
    from checks.trajectory_picture import DESCRIPTION, picture_png

    data = base64.b64encode(picture_png(picture)).decode()
    return f'<br><img alt="{DESCRIPTION}" src="data:image/png;base64,{data}" width="320">'
