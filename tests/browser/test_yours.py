"""An update in the reader's hands, in JupyterLab: it is edited, run, commented on, and the demo below follows."""

import nbformat
import pytest
from playwright.sync_api import expect

from tools.text import KERNEL

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CELLS = [
    """import numpy as np
from lectures.viz import explore, plain, slider, yours
from tools_of_the_test import path""",
    """@yours("ps3_momentum")
def momentum_step(theta, g, velocity, alpha, mu):
    return theta - alpha * g, g""",
    """explore(
    lambda alpha: path(yours.momentum_step, alpha),
    lambda pen, y: pen.line(np.arange(6), y, as_="your own"),
    background=plain((0, 5), (-2, 2)), about="Your path.", describe=lambda y: f"It ends at {y[-1]:.3f}.",
    follows=["momentum_step"], alpha=slider(0.5, 0, 1, "step size α", step=0.1),
)""",
    'print(len(yours.followers("momentum_step")), "follow")',
]
PATH = """import numpy as np

def path(step, alpha):
    theta, velocity, heights = np.ones(1), np.zeros(1), [1.0]
    for _ in range(5):
        theta, velocity = step(theta, theta, velocity, alpha, 0.5)
        heights.append(float(theta[0]))
    return heights
"""
CONTENT = "window.jupyterapp.shell.currentWidget.content"
SOURCE = f"([number, text]) => {CONTENT}.widgets[number].model.sharedModel.setSource(text)"


def run_cell(opened, number):
    opened.page.evaluate(f"number => {{ {CONTENT}.activeCellIndex = number; }}", number)
    opened.command("notebook:run-cell")


@pytest.fixture
def opened(notebook, lab, request):
    (lab.folder / "tools_of_the_test.py").write_text(PATH)
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), lab.folder / f"{request.node.name}.ipynb")
    found = notebook(f"{request.node.name}.ipynb")  # each with a kernel of its own
    found.run()
    return found


def test_the_demo_follows_what_the_reader_writes(opened):
    page, update = opened.page, 1
    canvas, remark = opened.demo("Your path"), page.locator(".descent-yours")
    expect(canvas).to_have_attribute("aria-label", "Your path. It ends at 0.031.")
    expect(remark).to_contain_text("momentum_step: not yet. ")

    page.evaluate(SOURCE, [update, CELLS[update].replace("- alpha * g, g", "* alpha")])
    run_cell(opened, update)
    expect(page.locator(".descent-card")).to_contain_text("What momentum_step returns does not fit here (")
    expect(remark).to_contain_text("not yet")
    assert page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0

    right = "    velocity = velocity * mu + g\n    return theta - velocity * alpha, velocity"
    page.evaluate(SOURCE, [update, CELLS[update].rpartition("\n")[0] + "\n" + right])
    run_cell(opened, update)
    expect(remark).to_contain_text("momentum_step: this is it. It passes all public checks.")
    expect(canvas).to_have_attribute("aria-label", "Your path. It ends at -0.125.")
    opened.control(canvas, "step size α").focus()
    page.keyboard.press("ArrowRight")
    expect(canvas).not_to_have_attribute("aria-label", "Your path. It ends at -0.125.")


def test_a_demo_whose_cell_is_run_again_does_not_pile_up(opened):
    expect(opened.demo("Your path")).to_have_attribute("aria-label", "Your path. It ends at 0.031.")
    for _ in range(3):
        run_cell(opened, 2)
    run_cell(opened, 3)
    expect(opened.page.locator(".jp-OutputArea-output").last).to_have_text("1 follow\n", timeout=30_000)
