"""The assignments in JupyterLab as a student works on them: wrong first, then right, then validated."""

import os
import shutil
from pathlib import Path

import pytest

from autograder.descent import ASSIGNMENTS
from autograder.variants import variants_of
from tools.example_class import right_answers
from tools.text import ROOT
from tools.variant_source import can_stand_alone, source_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Which known mistake is made first, in which function.
MISTAKES = {
    "ps1_landscape": "gradient_descent",
    "ps2_newton": "newton_step",
    "ps3_momentum": "momentum_step",
    "ps4_adaptive": "rmsprop_step",
    "ps5_sgd": "step_decay",
}
SOURCE = """([id, text]) => {
    const cells = window.jupyterapp.shell.currentWidget.content.widgets;
    const index = cells.findIndex(cell => cell.model.id === id);
    if (text !== null) cells[index].model.sharedModel.setSource(text);
    window.jupyterapp.shell.currentWidget.content.activeCellIndex = index;
    return index;
}"""
RUN = """() => Promise.race([
    window.jupyterapp.commands.execute('notebook:run-cell').then(() => true),
    new Promise(resolve => setTimeout(() => resolve(false), 60000)),
])"""
OUTPUT = """id => {
    const cell = window.jupyterapp.shell.currentWidget.content.widgets.find(cell => cell.model.id === id);
    return cell.outputArea.node.innerText;
}"""
IDS = """() => window.jupyterapp.shell.currentWidget.content.widgets
    .filter(cell => cell.model.type === 'code').map(cell => cell.model.id)"""


class Student:
    """Works on a notebook that is open: fills cells, runs them, reads what comes."""

    def __init__(self, notebook):
        self.notebook, self.page = notebook, notebook.page
        # JupyterLab shows an empty cell until the file has been read.
        self.page.wait_for_function(f"({IDS})().includes('test_diagnosis')")
        self.ids = self.page.evaluate(IDS)

    def run(self, cell, text=None):
        """Put a text into a cell if one is given, run the cell, and return what it shows."""
        self.page.evaluate(SOURCE, [cell, text])
        assert self.page.evaluate(RUN), f"{cell} is still running after a minute"
        return self.page.evaluate(OUTPUT, cell)

    def look(self, cell, name):
        """Scroll a cell into view and keep a screenshot where the environment asks for one."""
        self.page.evaluate(SOURCE, [cell, None])
        self.page.evaluate(
            """id => window.jupyterapp.shell.currentWidget.content.widgets
                .find(cell => cell.model.id === id).outputArea.node.scrollIntoView({block: 'center'})""",
            cell,
        )
        self.page.wait_for_timeout(400)
        folder = os.environ.get("DESCENT_SCREENSHOTS")
        if folder:
            self.page.screenshot(path=Path(folder, f"{name}.png"))


@pytest.fixture(params=ASSIGNMENTS)
def student(request, notebook, lab):
    entry = ASSIGNMENTS[request.param]
    shutil.copy(ROOT / "assignments" / entry.name / entry.notebook, lab.folder)
    working = Student(notebook(entry.notebook))
    working.entry = entry
    return working


def named_mistake(entry, function):
    """Return a known wrong variant that can be handed in as it stands, as source, and its sentence."""
    import json

    recorded = json.loads((ROOT / "checks/data" / f"{entry.name}_mistakes.json").read_text())[function]
    named = {mistake["sentence"] for case in recorded.values() for mistake in case}
    variants = (v for v in variants_of(entry)[function] if v.wrong and v.sentence in named and can_stand_alone(v))
    variant = next(variants)
    return source_of(variant), variant.sentence


def test_an_assignment_is_worked_through(student):
    entry, answers = student.entry, right_answers(student.entry)
    first = MISTAKES.get(entry.name, entry.functions[0])
    for cell in student.ids:
        if cell == first:
            wrong, sentence = named_mistake(entry, first)
            assert "… not yet" in student.run(f"test_{first}")
            student.run(first, wrong)
            shown = student.run(f"test_{first}")
            assert "✗ fail" in shown and sentence in shown and "Traceback" not in shown
            student.look(f"test_{first}", f"{entry.name}-wrong")
        shown = student.run(cell, answers.get(cell))
        if cell.startswith("test_"):
            assert "✓ pass" in shown and "✗ fail" not in shown, cell
            if cell == f"test_{first}":
                student.look(cell, f"{entry.name}-right")
        assert "Traceback (most recent call last)" not in shown, cell
    demos = student.page.locator(".descent-canvas")
    for number in range(min(2, demos.count())):
        canvas = demos.nth(number)
        canvas.scroll_into_view_if_needed()
        assert "first" not in canvas.get_attribute("aria-label").split()[:1]
    assert student.page.troubles == []


def test_validate_button_says_whether_the_public_checks_pass(notebook, lab):
    entry = ASSIGNMENTS["ps3_momentum"]
    shutil.copy(ROOT / "assignments" / entry.name / entry.notebook, lab.folder / "validate_me.ipynb")
    opened = notebook("validate_me.ipynb")
    opened.page.get_by_role("button", name="Validate").click()
    dialog = opened.page.locator(".jp-Dialog-content")
    dialog.wait_for(timeout=120_000)
    dialog.get_by_text("failed", exact=False).first.wait_for(timeout=120_000)
