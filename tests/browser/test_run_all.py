"""Restart & Run All in JupyterLab: a notebook that is half wrong runs to its end."""

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from autograder.descent import ASSIGNMENTS

from ..unfinished import unfinished

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CELLS = """() => window.jupyterapp.shell.currentWidget.content.widgets.filter(cell => cell.model.type === 'code')
    .map(cell => cell.model)
    .map(model => ({id: model.id, count: model.executionCount, shown: JSON.stringify(model.outputs.toJSON())}))"""


def test_restart_and_run_all_in_jupyterlab(notebook, lab):
    nbformat.write(unfinished("ps4_adaptive", "half wrong"), lab.folder / "half_wrong.ipynb")
    opened = notebook("half_wrong.ipynb")
    opened.page.wait_for_function(f"({CELLS})().length > 5")
    opened.page.evaluate("void window.jupyterapp.commands.execute('notebook:restart-run-all')")
    opened.page.locator(".jp-Dialog button.jp-mod-accept").click()
    opened.page.wait_for_function(f"({CELLS})().slice(-1)[0].count !== null", timeout=120_000)
    cells = opened.page.evaluate(CELLS)
    assert [cell["count"] for cell in cells] == list(range(1, len(cells) + 1))
    waiting = [cell["id"] for cell in cells if "… not yet" in cell["shown"]]
    assert "test_diagnosis" in waiting and f"test_{ASSIGNMENTS['ps4_adaptive'].functions[-1]}" in waiting
    panel = opened.page.locator(".descent-progress").first  # shown above all functions, before there were any
    panel.scroll_into_view_if_needed()
    expect(panel).to_contain_text("not filled in yet")
    last = panel.get_by_role("row").filter(has_text=ASSIGNMENTS["ps4_adaptive"].functions[-1])
    expect(last).to_contain_text("not filled in yet")
    expect(panel.locator("caption")).to_contain_text("questions pass their public checks: worth")
    found = Axe().run(opened.page, context=".descent-progress")
    assert not found.response["violations"], found.generate_report()
    assert opened.page.troubles == []
