"""Restart & Run All in JupyterLab: a notebook that is half wrong runs to its end."""

import nbformat
import pytest

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
    assert opened.page.troubles == []
