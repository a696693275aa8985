"""nbgrader's own commands go through the same grader, the same writer and the same reader."""

import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.descent import ASSIGNMENTS
from autograder.records.course_folder import open_folder
from autograder.records.gradebook_reader import GradebookReader
from autograder.records.ledger import Ledger

MOMENTUM = ASSIGNMENTS["ps3_momentum"]
pytestmark = pytest.mark.sandbox
SECRET = "a secret of the grader's machine"


def test_both_ways_of_grading_end_equal(folder, tmp_path, hand_in, command, contents):
    hand_in("jun", "quin")
    other = shutil.copytree(folder, tmp_path / "other")
    ours = command(folder, "autograder", "grade", MOMENTUM.name)
    assert ours.returncode == 0, ours.stderr
    theirs = command(other, "nbgrader", "autograde", MOMENTUM.name)
    assert theirs.returncode == 0, theirs.stderr
    assert contents(folder) == contents(other)
    for student in ("jun", "quin"):
        place = f"autograded/{student}/{MOMENTUM.name}/{MOMENTUM.notebook}"
        sources = [
            [(cell.id, cell.source) for cell in nbformat.read(root / place, as_version=4).cells]
            for root in (folder, other)
        ]
        assert sources[0] == sources[1]
    with Ledger(other / ".autograder") as ledger:
        assert [student for student, _ in ledger.latest(MOMENTUM.name)] == ["jun", "quin"]


def test_autograde_follows_no_link_and_copies_no_stray_file(folder, tmp_path, hand_in, command, examples):
    (tmp_path / "secret.txt").write_text(SECRET)
    hand_in("ada")
    ada = folder / "submitted" / "ada" / MOMENTUM.name
    (ada / "leak.txt").symlink_to(tmp_path / "secret.txt")
    (ada / "numpy.py").write_text("raise SystemExit")
    eve = folder / "submitted" / "eve" / MOMENTUM.name
    eve.mkdir(parents=True)
    (tmp_path / "foreign.ipynb").write_bytes(examples["ada"].data)
    (eve / MOMENTUM.notebook).symlink_to(tmp_path / "foreign.ipynb")
    (eve / "timestamp.txt").symlink_to(tmp_path / "secret.txt")
    (ada / "timestamp.txt").write_text("2026-03-01 12:00:00 UTC")
    process = command(folder, "nbgrader", "autograde", MOMENTUM.name)
    assert process.returncode == 0, process.stderr
    written = {str(p.relative_to(folder / "autograded")) for p in (folder / "autograded").rglob("*") if p.is_file()}
    assert written == {
        f"ada/{MOMENTUM.name}/{MOMENTUM.notebook}",
        f"ada/{MOMENTUM.name}/timestamp.txt",
        f"eve/{MOMENTUM.name}/{MOMENTUM.notebook}",
    }
    course = open_folder(folder)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        assert gradebook.find_submission(MOMENTUM.name, "ada").score == 90
        assert gradebook.find_submission(MOMENTUM.name, "eve").score == 0
    assert "leak.txt (a link), numpy.py" in process.stderr
    assert "momentum.ipynb is a link" in process.stderr


