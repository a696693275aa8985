"""What a cell shows in the grader's worker is what it shows in a real kernel, but for a table of differences."""

import os
import re
import struct
from base64 import b64decode
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.descent import ASSIGNMENTS
from autograder.grading.outputs import CONTROLS, ESCAPES, Room, clean_outputs
from autograder.sandbox.session import Session

NO_PROGRAMS = "there are no programs in the sandbox, no shell among them"
NO_DESCRIPTORS = "only what passes through Python is recorded: a program's output says nothing about the student's code"
NO_WIDGETS = "no browser holds widgets here: what is printed into one is shown where it was printed"
DIFFERENT = {  # name of a tricky cell: why the grader shows something else on purpose
    "update of an earlier cell": "what a cell has shown cannot be changed by a later one",
    "shell": NO_PROGRAMS,
    "shell into a variable": NO_PROGRAMS,
    "bash cell": NO_PROGRAMS,
    "system": NO_PROGRAMS,
    "subprocess caught": NO_PROGRAMS,
    "subprocess": NO_DESCRIPTORS,
    "written to the descriptor": NO_DESCRIPTORS,
    "network": "there is no network",
    "get_ipython": "the shell has a class of its own",
    "set displayhook": "the shell has a class of its own",
    "widget output": NO_WIDGETS,
    "interact": NO_WIDGETS,
}
OTHER_TRACEBACK = {  # the same error, but for the lines of its traceback
    "input": "the function that refuses stands in another file",
    "getpass": "the function that refuses stands in another file",
    "deep recursion": "a traceback of thousands of lines is cut",
}
SAME = [  # what differs from one process to the next
    (re.compile(r"0x[0-9a-f]{6,}|(?<=object at )[0-9a-f]{6,}"), "an address"),
    (re.compile(r"/tmp/ipykernel_\d+/\d+\.py|\b\d{5,}\.py"), "cell.py"),
    (re.compile(r"~?/[\w./-]+/site-packages/|/packages/\d+/"), "packages/"),
    (re.compile(r"~?/[\w./-]+/lib/python3"), "lib/python3"),
    (re.compile(r"\d+(\.\d+)?(e\+\d+)? (ns|[µμ]s|ms|s)\b"), "a time"),
]


def tricky_cells():
    """Return the cells of the collection: a dict from name to source."""
    text = Path(__file__).with_name("tricky_cells.txt").read_text()
    blocks = re.split(r"^# %% (.*)\n", text, flags=re.M)[1:]
    return {name: source.strip("\n") for name, source in zip(blocks[::2], blocks[1::2], strict=True)}


@pytest.fixture(scope="session")
def in_kernel():
    """Return a function that runs cells in a real kernel and returns the outputs of each."""
    return _in_kernel


def _in_kernel(sources, folder):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    ours = ("MPLBACKEND", "PYTEST_CURRENT_TEST")  # with these a kernel is not what it is elsewhere
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    client = NotebookClient(
        notebook, timeout=120, allow_errors=True, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    client.execute(env=environment)
    return [cell.outputs for cell in notebook.cells]


def in_worker(sources, zygote):
    """Return the outputs of each cell as the grader shows them."""
    session = Session(zygote)
    try:
        return [clean_outputs(session.run_cell(source), Room()) for source in sources]
    finally:
        session.kill()


def comparable(outputs):
    """Return what is compared: kinds, plain texts, sizes of pictures, names and values of errors, and tracebacks."""
    found = []
    for output in outputs:
        kind = output["output_type"]
        if kind == "stream":
            if not found or type(found[-1]) is not dict:
                found.append({})  # the texts of both streams up to the next output: a kernel mixes them as it likes
            found[-1].setdefault(output["name"], "")
            found[-1][output["name"]] += plain(output["text"])
        elif kind == "error":
            lines = plain("\n".join(output["traceback"])).splitlines()
            found.append((kind, output["ename"], plain(output["evalue"]), lines))
        else:
            data = output["data"]
            text = plain(data["text/plain"]) if "text/plain" in data else None
            size = struct.unpack(">II", b64decode(data["image/png"])[16:24]) if "image/png" in data else None
            if text or size:
                found.append((kind, text, size))
    return found


def plain(text):
    text = CONTROLS.sub("", ESCAPES.sub("", text))
    for pattern, word in SAME:
        text = pattern.sub(word, text)
    return text


def sources(assignment):
    """Return the code of the instructor's notebook, demos and tests included; not the panel, which changes later."""
    notebook = nbformat.read(ASSIGNMENTS[assignment].source_notebook, as_version=4)
    return [cell.source for cell in notebook.cells if cell.cell_type == "code" and cell.source != "check()"]


def without_traceback(outputs):
    return [output[:3] if output[0] == "error" else output for output in outputs if type(output) is tuple]


@pytest.fixture(scope="module")
def tricky(zygote, in_kernel, tmp_path_factory):
    """What each tricky cell shows, a dict from its name to what it shows in a kernel and in the worker."""
    cells = tricky_cells()
    kernel = in_kernel(cells.values(), tmp_path_factory.mktemp("kernel"))
    worker = in_worker(cells.values(), zygote)
    return {name: (comparable(a), comparable(b)) for name, a, b in zip(cells, kernel, worker, strict=True)}


@pytest.mark.slow
@pytest.mark.parametrize("name", tricky_cells())
def test_a_tricky_cell_shows_what_it_shows_in_a_kernel(tricky, name):
    kernel, worker = tricky[name]
    if name in DIFFERENT:
        assert worker != kernel, "this difference is gone: take it out of the table"
    elif name in OTHER_TRACEBACK:
        assert worker != kernel, "this difference is gone: take it out of the table"
        assert without_traceback(worker) == without_traceback(kernel)
    else:
        assert worker == kernel


def test_the_tables_name_tricky_cells():
    assert {*DIFFERENT, *OTHER_TRACEBACK} <= set(tricky_cells())


@pytest.mark.slow
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_an_assignment_shows_what_it_shows_in_a_kernel(zygote, in_kernel, tmp_path, assignment):
    cells = sources(assignment)
    kernel, worker = (
        [comparable(outputs) for outputs in run] for run in (in_kernel(cells, tmp_path), in_worker(cells, zygote))
    )
    for source, there, here in zip(cells, kernel, worker, strict=True):
        assert here == there, source
    shown = [output for outputs in worker for output in outputs]
    assert len(shown) > 10 and any(type(output) is tuple and output[2] for output in shown), "hardly anything was shown"
