"""Builds one lecture: text source → notebook with its figures and the saved state of its widgets."""

import importlib
import json
import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from autograder.descent import ASSIGNMENTS
from tools.imports import imported_files, module_file
from tools.text import KERNEL, ROOT, digest, fill_placeholders, name_cells, read_text, to_bytes

WIDGETS = "application/vnd.jupyter.widget-state+json"
ID = re.compile("[0-9a-f]{32}")
YOURS = re.compile(r"""@yours\(["'](\w+)["']\)""")
HOW_TO_PLAY = """
> **How to play.** Each picture is made by one call of `explore`: it computes what the controls ask for, draws it, and
> says in a sentence below what there is to see. Move the controls with the mouse, or with Tab and the arrow keys, as
> far as you like: nothing can break. (Where a picture does not move, choose *Run → Run All Cells*.) The code of a
> picture is folded into the grey line above it: click that line, or choose *View → Expand Selected Code*, to read it.
> A cell that stands open is yours to change.
"""


def build_lecture(name: str) -> dict[Path, bytes]:
    """Run a lecture and return its notebook, a dict of Path to bytes."""
    notebook = lecture_notebook(name)
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", store_widget_state=True,
        resources={"metadata": {"path": str(ROOT / "lectures")}},
    )  # fmt: skip
    client.execute()
    notebook.metadata = nbformat.from_dict(
        {
            **KERNEL,
            "descent": {"inputs": inputs_digest(name)},
            "widgets": notebook.metadata.get("widgets", {}),
        }
    )
    for count, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), start=1):
        cell.metadata.pop("execution", None)
        cell.execution_count = count
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = count
    return {ROOT / "lectures" / f"{name}.ipynb": stable_models(notebook)}


def lecture_notebook(name: str) -> NotebookNode:
    """Return a lecture as a notebook that was not run, its numbers filled in."""
    notebook, numbers = lecture_template(name), numbers_of(name)
    for cell in notebook.cells:
        cell.source = fill_placeholders(cell.source, numbers)
    return notebook


def lecture_template(name: str) -> NotebookNode:
    """Return a lecture as a notebook whose numbers are not filled in yet.

    Cells are named by their text here, so that a name does not hang on a last digit. Code is folded away, save the
    cells with the tag ``open``; the last words before the first of it say how a lecture is played with.
    """
    notebook = read_text(ROOT / "lectures" / f"{name}.py")
    notebook.cells = [cell for cell in notebook.cells if not is_claims(cell)]
    name_cells(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code" and "open" not in cell.metadata.get("tags", []):
            cell.metadata["jupyter"] = {"source_hidden": True}
        if cell.cell_type == "markdown":
            cell.source = with_links(cell.source)
    first_code = [cell.cell_type for cell in notebook.cells].index("code")
    notebook.cells[first_code - 1].source += f"\n{HOW_TO_PLAY.rstrip()}"
    return notebook


def with_links(text: str) -> str:
    """Return a lecture's text with links in place of the names of assignments and of the lecture that comes next."""
    pairs = {pair.name: pair for pair in ASSIGNMENTS.values()}
    lectures = {str(pair.number): pair.lecture for pair in ASSIGNMENTS.values()}

    def to_assignment(match):
        pair = pairs.get(match[1])
        return f"[assignment {pair.number}](../assignments/{pair.name}/{pair.notebook})" if pair else match[0]

    text = re.sub(r"`assignments/(\w+)/?`", to_assignment, text)
    return re.sub(
        r"(?<=Then )lecture (\d)", lambda m: f"[{m[0]}]({lectures[m[1]]}.ipynb)" if m[1] in lectures else m[0], text
    )


def is_claims(cell: NotebookNode) -> bool:
    """Whether a cell of a lecture's source says what its demo shows; the tests run it, and no reader sees it."""
    return cell.cell_type == "code" and "claims" in cell.metadata.get("tags", [])


def numbers_of(name: str) -> dict:
    """Return the numbers that a lecture states, by name."""
    module = _numbers_module(name)
    return importlib.import_module(module).stated_numbers() if module_file(module) else {}


def _numbers_module(name):
    return f"lectures.{name.split('_', 1)[1]}.experiments.numbers"


def inputs_digest(name: str) -> str:
    """Return a hash of all that a lecture's outputs depend on: what it imports within the project, and so on."""
    lecture = [ROOT / "lectures" / f"{name}.py", module_file(_numbers_module(name))]
    files = imported_files(*filter(None, lecture)) | set((ROOT / "lectures" / "viz" / "browser").iterdir())
    kept = sorted(files | files_behind_remarks((ROOT / "lectures" / f"{name}.py").read_text(encoding="utf-8")))
    return digest(*(part for f in kept for part in (f.relative_to(ROOT).as_posix(), f.read_bytes())))


def files_behind_remarks(source: str) -> set[Path]:
    """Return the public cases and recorded mistakes that comment on the readers' updates in a lecture's source."""
    checks, assignments = ROOT / "checks", set(YOURS.findall(source))
    cases = {path for assignment in assignments for path in (checks / "cases" / assignment).glob("*.py")}
    return cases | {checks / "data" / f"{assignment}_mistakes.json" for assignment in assignments}


def stable_models(notebook: NotebookNode) -> bytes:
    """Return the bytes of a notebook with its widget models numbered in the order in which they were made.

    What a layout or a style leaves open is left out, too: it is most of what they hold.
    """
    models = notebook.metadata.widgets.get(WIDGETS, {}).get("state", {})
    numbers = {model: f"{number:032x}" for number, model in enumerate(models)}
    for model in models.values():
        model["state"] = {name: value for name, value in model["state"].items() if value is not None}
    content = to_bytes(notebook).decode()
    return to_bytes(json.loads(ID.sub(lambda found: numbers.get(found[0], found[0]), content)))
