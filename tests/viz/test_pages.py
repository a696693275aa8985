"""A lecture as a page: pictures with words, and nothing that asks the network for a widget."""

import base64
import re
from html import unescape

import nbformat
import pytest

from lectures.viz import explore, int_slider, plain
from tools.pages import page


def built(tmp_path):
    """Save a notebook with one demo as the builder leaves it."""
    demo = explore(
        lambda k: k,
        lambda pen, k: pen.points(k, k),
        background=plain((0, 9), (0, 9)),
        about='A dot, "here".',
        k=int_slider(1, 0, 9, "k"),
    )
    data, metadata = demo._repr_mimebundle_()
    data["image/png"] = base64.b64encode(data["image/png"]).decode()
    output = nbformat.v4.new_output("execute_result", data, metadata=metadata, execution_count=1)
    details = "<details><summary>Predict</summary>\n\nIt **moves**.\n\n</details>"
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell(details),
            nbformat.v4.new_code_cell(
                "explore()", outputs=[output], execution_count=1, metadata={"jupyter": {"source_hidden": True}}
            ),
            nbformat.v4.new_code_cell("mine = 1", execution_count=2),
        ],
        metadata={"widgets": {"application/vnd.jupyter.widget-state+json": {"state": {"big": {}}}}},
    )
    nbformat.write(notebook, tmp_path / "lecture.ipynb")
    return page(tmp_path / "lecture.ipynb")


@pytest.fixture(scope="module")
def text(tmp_path_factory):
    return built(tmp_path_factory.mktemp("page"))


def test_each_demo_is_an_image_with_alternative_text(text):
    (image,) = re.findall(r"<img [^>]*>", text)
    assert 'A dot, "here".' in unescape(image) and "alt=" in image and 'width="640"' in image
    assert "data:image/png;base64,iVBORw0KGgo" in image


def test_no_widget_is_left(text):
    assert "widget-view" not in text and "widget-state" not in text
    assert "require.min.js" not in text and "html-manager" not in text


def test_questions_can_be_opened(text):
    assert "<details>" in text and "<strong>moves</strong>" in text


def test_code_that_is_folded_can_be_opened_and_other_code_is_seen(text):
    folded = re.findall(r"<details class=.descent-code.>(.*?)</details>", text, re.S)
    assert len(folded) == 1 and "explore" in folded[0] and "<img" not in folded[0]
    assert "mine" in text.replace(folded[0], "")
