"""What lies in the submitted folder, and what a notebook says about itself: only sources are taken from it."""

import io
import json
import stat
import sys
import tarfile
import zipfile
from types import SimpleNamespace

import pytest
from tornado.web import HTTPError

from autograder import limits
from autograder.descent import ROOT
from autograder.hooks import formgrader_guard
from autograder.hooks.archives import BoundedExtractor
from autograder.records.course_folder import open_folder

from .arena import mark_of

pytestmark = pytest.mark.sandbox


def all_cells(notebook, change):
    """Apply a change to every cell."""
    for cell in notebook["cells"]:
        change(cell)


def twice(notebook, name):
    """Put a cell into a notebook a second time."""
    index = next(i for i, cell in enumerate(notebook["cells"]) if mark_of(cell).get("grade_id") == name)
    again = json.loads(json.dumps(notebook["cells"][index]))
    notebook["cells"].insert(index + 1, {**again, "source": "raise SystemExit" if "test" in name else again["source"]})


def without(notebook, start):
    """Leave out the cells whose `grade_id` begins with a text."""
    notebook["cells"] = [c for c in notebook["cells"] if not str(mark_of(c).get("grade_id")).startswith(start)]


def kernelspec(notebook):
    """Name a program of the student's as the kernel."""
    argv = ["sh", "-c", "touch /tmp/pwned"]
    notebook["metadata"] = {"kernelspec": {"name": "../evil", "display_name": "evil", "language": "sh", "argv": argv}}


EDITS = {
    "row-59-kernelspec": kernelspec,
    "row-60-points": lambda nb: all_cells(
        nb, lambda cell: mark_of(cell).update(points=1000) if mark_of(cell) else None
    ),
    "row-60-unlocked": lambda nb: all_cells(nb, lambda cell: cell["metadata"].update(deletable=True, editable=True)),
    "row-60-grade-and-solution": lambda nb: all_cells(
        nb, lambda c: mark_of(c) and mark_of(c).update(grade=0, solution=1)
    ),
    "row-60-checksum": lambda nb: all_cells(nb, lambda cell: mark_of(cell) and mark_of(cell).update(checksum="0")),
    "row-61-duplicate-test-cell": lambda nb: twice(nb, "test_momentum"),
    "row-61-duplicate-answer": lambda nb: twice(nb, "momentum_step"),
    "row-61-schema-version": lambda nb: all_cells(nb, lambda c: mark_of(c) and mark_of(c).update(schema_version=99)),
    "row-61-marks-that-are-no-dict": lambda nb: nb["cells"].append(
        {"cell_type": "code", "metadata": {"nbgrader": [1], "tags": {"a": 1}}, "source": "1", "outputs": 7}
    ),
    "row-62-deleted-test-cells": lambda nb: without(nb, "test_"),
    "row-63-moved-tests": lambda nb: nb["cells"].sort(key=lambda c: str(mark_of(c).get("grade_id")), reverse=True),
    "new-outputs-that-claim-a-score": lambda nb: all_cells(
        nb,
        lambda c: c.update(outputs=[{"output_type": "execute_result", "data": {"text/plain": "90.0"}}], score=90),
    ),
}


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS.keys())
def test_edits_of_the_notebook_change_no_score(arena, change):
    assert arena.attack(change=change).cells == arena.before.cells


def test_a_test_cell_of_the_students_own_decides_nothing(arena):
    """row-60-changed-test-cell"""
    result = arena.attack(answers={"test_momentum": "raise SystemExit('mine')", "test_momentum_step": "1 / 0"})
    assert result.cells == arena.before.cells
    assert "the locked cell test_momentum was changed: it runs as it was, and then as it is now" in result.notes


def make_zip(path, entries, **options):
    """Write a zip file; entries are (name, content, mode)."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content, mode in entries:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)


def make_tar(path, members):
    """Write a tar file; members are TarInfo's fields and the content."""
    with tarfile.open(path, "w:gz") as archive:
        for fields, content in members:
            info = tarfile.TarInfo()
            for key, value in {**fields, "size": len(content)}.items():
                setattr(info, key, value)
            archive.addfile(info, io.BytesIO(content))


@pytest.fixture
def unpacked(tmp_path):
    """Return a function that unpacks what was put into a folder, and lists all files and links of the test."""
    (tmp_path / "in").mkdir()

    def run():
        BoundedExtractor().extract(str(tmp_path / "in"), str(tmp_path / "out" / "deep"))
        found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if not path.is_dir()}
        return {name for name in found if not name.startswith("in/")}

    run.folder = tmp_path / "in"
    return run


OUTWARD = ["../evil.ipynb", "/tmp/evil.ipynb", "a/../../evil.ipynb", "..\\evil.ipynb", "C:\\evil.ipynb", "\0evil"]


