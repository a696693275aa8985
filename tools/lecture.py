"""Builds one lecture: text source → notebook with its figures and the saved state of its widgets."""

import importlib
import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from tools.text import KERNEL, ROOT, digest, fill_placeholders, name_cells, read_text, to_bytes

INPUTS = ("lectures/viz", "lectures/experiments", "solutions", "checks/digits.py")


def build_lecture(name):
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
    return {ROOT / "lectures" / f"{name}.ipynb": stable_models(to_bytes(notebook))}


def lecture_notebook(name):
    """Return a lecture as a notebook that was not run, its numbers filled in."""
    notebook = read_text(ROOT / "lectures" / f"{name}.py")
    experiments = importlib.import_module(f"lectures.experiments.{name.split('_', 1)[1]}")
    numbers = experiments.NUMBERS()
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = fill_placeholders(cell.source, numbers)
    return name_cells(notebook)


def inputs_digest(name):
    """Return a hash of all that a lecture's outputs depend on within the project."""
    files = [ROOT / "lectures" / f"{name}.py"]
    for entry in INPUTS:
        path = ROOT / entry
        files += [path] if path.is_file() else [f for f in path.rglob("*") if f.suffix in (".py", ".js", ".css")]
    other = re.compile(r"lectures/experiments/(?!__init__)")
    wanted = f"lectures/experiments/{name.split('_', 1)[1]}"
    relative = {f: f.relative_to(ROOT).as_posix() for f in files}
    kept = sorted(f for f, r in relative.items() if not other.match(r) or r.startswith(wanted))
    return digest(*(part for f in kept for part in (relative[f], Path(f).read_bytes())))


def stable_models(content):
    """Number the ids of widget models in the order in which they stand in the notebook."""
    ids = list(dict.fromkeys(re.findall(rb'"model_id": "([0-9a-f]{32})"', content)))
    ids += [i for i in dict.fromkeys(re.findall(rb'"([0-9a-f]{32})": \{\n', content)) if i not in ids]
    for number, model in enumerate(ids):
        content = content.replace(model, b"%032x" % number)
    return content
