"""Downloads of a class from Canvas, Moodle and Gradescope, as they come, end in ``submitted/``."""

import io
import json
import zipfile

import pytest

from autograder.classes.collect import collect
from autograder.cli import main
from autograder.descent import ASSIGNMENTS
from autograder.records.course_folder import open_folder

MOMENTUM, NEWTON = ASSIGNMENTS["ps3_momentum"], ASSIGNMENTS["ps2_newton"]
CLASS = 300


@pytest.fixture(scope="module")
def handed_out(released):
    return (released / "assignments" / MOMENTUM.name / MOMENTUM.notebook).read_bytes()


def answer(handed_out, text):
    """Return the notebook that was handed out with one more line in it."""
    notebook = json.loads(handed_out)
    notebook["cells"].append({"cell_type": "markdown", "id": "own", "metadata": {}, "source": text})
    return json.dumps(notebook).encode()


def zipped(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def students(folder, rows):
    lines = ["id,first_name,last_name,email,lms_user_id", *(",".join(row) for row in rows)]
    (folder / "students.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def run(folder, *sources, update=False):
    return collect(open_folder(folder), MOMENTUM, sources, update)


def got(folder, student):
    return (folder / "submitted" / student / MOMENTUM.name / MOMENTUM.notebook).read_bytes()


def test_a_class_from_canvas(folder, tmp_path, handed_out):
    names = [(f"s{i:03}", f"Given{i}", f"Family-{i}", f"s{i}@x.org", str(1000 + i)) for i in range(CLASS)]
    names[7] = ("s007", "Zoë", "O'Hara", "zoe@x.org", "1007")
    names[8] = ("s008", "李", "明", "li@x.org", "1008")
    students(folder, names)
    files = {}
    for i, (_, first, last, *_) in enumerate(names):
        who = "".join(c for c in f"{last}{first}".lower() if c.isalnum())
        late = "LATE_" if i % 10 == 0 else ""
        files[f"{who}_{late}{1000 + i}_{90000 + i}_momentum.ipynb"] = answer(handed_out, f"mine {i}")
    files["family3given3_1003_95000_momentum-1.ipynb"] = answer(handed_out, "second attempt")
    files["family5given5_1005_90005_essay.docx"] = b"PK"
    files["stranger_4711_90999_momentum.ipynb"] = answer(handed_out, "who am I")
    rows = run(folder, zipped(tmp_path / "submissions.zip", files))
    by_state = {state: [row for row in rows if row.state == state] for state in {row.state for row in rows}}
    assert len(by_state["collected"]) == CLASS
    assert [row.file for row in by_state["doubted"]] == ["stranger_4711_90999_momentum.ipynb"]
    assert sorted(row.file for row in by_state["left"]) == [
        "family3given3_1003_90003_momentum.ipynb",
        "family5given5_1005_90005_essay.docx",
    ]
    assert sum("late" in row.why for row in by_state["collected"]) == CLASS / 10
    assert b"second attempt" in got(folder, "s003") and b"mine 299" in got(folder, "s299")
    assert b"mine 7" in got(folder, "s007") and b"mine 8" in got(folder, "s008")


def test_moodle_with_and_without_folders_and_two_of_one_name(folder, tmp_path, handed_out):
    students(
        folder,
        [
            ("ada", "Ada", "Lovelace", "", ""),
            ("kim1", "Alex", "Kim", "", "21"),
            ("kim2", "Alex", "Kim", "", "22"),
            ("kim3", "Alex", "Kim", "", ""),
        ],
    )
    with_folders = {
        "Ada Lovelace_20_assignsubmission_file_/momentum (1).ipynb": answer(handed_out, "ada"),
        "Alex Kim_21_assignsubmission_file_/momentum.ipynb": answer(handed_out, "first Kim"),
        "Alex Kim_22_assignsubmission_file_/notebook.ipynb.txt": answer(handed_out, "second Kim"),
        "Alex Kim_23_assignsubmission_file_/momentum.ipynb": answer(handed_out, "which Kim"),
    }
    rows = run(folder, zipped(tmp_path / "a.zip", with_folders))
    (doubted,) = [row for row in rows if row.state == "doubted"]
    assert doubted.file.startswith("Alex Kim_23") and "kim1 and kim2 and kim3 have this name" in doubted.why
    assert b"ada" in got(folder, "ada") and b"first Kim" in got(folder, "kim1") and b"second Kim" in got(folder, "kim2")
    flat = {"Ada Lovelace_20_assignsubmission_file_momentum.ipynb": answer(handed_out, "ada again")}
    (row,) = run(folder, zipped(tmp_path / "b.zip", flat))
    assert (row.state, row.why) == ("kept", "another one was collected before")
    assert b"ada again" not in got(folder, "ada")
    (row,) = run(folder, tmp_path / "b.zip", update=True)
    assert row.state == "replaced" and b"ada again" in got(folder, "ada")
    (row,) = run(folder, tmp_path / "b.zip")
    assert (row.state, row.why) == ("kept", "the same is there already")


def test_gradescope(folder, tmp_path, handed_out):
    students(folder, [("ada", "Ada", "Lovelace", "ada@x.org", ""), ("bo", "Bo", "Diddley", "bo@x.org", "")])
    listed = """
submission_11:
  :submitters:
  - :name: Ada Lovelace
    :sid: ada
    :email: ada@x.org
  :created_at: 2026-03-01 12:00:00 Z
submission_12:
  :submitters:
  - :name: B. Diddley
    :sid:
    :email: bo@x.org
"""
    files = {
        "assignment_1_export/submission_metadata.yml": listed,
        "assignment_1_export/submission_11/momentum.ipynb": answer(handed_out, "ada"),
        "assignment_1_export/submission_12/momentum.ipynb": answer(handed_out, "bo"),
    }
    rows = run(folder, zipped(tmp_path / "export.zip", files))
    assert {row.student: row.state for row in rows} == {"ada": "collected", "bo": "collected"}
    assert b"bo" in got(folder, "bo")


def test_zipped_notebooks_other_assignments_and_damaged_ones(folder, tmp_path, handed_out, released):
    students(folder, [(name, "", "", "", "") for name in ("ada", "bo", "cy", "di", "eve")])
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("work/momentum.ipynb", answer(handed_out, "zipped"))
        archive.writestr("__MACOSX/work/._momentum.ipynb", b"\0\5")
    other = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    files = {
        "ada_1_1_homework.zip": inner.getvalue(),
        "bo_2_2_momentum.ipynb": other,
        "cy_3_3_momentum.ipynb": b"not JSON",
        "di_4_4_momentum.ipynb": answer(handed_out, "one"),
        "di_4_4_another.ipynb": answer(handed_out, "two"),
        "eve_5_5_first.ipynb": answer(handed_out, "one"),
        "eve_5_5_second.ipynb": answer(handed_out, "two"),
    }
    rows = run(folder, zipped(tmp_path / "c.zip", files))
    states = {row.file: (row.state, row.student) for row in rows}
    assert b"zipped" in got(folder, "ada")
    assert states["bo_2_2_momentum.ipynb"] == ("left", "bo")
    assert got(folder, "cy") == b"not JSON"  # a damaged notebook is the grader's to judge
    assert b"one" in got(folder, "di") and len([row for row in rows if row.student == "di"]) == 1
    assert {row.state for row in rows if row.student == "eve"} == {"doubted"}
    assert not (folder / "submitted" / "eve").exists()


def test_without_a_list_everybody_gets_a_name_of_their_own(folder, tmp_path, handed_out):
    files = {
        "Alex Kim_21_assignsubmission_file_/momentum.ipynb": answer(handed_out, "first"),
        "Alex Kim_22_assignsubmission_file_/momentum.ipynb": answer(handed_out, "second"),
    }
    run(folder, zipped(tmp_path / "a.zip", files))
    assert b"first" in got(folder, "Alex Kim-21") and b"second" in got(folder, "Alex Kim-22")


def test_names_that_lead_elsewhere_are_left_out(folder, tmp_path, handed_out):
    files = {"../../evil_1_2_momentum.ipynb": handed_out, "a/b_1_2_momentum.ipynb": handed_out}
    said = []
    rows = collect(open_folder(folder), MOMENTUM, [zipped(tmp_path / "e.zip", files)], False, said.append)
    assert [row.state for row in rows] == ["collected"]
    assert "leads out of the folder" in said[0]
    assert not list(tmp_path.rglob("*evil*"))


@pytest.mark.parametrize("broken", [b"", b"PK\3\4 cut off"])
def test_an_archive_that_is_none_is_said(folder, tmp_path, monkeypatch, capsys, broken):
    (tmp_path / "x.zip").write_bytes(broken)
    monkeypatch.chdir(folder)
    assert main(["collect", MOMENTUM.name, str(tmp_path / "x.zip")]) == 1
    said = capsys.readouterr()
    assert "x.zip is not unpacked" in said.err and "there is no notebook in the download" in said.out
    assert main(["collect", MOMENTUM.name, str(tmp_path / "nowhere.zip")]) == 2
    assert "there is no file" in capsys.readouterr().err


def test_the_command_says_what_needs_a_look(folder, tmp_path, handed_out, monkeypatch, capsys):
    students(folder, [("ada", "", "", "", "")])
    files = {"ada_1_2_momentum.ipynb": handed_out, "zed_2_3_momentum.ipynb": handed_out}
    zipped(tmp_path / "x.zip", files)
    monkeypatch.chdir(folder)
    assert main(["collect", MOMENTUM.name, str(tmp_path / "x.zip")]) == 1
    said = capsys.readouterr().out
    assert "1 put into submitted/, 1 doubted" in said
    assert "zed_2_3_momentum.ipynb: nobody on the list of students has this name or number" in said
    assert main(["collect", MOMENTUM.name, str(tmp_path / "x.zip"), "--json"]) == 1
    assert {row["state"] for row in json.loads(capsys.readouterr().out)} == {"kept", "doubted"}
