"""Commit, then look, in a real browser: locked before the guess, the truth over it afterwards, all by keyboard."""

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbclient import NotebookClient
from nbformat.sign import NotebookNotary
from playwright.sync_api import expect

from tools.browser import Notebook
from tools.text import KERNEL

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SET_UP = """
import numpy as np
from lectures.viz import Look, ask, explore, guesses, int_slider, plain, point, slider

steps = np.arange(21)
def compute(rate):
    return steps, rate**steps
def draw(pen, data):
    pen.line(*data, as_="gradient descent")
    pen.revealed.note("the truth")
def describe(data):
    return f"It ends at {data[1][-1]:.2g}."
axes = plain((0, 20), (0, 1), "step", "error", legend=["gradient descent"])
options = dict(background=axes, describe=describe)
"""
SLIDER = 'rate=slider(0.9, 0.5, 1, "rate", step=0.05)'
DEMOS = [
    f"""explore(compute, draw, about="A demo that asks for a number.", **options, {SLIDER},
        ask=ask.number("How many steps until a half?", right=7, unit="steps", low=1, high=1000,
            log=True, why="0.9 to the seventh is 0.48.", at={{"rate": 0.5}}))""",
    f"""explore(compute, draw, about="A demo that asks to pick.", **options, {SLIDER},
        ask=ask.pick("Which falls faster?", ["rate 0.5", "rate 0.9"], right="rate 0.5",
            why="It halves at each step."))""",
    f"""explore(lambda rate, spot: (steps, rate**steps), draw, about="A demo that asks for a place.", **options,
        {SLIDER}, spot=point(15, 0.9, "a spot"),
        ask=ask.place("Where does it end?", right=lambda data: (20, data[1][-1]), start=(10, 0.5)))""",
    """explore(compute, draw, about="A demo that asks for a curve.", **options, rate=int_slider(1, 0, 1, "rate"),
        ask=ask.curve("Sketch the error.", x=[0, 10, 20], start=0.5, right=lambda data: data[1][[0, 10, 20]]))""",
]


@pytest.fixture(scope="module")
def opened(browser, lab):
    notebook = nbformat.v4.new_notebook(
        metadata=KERNEL, cells=[nbformat.v4.new_code_cell(source) for source in (SET_UP, *DEMOS, "guesses()")]
    )
    nbformat.write(notebook, lab.folder / "asks.ipynb")
    page = browser.new_page(viewport={"width": 1100, "height": 1000})
    page.troubles = []
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    notebook = Notebook(page, lab, "asks.ipynb")
    notebook.run()
    yield notebook
    assert page.troubles == []
    page.close()


def asked(opened, words):
    """Return the canvas of a demo and the output that it stands in."""
    canvas = opened.demo(words)
    return canvas, canvas.locator("xpath=ancestor::div[contains(@class, 'jp-OutputArea-output')][1]")


def pixels(canvas):
    canvas.page.wait_for_timeout(200)
    return canvas.evaluate("canvas => canvas.toDataURL()")


def test_a_number_is_committed_by_keyboard(opened):
    canvas, output = asked(opened, "asks for a number")
    slider = output.get_by_role("slider", name="rate")
    expect(canvas).to_have_attribute("aria-label", "A demo that asks for a number.")  # it tells nothing yet
    assert output.locator(".widget-hslider").evaluate(
        "el => el.querySelector('[disabled], .noUi-target[disabled]') !== null"
    )
    before = pixels(canvas)
    field = output.get_by_label("Your guess:")
    field.focus()
    opened.page.keyboard.type("many")
    opened.page.keyboard.press("Enter")
    expect(output.get_by_role("status").last).to_have_text("Type a number between 1 and 1000.")
    field.fill("20")
    field.press("Tab")
    opened.page.keyboard.press("Space")
    verdict = output.get_by_role("status").last
    expect(verdict).to_have_text(
        "You said 20; it is 7 steps: too high by a factor of 2.86. 0.9 to the seventh is 0.48."
    )
    expect(slider).to_have_attribute("aria-valuetext", "0.5")  # the demo has moved to what was asked about
    expect(canvas).to_have_attribute("aria-label", "A demo that asks for a number. It ends at 9.5e-07.")
    assert pixels(canvas) != before
    slider.focus()
    opened.page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "0.55")


def test_an_answer_is_picked_with_the_arrow_keys(opened):
    _, output = asked(opened, "asks to pick")
    output.get_by_role("button", name="Commit my guess").click()
    verdict = output.get_by_role("status").last
    expect(verdict).to_have_text("Pick one of the answers first.")
    output.get_by_role("radio").first.focus()
    opened.page.keyboard.press("Space")
    expect(output.get_by_role("radio", name="rate 0.5")).to_be_checked()
    output.get_by_role("button", name="Commit my guess").press("Enter")
    expect(verdict).to_have_text("Right: rate 0.5. It halves at each step.")
    expect(output.get_by_role("button", name="Commit my guess")).to_be_hidden()


