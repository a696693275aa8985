"""Built files are what the text sources say: nobody edited them, and nobody forgot to build."""

import ast
import json
import re

import pytest

from autograder.descent import ASSIGNMENTS
from tools.assignment import build_assignment
from tools.lecture import inputs_digest, lecture_notebook, lecture_template
from tools.record import build_records
from tools.start import build_start
from tools.stubs import right_labels
from tools.text import PLACEHOLDER, ROOT

ADVICE = "is stale: run `make build` and commit what it writes"
LECTURES = [assignment.lecture for assignment in ASSIGNMENTS.values()]


@pytest.mark.slow
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_assignment_is_fresh(name):
    for path, content in {**build_records(name), **build_assignment(name)}.items():
        assert path.exists() and path.read_bytes() == content, f"{path.relative_to(ROOT)} {ADVICE}"


def test_the_page_with_links_is_fresh_and_its_links_lead_somewhere():
    ((path, content),) = build_start().items()
    assert path.read_bytes() == content, f"{path.name} {ADVICE}"
    links = re.findall(r"\]\(([^)]+)\)", content.decode())
    assert len(links) == 2 * len(ASSIGNMENTS) and all((ROOT / link).is_file() for link in links)


@pytest.mark.slow
@pytest.mark.parametrize("name", LECTURES)
def test_lecture_is_fresh(name):
    path = ROOT / "lectures" / f"{name}.ipynb"
    built = json.loads(path.read_text())
    assert built["metadata"]["descent"]["inputs"] == inputs_digest(name), f"{path.name} {ADVICE}"
    written, wanted = lecture_template(name), lecture_notebook(name)
    assert [(c["id"], c["cell_type"]) for c in built["cells"]] == [(c.id, c.cell_type) for c in wanted.cells]
    for link in re.findall(r"\]\((\.\.?/[^)]+|\d_\w+\.ipynb)\)", json.dumps(built["cells"])):
        assert (path.parent / link).is_file(), f"{path.name} links to {link}"
    for old, new, template in zip(built["cells"], wanted.cells, written.cells, strict=True):
        assert says_the_same("".join(old["source"]), new.source, template.source), f"{path.name} {ADVICE}"


def says_the_same(old, new, template):
    """Whether two fillings of a text agree: measured numbers may differ, for processors round differently."""
    if old == new:
        return True
    fixed = map(re.escape, PLACEHOLDER.split(template)[::2])
    filled = re.compile(r"(\S+?)".join(fixed), re.S)
    texts = filled.fullmatch(old), filled.fullmatch(new)
    return all(texts) and all(map(is_near, *(text.groups() for text in texts)))


def is_near(old, new):
    """Whether two numbers have about the same size, which is what a sentence may say of a training."""
    a, b = (float(text.replace("−", "-")) for text in (old, new))
    return abs(a - b) <= max(1.0 if old.isdigit() else 0.0, 0.4 * max(abs(a), abs(b)))


def test_a_text_may_differ_in_what_was_measured_alone():
    template = "Adam: {{adam:.2g}} after {{steps}} steps of {{size}}."
    assert says_the_same("Adam: 0.28 after 4 steps of 1.", "Adam: 0.26 after 5 steps of 1.", template)
    assert not says_the_same("Adam: 0.28 after 4 steps of 1.", "Adam: 0.14 after 4 steps of 1.", template)
    assert not says_the_same("Adam: 0.28 after 4 steps of 1.", "Adam: 0.28 after 9 steps of 1.", template)
    assert not says_the_same("Adam: 0.28 after 4 steps of 1.", "SGD: 0.28 after 4 steps of 1.", template)


@pytest.mark.parametrize("name", LECTURES)
def test_lecture_is_small(name):
    assert (ROOT / "lectures" / f"{name}.ipynb").stat().st_size < 2_500_000


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_points_add_up(name):
    notebook = json.loads((ROOT / "source" / name / ASSIGNMENTS[name].notebook).read_text())
    marks = [cell["metadata"]["nbgrader"] for cell in notebook["cells"] if "nbgrader" in cell["metadata"]]
    points = {mark["grade_id"]: mark["points"] for mark in marks if mark["grade"]}
    assert set(points) == {f"test_{q}" for q in ASSIGNMENTS[name].questions} | {"explain"}
    assert sum(points.values()) == 100 and points["explain"] == 10
    assert {mark["grade_id"] for mark in marks if mark["solution"]} == {
        *ASSIGNMENTS[name].questions,
        "explain",
    }


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_student_version_has_no_solution_region(name):
    text = (ROOT / "assignments" / name / ASSIGNMENTS[name].notebook).read_text()
    for mark in ("BEGIN SOLUTION", "BEGIN HIDDEN", "BEGIN MARK SCHEME"):
        assert mark not in text
    answers = {cell["id"]: "".join(cell["source"]) for cell in json.loads(text)["cells"]}
    for function in ASSIGNMENTS[name].functions:
        assert answers[function].count("raise NotImplementedError()") == 1
    if "diagnosis" in answers:
        form = ast.literal_eval(answers["diagnosis"].removeprefix("diagnosis = "))
        assert form == dict.fromkeys(right_labels(name))


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_code_of_pictures_is_folded_and_nothing_else(name):
    cells = json.loads((ROOT / "assignments" / name / ASSIGNMENTS[name].notebook).read_text())["cells"]
    folded = [cell for cell in cells if cell["metadata"].get("jupyter", {}).get("source_hidden")]
    assert folded == [cell for cell in cells if "demo" in cell["metadata"].get("tags", ())]
    assert not folded or "folded into the grey line" in " ".join("".join(cells[1]["source"]).split())


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_exercises_without_points_are_the_students_and_each_has_a_check(name):
    cells = json.loads((ROOT / "assignments" / name / ASSIGNMENTS[name].notebook).read_text())["cells"]
    asked = [cell["id"].removeprefix("try-") for cell in cells if cell["id"].startswith("try-")]
    for cell in cells:
        if "nbgrader" not in cell["metadata"]:
            assert cell["cell_type"] == "code" and cell["metadata"] == {"tags": ["raises-exception"]}
    stubs = [
        cell for cell in cells if "nbgrader" not in cell["metadata"] and "NotImplementedError" in str(cell["source"])
    ]
    assert [re.search(r"def (\w+)", "".join(cell["source"]))[1] for cell in stubs] == asked
    assert not set(asked) & set(ASSIGNMENTS[name].functions)


@pytest.mark.parametrize("name", LECTURES)
def test_widget_models_have_the_same_names_in_each_build(name):
    notebook = json.loads((ROOT / "lectures" / f"{name}.ipynb").read_text())
    models = notebook["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    assert list(models) == [f"{number:032x}" for number in range(len(models))]
