"""What students write as formulas does nothing but formulas in formgrader's page: a real browser, a real MathJax.

nbgrader's page loads MathJax 2.7 from elsewhere; here the same version comes from Debian's package libjs-mathjax.
"""

import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.server_extensions.formgrader import handlers

from autograder.hooks.formgrader_guard import BoundedPages
from autograder.hooks.safe_markdown import markdown

from ..machine import MATHJAX

pytestmark = pytest.mark.mathjax
SITE = "https://formgrader.test"
LINK = r"{javascript:window.pwned=1}{press}"
ATTACKS = {
    "plain": rf"$\href{LINK}$",
    "entity": rf"<div>\(&#92;href{LINK}\)</div>",
    "entity-in-its-name": rf"<div>\(\h&#114;ef{LINK}\)</div>",
    "tag-in-its-name": rf"<div>\(\hr<i-am-no-tag>ef{LINK}\)</div>",
    "comment-in-its-name": rf"<div>\(\hr<!-- -->ef{LINK}\)</div>",
    "break-in-its-name": rf"<div>\(\hr<br>ef{LINK}\)</div>",
    "kept-tag-in-its-name": rf"<div>\(\hr<b></b>ef{LINK}\)</div>",
    "environment": rf"<div>\begin{{align}}&bsol;href{LINK}\end{{align}}</div>",
    "require": rf"$\require{{html}}$ <div>\(\require{{html}} &#92;href{LINK}\)</div>",
    "double-backslash": rf"$\\href{LINK}$ and $\\\href{LINK}$",
    "renamed": rf"<div>\(&#92;let\go=&#92;href \go{LINK}\)</div>",
    "defined": rf"<div>\(\def\a#1{{\hr#1}} \a ef{LINK} \newcommand\b[1]{{\#1}} \b{{href}}{LINK}\)</div>",
    "csname": rf"<div>\(\csname href\endcsname{LINK}\)</div>",
    "elsewhere": r"<div>\(&#92;href{https://evil.test}{press}\)</div>",
    "style": r"<div>\(&#92;style{position:fixed;top:0;width:99em;height:99em;background:lime}{x}\)</div>",
    "class": r"<div>\(&#92;class{mark-graded}{x} &#92;cssId{formgrader}{x}\)</div>",
    "tip": r"<div>\(&#92;require{action} &#92;mathtip{x}{y} &#92;texttip{x}{y} &#92;toggle{x}{y}\endtoggle\)</div>",
    "unicode": r"<div>\(&#92;unicode[evil,position]{65}\)</div>",
    "token": r"<div>\(&#92;mmlToken{mi}[href='javascript:window.pwned=1',style='color:lime',id='mine']{x}\)</div>",
    "box": r"<div>\(&#92;bbox[border:9em solid lime;position:fixed]{x}\)</div>",
    "script": r"<script type='math/tex'>\href{javascript:window.pwned=1}{press}</script>",
}
LOOK = """() => {
    const frame = document.querySelector('.mine');
    const cell = document.getElementById('notebook-container');
    for (const link of cell.querySelectorAll('a')) link.click();
    return {
        pwned: !!window.pwned,
        links: [...cell.querySelectorAll('a')].map(a => a.getAttribute('href') || a.getAttribute('xlink:href')),
        named: [...cell.querySelectorAll('#formgrader, #mine, .mark-graded, [style*=fixed], [style*=lime]')].length,
        tips: cell.querySelectorAll('maction, .mjx-maction, [title=y]').length,
        formulas: cell.querySelectorAll('.MathJax_CHTML').length,
    };
}"""


@pytest.fixture
def shown(page):
    """Return a function that shows an answer in formgrader's page, and what MathJax has made of it."""
    asked = []

    def answer(route):
        url = route.request.url
        asked.append(url)
        path = url.split("?")[0].partition("/mathjax/2.7.7/")[2]
        file = MATHJAX / path
        if url == f"{SITE}/":
            route.fulfill(body=page.html, content_type="text/html")
        elif path and file.is_file():
            route.fulfill(path=file)
        else:
            route.abort()

    def show(source, safe, markdown=markdown):
        exporter = HTMLExporter(
            template_name="formgrade",
            extra_template_basedirs=[handlers.template_path],
            preprocessors=[BoundedPages],
            filters={"markdown2html": markdown},
        )
        names = {"assignment_id": "a", "notebook_id": "n", "submission_id": "s", "notebook_path": "x"}
        about = {"student": "s", "last_name": None, "first_name": None}
        resources = {**names, **about, "index": 0, "total": 1, "base_url": ""}
        notebook = new_notebook(cells=[new_markdown_cell(source), new_markdown_cell(r"$\frac{a}{b}$")])
        page.html, _ = exporter.from_notebook_node(notebook, resources=resources)
        # latest.js only finds out where MathJax lies, and Debian's package has none.
        page.html = page.html.replace("/latest.js?", "/MathJax.js?")
        page.html = page.html if safe else page.html.replace("-full,Safe", "-full")
        page.route("**/*", answer)
        page.goto(f"{SITE}/")
        page.wait_for_function("window.MathJax && MathJax.Hub && document.querySelector('.mjx-chtml .mjx-mfrac')")
        page.evaluate("() => new Promise(done => MathJax.Hub.Queue(done))")
        found = page.evaluate(LOOK)
        found["pwned"] = found["pwned"] or page.evaluate("!!window.pwned")
        return found, asked

    return show


@pytest.mark.parametrize("safe", [True, False], ids=["safe", "without-its-safe-mode"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_formulas_do_nothing_but_formulas(attack, safe, shown):
    found, asked = shown(ATTACKS[attack], safe)
    assert not found["pwned"] and found["links"] == [] and found["named"] == 0 and found["tips"] == 0
    assert not [
        url for url in asked if url.rsplit("/")[-1].split("?")[0] in ("HTML.js", "action.js", "bbox.js", "unicode.js")
    ]
    assert not [url for url in asked if "evil" in url]
    assert found["formulas"] >= 1


def test_what_students_write_is_still_set(shown):
    found, _ = shown(
        "So $a < b$ and\n\n$$\\begin{aligned} x &= 1 \\\\ y &= \\text{two}\\end{aligned}$$\n\n"
        "\\begin{equation}\\newcommand{\\R}{\\mathbb R} \\left[\\hat m_k \\in \\R\\right]\\end{equation}\n\n$[0, 1]$",
        True,
    )
    assert found["formulas"] == 5


def test_a_large_formula_paints_nothing_around_its_cell(shown, page):
    shown(r"$\rlap{\smash{\raise 20em{\rule{90em}{90em}}}}$", True)
    over = "([x, y]) => document.elementFromPoint(x, y).closest('.mjx-chtml') !== null"
    assert not page.evaluate(over, [500, 20])