def test_a_ring_is_moved_to_a_place(opened):
    canvas, output = asked(opened, "asks for a place")
    expect(output.get_by_role("slider", name="a spot")).to_be_hidden()
    ring = output.get_by_role("slider", name="your guess")
    ring.focus()
    for _ in range(4):
        opened.page.keyboard.press("Shift+ArrowRight")
    opened.page.keyboard.press("Shift+ArrowDown")
    opened.page.keyboard.press("Shift+ArrowDown")
    before = pixels(canvas)
    output.get_by_role("button", name="Commit my guess").click()
    verdict = output.get_by_role("status").last
    expect(verdict).to_contain_text("It is at (20, 0.122)")
    expect(verdict).to_contain_text("away from your guess")
    assert pixels(canvas) != before
    expect(ring).to_be_hidden()
    expect(output.get_by_role("slider", name="a spot")).to_be_visible()


def test_a_curve_is_drawn_by_mouse_and_keyboard(opened):
    canvas, output = asked(opened, "asks for a curve")
    first = output.get_by_role("slider", name="your curve at 0")
    box = first.bounding_box()
    opened.page.mouse.move(box["x"] + 12, box["y"] + 12)
    opened.page.mouse.down()
    opened.page.mouse.move(box["x"] + 12, box["y"] - 60, steps=4)
    opened.page.mouse.up()
    assert float(first.get_attribute("aria-valuetext")) > 0.6
    before = pixels(canvas)
    last = output.get_by_role("slider", name="your curve at 20")
    last.focus()
    opened.page.keyboard.press("ArrowDown")
    expect(last).to_have_attribute("aria-valuetext", "0.48")
    assert pixels(canvas) != before
    output.get_by_role("button", name="Commit my guess").click()
    expect(output.get_by_role("status").last).to_contain_text("Farthest off at")


def test_the_end_shows_all_guesses_and_they_come_back_after_run_all(opened):
    for words in ("asks for a curve", "asks for a place"):
        _, output = asked(opened, words)
        if output.get_by_role("button", name="Just show me").is_visible():
            output.get_by_role("button", name="Just show me").click()
    opened.page.locator(".descent-guesses").scroll_into_view_if_needed()
    total = opened.page.locator(".descent-total")
    expect(total).to_contain_text("right. Look again at “How many steps until a half?”")
    rows = opened.page.locator(".descent-guesses li")
    assert rows.count() == 4
    opened.run()
    _, output = asked(opened, "asks for a number")
    expect(output.get_by_role("status").last).to_contain_text("You said 20; it is 7 steps", timeout=60_000)
    opened.page.locator(".descent-guesses").scroll_into_view_if_needed()
    expect(opened.page.locator(".descent-total")).to_contain_text("right.", timeout=60_000)
    opened.page.get_by_role("button", name="Forget my guesses").click()
    expect(opened.page.locator(".descent-total")).to_contain_text("No guess of yours yet; questions asked here: 4.")
    canvas, output = asked(opened, "asks for a number")
    expect(output.get_by_role("button", name="Commit my guess")).to_be_visible()
    expect(canvas).to_have_attribute("aria-label", "A demo that asks for a number.")


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_the_questions_are_accessible(opened, theme):
    opened.theme(theme)
    asked(opened, "asks to pick")
    opened.page.wait_for_timeout(500)
    found = Axe().run(opened.page, context=".descent-ask")
    assert not found.response["violations"], found.generate_report()
    opened.theme("Light")


def test_a_saved_notebook_asks_and_answers_without_a_kernel(notebook, lab, page):
    cells = [nbformat.v4.new_code_cell(source) for source in (SET_UP, DEMOS[0], "guesses()")]
    saved = nbformat.v4.new_notebook(metadata=KERNEL, cells=cells)
    NotebookClient(saved, timeout=120).execute()
    nbformat.write(saved, lab.folder / "saved_asks.ipynb")
    read = nbformat.read(lab.folder / "saved_asks.ipynb", as_version=4)
    NotebookNotary(data_dir=str(lab.folder.parent / "data")).sign(read)
    opened = notebook("saved_asks.ipynb")
    opened.demo("asks for a number")
    page.evaluate("async () => { await window.jupyterapp.shell.currentWidget.sessionContext.shutdown(); }")
    canvas, output = asked(opened, "asks for a number")
    output.get_by_role("button", name="Just show me").click()
    expect(output.get_by_role("status").last).to_have_text("It is 7 steps. 0.9 to the seventh is 0.48.")
    slider = output.get_by_role("slider", name="rate")
    expect(slider).to_have_attribute("aria-valuetext", "0.5")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "0.55")
    expect(canvas).to_have_attribute("aria-label", "A demo that asks for a number. It ends at 6.4e-06.")
    expect(page.locator(".descent-total")).to_contain_text("No guess of yours yet; questions asked here: 1.")
    page.get_by_role("button", name="Forget my guesses").click()
    expect(slider).to_have_attribute("aria-valuetext", "0.9")
    expect(output.get_by_role("button", name="Commit my guess")).to_be_visible()
