"""Makes pages that show the lectures' pictures without a kernel: ``python -m tools.pages [FILE ...]``.

nbconvert alone puts widgets on a page, which load their code from the network; here each demo becomes the picture
that is stored with it, with its description as alternative text. Code that is folded in the notebook is folded here.
"""

import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from tools.text import ROOT, write

WIDGET = "application/vnd.jupyter.widget-view+json"
FOLDED = """{% extends "lab/index.html.j2" %}
{% block input_group %}
{% if cell.metadata.get("jupyter", {}).get("source_hidden") %}
<details class="descent-code"><summary>Code</summary>{{ super() }}</details>
{% else %}{{ super() }}{% endif %}
{% endblock %}"""


class StillPictures(Preprocessor):
    """Shows each demo as the picture that is stored with it, described in words."""

    def preprocess(self, notebook: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Drop the widgets' saved state, which only a page with widgets needs."""
        notebook.metadata.pop("widgets", None)
        return super().preprocess(notebook, resources)

    def preprocess_cell(self, cell: NotebookNode, resources: dict, index: int) -> tuple[NotebookNode, dict]:
        """Replace what a demo left in its cell by an image with alternative text."""
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if data.pop(WIDGET, None) and "image/png" in data:
                words, source = escape(data["text/plain"]), data.pop("image/png").replace("\n", "")
                size = output.metadata.get("image/png", {})
                data["text/html"] = (
                    f'<img src="data:image/png;base64,{source}" alt="{words}" '
                    f'width="{size.get("width")}" height="{size.get("height")}">'
                )
        return cell, resources


def page(path: Path) -> str:
    """Return a built notebook as the text of an HTML page."""
    exporter = HTMLExporter(
        preprocessors=[StillPictures], require_js_url="", widget_renderer_url="", raw_template=FOLDED
    )
    text, _ = exporter.from_notebook_node(nbformat.read(path, as_version=4), {"metadata": {"name": Path(path).stem}})
    return text


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the pages to build/pages."""
    files = [Path(name) for name in arguments or []] or sorted((ROOT / "lectures").glob("*.ipynb"))
    for path in files:
        target = ROOT / "build" / "pages" / f"{path.stem}.html"
        write(target, page(path).encode())
        print(target.relative_to(ROOT))


if __name__ == "__main__":
    main(sys.argv[1:])
