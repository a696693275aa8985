"""Lecture 3 in JupyterLab, in a real browser: the pictures answer the keyboard, calmly and with names."""

import shutil
from pathlib import Path

import nbformat
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat.sign import NotebookNotary
from playwright.sync_api import expect

from tools.browser import Notebook
from tools.text import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAME = "3_momentum.ipynb"
SWEEP, LIVE, CLICK = "velocity under a gradient", "Contour lines of a bowl", "a map of the factor per step"
LIST = "contour lines of a saddle"
# MathJax rounds the width of a formula up: a cell that is a pixel too narrow for its own counts as one to scroll.
NOT_SCROLLABLE = """() => document.querySelectorAll('.jp-RenderedMarkdown').forEach(cell => {
    if (cell.scrollWidth - cell.clientWidth === 1) cell.style.overflowX = 'hidden';
})"""
INK = """canvas => {  // the middle of all shades of grey that are opaque
    const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data, shades = [];
    for (let i = 0; i < data.length; i += 4) {
        const [red, green, blue, opacity] = data.subarray(i, i + 4);
        if (opacity > 250 && Math.max(red, green, blue) - Math.min(red, green, blue) < 8) shades.push(red);
    }
    return shades.sort((a, b) => a - b)[Math.floor(shades.length / 2)];
}"""


def pixels(canvas):
    return canvas.evaluate("canvas => canvas.toDataURL()")


def said(canvas):
    return canvas.get_attribute("aria-label")


def wait_for_change(canvas, before):
    expect(canvas).not_to_have_attribute("aria-label", before, timeout=30_000)


@pytest.fixture(scope="module")
def opened(browser, lab):
    page = browser.new_page(viewport={"width": 1100, "height": 1000})
    page.troubles = []
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    notebook = Notebook(page, lab, NAME)
    notebook.run()
    yield notebook
    assert page.troubles == []
    page.close()


@pytest.mark.parametrize("words, name", [(SWEEP, "momentum μ"), (LIVE, "step size α")])
def test_a_slider_moved_by_keyboard_changes_the_picture(opened, words, name):
    canvas = opened.demo(words)
    handle = opened.control(canvas, name)
    before, drawn, value = said(canvas), pixels(canvas), handle.get_attribute("aria-valuetext")
    handle.focus()
    for _ in range(4):
        opened.page.keyboard.press("ArrowLeft")
    wait_for_change(canvas, before)
    opened.page.wait_for_timeout(300)
    assert pixels(canvas) != drawn
    moved = handle.get_attribute("aria-valuetext")
    assert float(moved) < float(value)
    assert (
        moved
        == handle.locator("xpath=ancestor::div[contains(@class, 'widget-hslider')][1]")
        .locator(".widget-readout")
        .inner_text()
    )


def test_a_list_is_changed_by_keyboard_and_keeps_the_focus(opened):
    canvas = opened.demo(LIST)
    choices = canvas.locator("xpath=ancestor::div[contains(@class, 'jp-OutputArea-output')][1]").locator("select").first
    before, value = said(canvas), choices.input_value()
    choices.focus()
    opened.page.keyboard.press("ArrowDown")
    wait_for_change(canvas, before)
    assert choices.input_value() != value
    assert choices.evaluate("node => document.activeElement === node")


def test_holding_a_key_never_shows_an_empty_picture_and_moves_nothing_else(opened):
    canvas = opened.demo(SWEEP)
    handle = opened.control(canvas, "momentum μ")
    opened.page.evaluate(
        """canvas => {
            window.seen = [];
            const watch = () => {
                const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                let filled = 0;
                for (let i = 3; i < data.length; i += 40) filled += data[i] > 0;
                const box = canvas.getBoundingClientRect();
                window.seen.push([filled, box.top, box.height]);
                window.watching = requestAnimationFrame(watch);
            };
            watch();
        }""",
        canvas.element_handle(),
    )
    handle.focus()
    for _ in range(20):
        opened.page.keyboard.press("ArrowLeft", delay=15)
    seen = np.array(opened.page.evaluate("() => { cancelAnimationFrame(window.watching); return window.seen }"))
    assert len(seen) > 10
    assert seen[:, 0].min() > 0.5 * np.median(seen[:, 0])
    assert np.ptp(seen[:, 1]) == 0 and np.ptp(seen[:, 2]) == 0