def test_no_entry_leads_out_of_the_folder(unpacked):
    """row-53-zip-slip"""
    make_zip(unpacked.folder / "a.zip", [(name, "x", 0o644) for name in (*OUTWARD, "good/momentum.ipynb")])
    make_tar(unpacked.folder / "b.tar.gz", [({"name": name}, b"x") for name in (*OUTWARD[:3], "momentum.ipynb")])
    found = unpacked()
    assert {"out/deep/a/good/momentum.ipynb", "out/deep/b/momentum.ipynb"} <= found
    assert all(name.startswith(("out/deep/a/", "out/deep/b/")) for name in found)
    assert not any("evil" in name for name in found)


def test_links_and_devices_in_archives_are_left_out(unpacked):
    """row-54-links-in-archives"""
    make_zip(unpacked.folder / "a.zip", [("leak.txt", "/etc/passwd", stat.S_IFLNK | 0o777)])
    members = [
        ({"name": "link", "type": tarfile.SYMTYPE, "linkname": "/etc/passwd"}, b""),
        ({"name": "hard", "type": tarfile.LNKTYPE, "linkname": "/etc/passwd"}, b""),
        ({"name": "pipe", "type": tarfile.FIFOTYPE}, b""),
        ({"name": "null", "type": tarfile.CHRTYPE, "devmajor": 1, "devminor": 3}, b""),
        ({"name": "link/inner.txt"}, b"x"),
    ]
    make_tar(unpacked.folder / "b.tar.gz", members)
    (unpacked.folder / "outside").symlink_to("/etc/passwd")
    assert unpacked() == {"out/deep/b/link/inner.txt"}


def test_bombs_are_stopped(unpacked, monkeypatch):
    """row-55-zip-bomb"""
    monkeypatch.setattr(limits, "NOTEBOOK_BYTES", 10**6)
    monkeypatch.setattr(limits, "ARCHIVE_BYTES", 2 * 10**6)
    monkeypatch.setattr(limits, "ARCHIVE_FILES", 50)
    make_zip(unpacked.folder / "big.zip", [("big.txt", bytes(10**8), 0o644), ("small.txt", b"x", 0o644)])
    make_zip(unpacked.folder / "total.zip", [(f"{i}.txt", bytes(9 * 10**5), 0o644) for i in range(10)])
    make_zip(unpacked.folder / "many.zip", [(f"{i}.txt", b"x", 0o644) for i in range(200)])
    make_zip(unpacked.folder / "nested.zip", [("inner.zip", (unpacked.folder / "big.zip").read_bytes(), 0o644)])
    make_zip(unpacked.folder / "deep.zip", [("a/" * 100 + "x.txt", b"x", 0o644)])
    (unpacked.folder / "broken.zip").write_bytes(b"PK\3\4 broken")
    found = unpacked()
    count = {name: sum(f.startswith(f"out/deep/{name}/") for f in found) for name in ("big", "total", "many", "deep")}
    assert count == {"big": 1, "total": 2, "many": 50, "deep": 0}
    assert [name for name in found if name.startswith("out/deep/nested/")] == ["out/deep/nested/inner.zip"]


def test_files_of_archives_get_plain_permissions(unpacked):
    """row-56-mode-bits"""
    make_zip(unpacked.folder / "a.zip", [("momentum.ipynb", "{}", stat.S_IFREG | 0o4755)])
    (name,) = unpacked()
    assert stat.S_IMODE((unpacked.folder.parent / name).stat().st_mode) & ~0o022 == 0o644


def test_the_course_uses_this_extractor_and_the_guard(monkeypatch):
    handlers = SimpleNamespace(FormgraderHandler=type("FormgraderHandler", (), {"get": lambda self: None}))
    monkeypatch.setitem(sys.modules, formgrader_guard.HANDLERS, handlers)
    config = open_folder(ROOT).config
    assert config.ZipCollectApp.extractor_plugin == "autograder.hooks.archives.BoundedExtractor"
    assert handlers.FormgraderHandler.autograder_guard


def test_formgrader_loads_no_program_from_a_folder_in_a_link(monkeypatch, tmp_path):
    """row-47-config-file-of-a-student"""
    asked = []
    handler = type("FormgraderHandler", (), {"get": lambda self: asked.append(self.folder)})
    monkeypatch.setitem(sys.modules, formgrader_guard.HANDLERS, SimpleNamespace(FormgraderHandler=handler))
    formgrader_guard.refuse_other_folders()
    formgrader_guard.refuse_other_folders()  # the settings are read more than once
    for folder, answered in (("", True), (str(tmp_path), True), (str(tmp_path / "submitted" / "eve"), False)):
        page = handler()
        page.folder, page.coursedir = folder, SimpleNamespace(root=str(tmp_path))
        page.get_argument = lambda name, default, folder=folder: folder
        if answered:
            page.get()
        else:
            with pytest.raises(HTTPError, match="403"):
                page.get()
    assert asked == ["", str(tmp_path)]
