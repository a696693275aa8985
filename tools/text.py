"""Text sources and notebooks: reading percent format, stable cell ids, writing the same bytes every time."""

import hashlib
import json
import re
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parent.parent
KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"},
}
PLACEHOLDER = re.compile(r"\{\{([^{}]+)\}\}")


def read_text(path: Path) -> NotebookNode:
    """Read a notebook from its text source; roles and names of cells stand in their metadata."""
    notebook = jupytext.read(path, fmt="py:percent")
    notebook.metadata = nbformat.from_dict({**KERNEL})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def fill_placeholders(text: str, numbers: dict) -> str:
    """Replace ``{{name}}`` and ``{{name:format}}`` by numbers that were computed.

    Parameters
    ----------
    text : str
    numbers : dict
        Values by name; ``name[key]`` looks into a dict or list among them.
    """

    def value(match):
        expression, _, spec = match.group(1).partition(":")
        name, *keys = re.split(r"[\[\]]+", expression.strip().rstrip("]"))
        found = numbers[name]
        for key in keys:
            found = found[type(next(iter(found)))(key)] if isinstance(found, dict) else found[int(key)]
        return format(found, spec)

    return PLACEHOLDER.sub(value, text)


def digest(*parts: str | bytes) -> str:
    """Return a short hash of texts or bytes."""
    sha = hashlib.sha256()
    for part in parts:
        sha.update(part if isinstance(part, bytes) else str(part).encode())
        sha.update(b"\0")
    return sha.hexdigest()[:12]


def name_cells(notebook: NotebookNode) -> NotebookNode:
    """Give each cell an id that follows from its content, so that a rebuild changes nothing else."""
    seen = {}
    for cell in notebook.cells:
        base = cell.metadata.get("nbgrader", {}).get("grade_id") or f"{cell.cell_type}-{digest(cell.source)[:8]}"
        seen[base] = seen.get(base, 0) + 1
        cell.id = base if seen[base] == 1 else f"{base}-{seen[base]}"
    return notebook


def to_bytes(notebook: dict) -> bytes:
    """Return the notebook as the bytes that are written to disk."""
    return (json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def write(path: Path, content: bytes) -> bool:
    """Write bytes where they differ from what is there; return whether they did."""
    path = Path(path)
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True