def test_a_click_and_the_arrow_keys_move_the_point_on_the_map(opened):
    canvas = opened.demo(CLICK)
    before = said(canvas)
    point = opened.control(canvas, "αλ and μ")
    box = canvas.bounding_box()
    canvas.click(position={"x": 0.2 * box["width"], "y": 0.7 * box["height"]})
    wait_for_change(canvas, before)
    assert "slides" in said(canvas) or "swings" in said(canvas)
    before, at = said(canvas), point.get_attribute("aria-valuetext")
    assert point.evaluate("node => node === document.activeElement")
    opened.page.keyboard.press("ArrowUp")
    wait_for_change(canvas, before)
    assert point.get_attribute("aria-valuetext").split(", ")[0] == at.split(", ")[0]
    assert float(point.get_attribute("aria-valuetext").split(", ")[1]) > float(at.split(", ")[1])


def test_the_code_of_a_picture_is_folded_and_opens_by_a_click(opened):
    cell = opened.demo(SWEEP).locator("xpath=ancestor::div[contains(@class, 'jp-CodeCell')][1]")
    editor, line = cell.locator(".jp-InputArea-editor:visible"), cell.locator(".jp-InputPlaceholder")
    assert editor.count() == 0
    line.click()
    expect(editor).to_contain_text("explore(")
    cell.locator(".jp-InputCollapser").click()
    expect(line).to_be_visible()
    assert editor.count() == 0
    line.locator("xpath=ancestor::div[contains(@class, 'jp-CodeCell')][1]").click(position={"x": 3, "y": 3})
    opened.command("notebook:show-cell-code")
    expect(editor).to_contain_text("explore(")
    opened.command("notebook:hide-cell-code")
    expect(line).to_be_visible()


def test_the_picture_follows_the_theme(opened):
    canvas = opened.demo(LIVE)
    light = canvas.evaluate(INK)
    opened.theme("Dark")
    opened.page.wait_for_timeout(800)
    dark = canvas.evaluate(INK)
    opened.theme("Light")
    opened.page.wait_for_timeout(800)
    assert dark > light + 40
    assert canvas.evaluate(INK) == light


def test_a_question_opens_by_keyboard(opened):
    summary = opened.page.locator("details summary").first
    summary.scroll_into_view_if_needed()
    summary.focus()
    opened.page.keyboard.press("Space")
    assert opened.page.locator("details").first.evaluate("node => node.open")
    opened.page.keyboard.press("Space")


@pytest.mark.parametrize("words", [SWEEP, LIVE, CLICK])
def test_axe_finds_nothing_in_what_is_ours(opened, words):
    opened.demo(words)
    opened.page.wait_for_timeout(1000)
    found = Axe().run(opened.page, context=".jp-OutputArea-output:has(.descent-canvas)")
    assert found.response["violations"] == [], found.generate_report()
    opened.page.evaluate(NOT_SCROLLABLE)
    prose = Axe().run(
        opened.page, context=".jp-RenderedMarkdown", options={"rules": {"heading-order": {"enabled": False}}}
    )
    assert prose.response["violations"] == [], prose.generate_report()


def as_built(lab, name):
    """Copy the lecture as built under another name: JupyterLab saves the one that runs every two minutes."""
    return Path(shutil.copy(ROOT / "lectures" / NAME, lab.folder / name))


def test_a_notebook_that_is_not_trusted_shows_still_pictures(notebook, lab):
    untrusted = notebook(as_built(lab, "untrusted.ipynb").name)
    picture = untrusted.page.locator(".jp-RenderedImage img").first
    for step in range(200):  # the page may still be loading, and shows only what is near
        if picture.count():
            break
        top = 400 * (step % 10)
        untrusted.page.evaluate("y => { document.querySelector('.jp-WindowedPanel-outer').scrollTop = y }", top)
        untrusted.page.wait_for_timeout(300)
    width = untrusted.page.wait_for_function("document.querySelector('.jp-RenderedImage img')?.naturalWidth")
    assert width.json_value() == 1280 and picture.get_attribute("width") == "640"
    assert untrusted.page.locator(".descent-canvas").count() == 0


def test_saved_pictures_move_without_a_kernel(notebook, lab, page):
    path = as_built(lab, "trusted.ipynb")
    NotebookNotary(data_dir=str(lab.folder.parent / "data")).sign(nbformat.read(path, as_version=4))
    trusted = notebook(path.name)
    trusted.demo(SWEEP)
    page.evaluate("async () => { await window.jupyterapp.shell.currentWidget.sessionContext.shutdown(); }")
    canvas = trusted.demo(SWEEP)
    before = said(canvas)
    trusted.control(canvas, "momentum μ").focus()
    page.keyboard.press("ArrowLeft")
    wait_for_change(canvas, before)