def test_a_damaged_notebook_gets_a_verdict_and_the_class_goes_on(folder, hand_in, command, contents):
    hand_in("ada", "xin")
    process = command(folder, "nbgrader", "autograde", MOMENTUM.name)
    assert process.returncode == 0, process.stderr
    scores = {row[0]: row[2] for row in contents(folder) if row[1] == "test_momentum"}
    assert scores["xin"] == 0
    assert scores["ada"] > 0


ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def test_feedback_carries_the_verdict_and_nothing_that_runs(folder, hand_in, command, examples):
    hand_in("jun")
    notebook = nbformat.reads(examples["hana"].data.decode(), as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "explain":
            cell.source = f"My answer {ATTACK} [x](javascript:alert(3))"
        elif cell.cell_type == "code" and "plt.plot" in cell.source:
            cell.source += f"\nfrom IPython.display import HTML\nprint('''{ATTACK}''')\nHTML('''{ATTACK}''')"
    place = folder / "submitted" / "mallory" / MOMENTUM.name
    place.mkdir(parents=True)
    (place / MOMENTUM.notebook).write_text(nbformat.writes(notebook))
    assert command(folder, "autograder", "grade", MOMENTUM.name).returncode == 0
    course = open_folder(folder)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        grade = gradebook.find_grade("explain", MOMENTUM.module, MOMENTUM.name, "jun")
        grade.manual_score = 6.5
        gradebook.find_comment("explain", MOMENTUM.module, MOMENTUM.name, "jun").manual_comment = "Why <so> short?"
        gradebook.db.commit()
    process = command(folder, "nbgrader", "generate_feedback", MOMENTUM.name)
    assert process.returncode == 0, process.stderr

    jun = (folder / "feedback" / "jun" / MOMENTUM.name / "momentum.html").read_text()
    assert "93.5 of 100 points" in jun
    assert "Why &lt;so&gt; short?" in jun
    assert "The momentum lacks its square" in jun
    assert "✗ failed" in jun and "✓ passed" in jun
    first = jun[jun.index("Look at this first") : jun.index("<main>")]
    assert "optimal_momentum" in first and "(3 points)" in first and "The momentum lacks its square" in first
    assert first.count("<li>") == 1 and jun.count("<details><summary>✓ All") == len(MOMENTUM.questions) - 1

    page = (folder / "feedback" / "mallory" / MOMENTUM.name / "momentum.html").read_text()
    assert "<script" not in page
    assert "not graded yet" in page
    assert "of 90 points</strong>; 10 more are open until somebody has read what you wrote" in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert 'href="javascript' not in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert len(re.findall(r'<img [^>]*src="data:image/png;base64,', page)) == len(re.findall("<img ", page)) > 0


def test_the_report_names_mistakes_and_escapes_names(folder, hand_in, command, examples):
    hand_in("jun")
    hostile = folder / "submitted" / "<b>bob" / MOMENTUM.name
    hostile.mkdir(parents=True)
    (hostile / MOMENTUM.notebook).write_bytes(examples["omar"].data)
    assert command(folder, "autograder", "grade", MOMENTUM.name).returncode == 0
    process = command(folder, "autograder", "report", MOMENTUM.name)
    assert process.stdout.strip() == str(folder / "reports" / f"{MOMENTUM.name}.html")
    page = (folder / "reports" / f"{MOMENTUM.name}.html").read_text()
    assert "<b>bob" not in page
    assert "&lt;b&gt;bob" in page
    assert "The momentum lacks its square: the rate is √mu" in page
    assert page.count('<svg role="img" aria-label="') == 3
    assert "<script" not in page


FORMGRADER = """
import json, sys
from nbconvert.exporters import HTMLExporter
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.server_extensions.formgrader import handlers
from autograder.records.course_folder import open_folder

course = open_folder()
config = course.config.copy()
config.HTMLExporter.template_name = "formgrade"
config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
api = NbGraderAPI(course.directory, config=config)
for student in ("mallory", "mallory"):  # the button grades again what is graded
    done = api.autograde("ps3_momentum", student)
    assert done["success"], done
with Gradebook(course.db_url, course.course_id) as gradebook:
    notebook = gradebook.find_submission_notebook("momentum", "ps3_momentum", "mallory")
    resources = {"assignment_id": "ps3_momentum", "notebook_id": "momentum", "submission_id": notebook.id, "index": 0,
                 "total": 1, "base_url": "", "student": "mallory", "last_name": None, "first_name": None,
                 "notebook_path": "x"}
    page, _ = HTMLExporter(config=config).from_filename(
        str(course.path("autograded", "mallory", "ps3_momentum") / "momentum.ipynb"), resources=resources)
    print(json.dumps({"page": page, "score": notebook.score, "students": sorted(
        api.get_autograded_students("ps3_momentum"))}))
"""


def test_formgraders_button_and_page_work_and_run_nothing_of_the_students(folder, command, examples):
    notebook = nbformat.reads(examples["ada"].data.decode(), as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "explain":
            cell.source = f"MINE {ATTACK} [x](javascript:alert(3)) $\\href{{javascript:alert(4)}}{{x}}$"
        elif cell.metadata.get("nbgrader", {}).get("grade_id") == "momentum":
            cell.source += f"\nprint({ATTACK!r})"
    place = folder / "submitted" / "mallory" / MOMENTUM.name
    place.mkdir(parents=True)
    (place / MOMENTUM.notebook).write_text(nbformat.writes(notebook))
    (place / "timestamp.txt").write_text("2026-03-03 12:00:00 UTC")
    (folder / "button.py").write_text(FORMGRADER)
    process = command(folder, "button", PYTHONPATH=str(folder))
    assert process.returncode == 0, process.stderr
    found = json.loads(process.stdout.strip().splitlines()[-1])
    assert found["score"] == 90
    assert found["students"] == ["mallory"]
    page = found["page"]
    mine = page[page.index("MINE") :][:2000]
    assert mine.startswith("MINE <img ") and "alert(1)" not in mine and "onerror" not in mine
    assert "javascript:alert(3)" not in page
    assert "\\href{" not in page
    assert "<script>alert(1)" not in page
    assert "cases pass" in page


def test_a_config_that_was_copied_from_version_0_1_goes_on_to_work(folder, hand_in, command):
    """It names our classes by the places that they had, and sets them one by one."""
    shutil.copy(Path(__file__).with_name("nbgrader_config_0_1.txt"), folder / "nbgrader_config.py")
    hand_in("ada", "jun")
    assert command(folder, "autograder", "grade", MOMENTUM.name).returncode == 0
    again = command(folder, "nbgrader", "autograde", MOMENTUM.name, "--force")
    assert again.returncode == 0, again.stderr
    fed_back = command(folder, "nbgrader", "generate_feedback", MOMENTUM.name)
    assert fed_back.returncode == 0, fed_back.stderr
    with GradebookReader(open_folder(folder), MOMENTUM) as reader:
        assert [(grade["student"], grade["automatic"]) for grade in reader.grades()] == [("ada", 90), ("jun", 87)]
