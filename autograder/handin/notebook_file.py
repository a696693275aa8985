"""Reads a notebook file from a stranger: bounded, without trust in its form, and for the sources only."""

import codecs
import json
import re
from dataclasses import dataclass, field

import msgspec

from autograder import limits
from autograder.errors import BadSubmission

JSON_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\Z)', re.DOTALL)  # one without an end is one to the end of the file
PART_BYTES = 12 * limits.CELL_CHARACTERS  # of a source with all its letters escaped
CELL = ("cell_type", "source", "id", "metadata")
NO_NOTEBOOK = "the file is JSON, but no notebook: hand in the .ipynb file that JupyterLab saves"


@dataclass(frozen=True)
class FileCell:
    """What is read of a cell in a file."""

    cell_type: str
    source: str
    id: str
    grade_id: str | None
    mark: dict = field(default_factory=dict)
    tags: tuple = ()


class _Cell(msgspec.Struct):
    """What is read of a cell; its outputs are passed over."""

    cell_type: msgspec.Raw = msgspec.Raw(b"null")
    source: msgspec.Raw = msgspec.Raw(b'""')
    id: msgspec.Raw = msgspec.Raw(b'""')
    metadata: msgspec.Raw = msgspec.Raw(b"{}")


class _File(msgspec.Struct):
    """What is read of a file."""

    nbformat: msgspec.Raw = msgspec.Raw(b"null")
    cells: list[_Cell] | None = None


def read_cells(data: bytes) -> list[FileCell]:
    """Return the cells of a notebook file, a list of FileCell; raise BadSubmission if it is none."""
    if len(data) > limits.NOTEBOOK_BYTES:
        size = limits.NOTEBOOK_BYTES // 10**6
        raise BadSubmission(f"the file is larger than {size} MB: clear all outputs, and save it again")
    if not data.strip():
        raise BadSubmission("the file is empty")
    notebook = _without_outputs(data) or _whole(data)
    version = notebook.get("nbformat")
    if type(version) is int and version < 4:
        raise BadSubmission("the notebook has an old format: open it in JupyterLab and save it again")
    cells = notebook.get("cells")
    if version != 4 or not isinstance(cells, list):
        raise BadSubmission(NO_NOTEBOOK)
    if len(cells) > limits.CELLS:
        raise BadSubmission(f"the notebook has {len(cells)} cells, and at most {limits.CELLS} can be graded")
    read = [_cell(cell, number) for number, cell in enumerate(cells, start=1)]
    if sum(len(cell.source) for cell in read) > limits.ALL_CELLS_CHARACTERS:
        raise BadSubmission(f"the cells hold more than {limits.ALL_CELLS_CHARACTERS} characters together")
    return read


def _without_outputs(data):
    """Return what counts of a notebook, read at once and without memory for its outputs; None where it is odd."""
    try:
        file = msgspec.json.decode(data.removeprefix(codecs.BOM_UTF8), type=_File)
        if file.cells is None or len(file.cells) > limits.CELLS:
            return None
        if any(len(bytes(part)) > PART_BYTES for cell in file.cells for part in (cell.source, cell.metadata, cell.id)):
            return None
        cells = [{name: json.loads(bytes(getattr(cell, name))) for name in CELL} for cell in file.cells]
        return {"nbformat": json.loads(bytes(file.nbformat)), "cells": cells}
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None


def _whole(data):
    """Return all that a file holds, within tighter bounds, or raise BadSubmission with what is wrong with it."""
    parts = limits.ODD_NOTEBOOK_PARTS
    if len(data) > limits.ODD_NOTEBOOK_BYTES or (_parts(data) > parts and _parts(JSON_STRING.sub(b"", data)) > parts):
        raise BadSubmission("the file has too much in it: clear all outputs, and save it again")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadSubmission("the file is not in UTF-8, as notebooks are: save it with JupyterLab") from None
    try:
        notebook = json.loads(text)
    except RecursionError:
        raise BadSubmission("the file is nested too deeply to be a notebook") from None
    except json.JSONDecodeError as error:
        raise BadSubmission(f"the file is no notebook: line {error.lineno} is not JSON") from None
    except ValueError:  # such as a number of ten thousand digits
        raise BadSubmission("the file is no notebook: it is not JSON as notebooks use it") from None
    if not isinstance(notebook, dict):
        raise BadSubmission(NO_NOTEBOOK)
    return notebook


def _parts(data):
    return data.count(b",") + data.count(b"[") + data.count(b"{")


def _cell(cell, number):
    if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
        raise BadSubmission(f"cell {number} of the notebook is damaged: it has no known type")
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise BadSubmission(f"cell {number} of the notebook is damaged: its source is no text")
    if len(source) > limits.CELL_CHARACTERS:
        raise BadSubmission(f"cell {number} of the notebook has more than {limits.CELL_CHARACTERS} characters")
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    mark = metadata.get("nbgrader")
    mark = mark if isinstance(mark, dict) else {}
    grade_id = mark.get("grade_id")
    tags = metadata.get("tags")
    return FileCell(
        cell["cell_type"],
        source.encode("utf-8", "replace").decode(),
        str(cell.get("id", "")),
        grade_id if isinstance(grade_id, str) else None,
        mark,
        tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
    )
