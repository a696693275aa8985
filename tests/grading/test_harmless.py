"""What students write in Markdown does nothing in a grader's browser, and still looks like what they wrote."""

import re
import signal
from html import unescape

import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder import limits
from autograder.hooks import page_time
from autograder.hooks.formgrader_guard import BoundedPages
from autograder.hooks.safe_markdown import AS_WRITTEN, FRAME, markdown

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "<a href=' javascript:alert(1)'>x</a>",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "<iframe src=https://example.org></iframe>",
    "<form action=https://example.org><input name=a></form>",
    "<base href=https://example.org>",
    "<meta http-equiv=refresh content='0;url=https://example.org'>",
    "<style>* {display: none}</style>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<b id=formgrader class=next>x</b>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "![x](https://example.org/pixel.png)",
    "<![CDATA[<script>alert(1)</script>]]>",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("frame", ["{}", "text {} text", "> {}", "- {}\n- b", "| a |\n|--|\n| {} |"])
def test_no_attack_is_left(attack, frame):
    html = markdown(frame.format(attack)).removeprefix(FRAME.partition("{}")[0])
    tags = re.findall(r"<[a-zA-Z][^>]*>", html)
    assert not [tag for tag in tags if re.match(r"<(script|svg|iframe|form|input|base|meta|style|math)\b", tag)]
    assert not [tag for tag in tags if re.search(r"\s(on\w+|style|id)\s*=", tag)]
    assert not re.search(r"""(href|src)\s*=\s*["']?\s*(java|vb|data:text)""", html)
    assert "example.org/pixel" not in "".join(tags)


@pytest.mark.parametrize("command", ["href{javascript:alert(1)}{x}", "require{html}", "style{color:red}{x}"])
def test_maths_cannot_make_links_or_load_code(command):
    html = markdown(f"So $\\{command}$ and $\\hrefx$")
    assert f"\\{command}" not in html
    assert "\\hrefx" in html


@pytest.mark.parametrize(
    "text",
    [
        r"<div>\(&#92;href{javascript:alert(1)}{x}\)</div>",
        r"<div>\(&#x5c;require{html}\)</div>",
        r"<div>\(\hr<i-am-no-tag>ef{javascript:alert(1)}{x}\)</div>",
        r"<div>\begin{align}&bsol;href{javascript:alert(1)}{x}\end{align}</div>",
        r"$\&#104;ref{javascript:alert(1)}{x}$ <div>\(\h&#114;ef{javascript:alert(1)}{x}\)</div>",
    ],
)
def test_maths_behind_entities_and_tags_is_seen_as_the_browser_sees_it(text):
    seen = unescape(re.sub("<[^>]*>", "", markdown(text)))  # as the browser gives it to MathJax
    assert not re.search(r"\\(href|require)", seen)


# One for each way that was found to take a time or memory that grows with the square, or to raise.
HOSTILE = {
    "environments": lambda n: r"\begin{a}" * (n // 9),
    "spaces": lambda n: "a" + " " * n + "b",
    "headings": lambda n: "# a\n" * (n // 4),
    "brackets": lambda n: "[" * n,
    "no such attachment": lambda n: "![a](attachment:b)" * (n // 18),
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("size", [5_000, 19_000, 200_000])
def test_an_answer_that_takes_long_is_shown_as_it_was_written(kind, size):
    page_time.start_page()
    source = HOSTILE[kind](size)
    html = markdown(source)
    if AS_WRITTEN in html:
        shown = re.search("<pre>(.*)</pre>", html, re.DOTALL)[1]
        assert unescape(shown) == source
    assert (AS_WRITTEN in html) or size < 20_000
    assert "[" not in html  # the next filter's time grows with the square of their number


def test_the_time_of_a_page_is_bounded_and_the_next_one_has_its_own(monkeypatch):
    page_time.start_page()
    monkeypatch.setattr(page_time, "_left", 0.0)
    assert "<pre>so *it* is</pre>" in markdown("so *it* is") and AS_WRITTEN in markdown("x")
    page_time.start_page()
    assert "<em>it</em>" in markdown("so *it* is")


def test_a_text_is_interrupted_also_within_a_regular_expression(monkeypatch):
    page_time.start_page()
    before = signal.getsignal(signal.SIGALRM)
    monkeypatch.setattr(limits, "LAID_OUT_SECONDS", 0.05)
    assert page_time.in_time(lambda text: re.match("(a+)+b", text), "a" * 60) is None
    assert page_time.in_time(len, "abc") == 3
    assert signal.getsignal(signal.SIGALRM) is before


@pytest.mark.parametrize("source", ["1." * 9000, "x = 1\n", "x" * 30_000, "%%perl\ns(" * 900])
def test_formgraders_page_shows_all_code_whatever_its_colours_would_take(source):
    notebook = new_notebook(cells=[new_code_cell(source), new_markdown_cell("so *it* is")])
    exporter = HTMLExporter(preprocessors=[BoundedPages], filters={"markdown2html": markdown})
    page, _ = exporter.from_notebook_node(notebook)
    code = re.search(r'<div class=" ?highlight[^>]*><pre>(.*?)</pre>', page, re.DOTALL)[1]
    assert unescape(re.sub("<[^>]*>", "", code)).strip() == source.strip()
    assert "<em>it</em>" in page


def test_what_students_write_stays_readable():
    html = markdown("# Title\n\nWe have $a < b$, **so** it is `x<y`:\n\n```python\nx = 1\n```\n\n| a |\n|--|\n| 1 |")
    assert "<h1>Title" in html
    assert "$a &lt; b$" in html
    assert "<strong>so</strong>" in html
    assert "<code>x&lt;y</code>" in html
    assert '<span class="n">x</span>' in html
    assert "<td>1</td>" in html
    assert '<a href="https://example.org">y</a>' in markdown("[y](https://example.org)")
