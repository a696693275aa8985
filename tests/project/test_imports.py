"""The folders' imports go one way only."""

import ast

import pytest

from autograder.descent import ASSIGNMENTS
from tools.text import ROOT

LECTURES = [pair.module for pair in ASSIGNMENTS.values() if (ROOT / "lectures" / pair.module).is_dir()]
LAB = {"numpy", "matplotlib", "cycler", "ipywidgets", "anywidget", "IPython", "traitlets", "PIL"}
# Which of the project's own packages, and which libraries besides the standard one, a folder may import.
ALLOWED = {
    "solutions": {"numpy"},
    "checks": {"checks", "numpy", "matplotlib", "IPython"},
    "lectures/viz": {"lectures.viz", "checks", *LAB},
    "lectures/network": {"lectures.network", "solutions", "checks.digits", "numpy"},
    **{
        f"lectures/{name}/experiments": {
            f"lectures.{name}.data",
            "lectures.network",
            "lectures.viz.numbers",
            "solutions",
            "checks.digits",
            "numpy",
        }
        for name in LECTURES
    },
    **{
        f"lectures/{name}/drawing": {f"lectures.{name}.data", "lectures.viz", "numpy", "matplotlib"}
        for name in LECTURES
    },
    "autograder/worker": {
        "numpy",
        "matplotlib",
        "matplotlib_inline",
        "IPython",
        "ipywidgets",
        "checks",
        "ipykernel",
        "traitlets",
        "anywidget",
        "lectures.viz",
    },
    "autograder/misconceptions": {
        "autograder.misconceptions",
        "autograder.variants",
        "autograder.cases",
        "solutions",
        "numpy",
        "checks.digits",
    },
    "autograder/domains": {"autograder.domains", "autograder.grading.domain", "numpy"},
    "autograder/cases": {
        "checks",
        "numpy",
        "pytest",
        "autograder.domains",
        "autograder.grading.case_runner",
        "autograder.grading.regimes",
    },
}
STANDARD = set(__import__("sys").stdlib_module_names)


def imported(path):
    """Yield the absolute names that a module imports, wherever it does so."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parent = path.relative_to(ROOT).with_suffix("").parts[: -node.level]
                base = ".".join([*parent, *filter(None, [base])])
            names = [f"{base}.{alias.name}" for alias in node.names]
            yield from ([base] if base.split(".")[0] not in {"lectures", "autograder", "checks"} else names)


@pytest.mark.parametrize("folder", ALLOWED)
def test_folder_imports_only_what_it_may(folder):
    allowed = ALLOWED[folder] | {folder.replace("/", ".")}
    for path in sorted((ROOT / folder).rglob("*.py")):
        for name in imported(path):
            if name.split(".")[0] not in STANDARD:
                fits = any(name == entry or name.startswith(f"{entry}.") for entry in allowed)
                assert fits, f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("name", LECTURES)
def test_a_lectures_words_are_computed_and_drawn_nowhere(name):
    """They say what is to be seen, from the data alone, with numbers as `lectures.viz` writes them."""
    for imported_name in imported(ROOT / "lectures" / name / "words.py"):
        top = imported_name.split(".")[0]
        ours = imported_name.startswith((f"lectures.{name}.", "lectures.viz.number"))
        assert top in STANDARD | {"numpy"} or ours, imported_name


def test_a_lectures_folder_serves_that_lecture_alone():
    """Its text source, its own folder and the tests import it; the others and the assignments do not."""
    for path in [*(ROOT / "lectures").rglob("*.py"), *(ROOT / "source").glob("*.py"), *(ROOT / "checks").rglob("*.py")]:
        used = {name.split(".")[1] for name in imported(path) if name.startswith("lectures.")} & set(LECTURES)
        own = {path.parts[len(ROOT.parts) + 1], path.stem.partition("_")[2]}
        assert used <= own, f"{path.relative_to(ROOT)} uses {used - own}"


def test_grader_never_imports_lectures():
    """The worker's zygote alone has them in memory, since it runs notebooks that use them."""
    for path in sorted((ROOT / "autograder").rglob("*.py")):
        if path.parent.name == "worker":
            continue
        assert not any(name.split(".")[0] == "lectures" for name in imported(path)), path


def test_only_viz_and_checks_draw():
    """One home for matplotlib among the lectures; notebooks' text sources use it through lectures.viz."""
    sources = [*(ROOT / "lectures").glob("*.py"), *(ROOT / "source").glob("*.py")]
    for path in sources:
        assert not {"ipywidgets", "anywidget"} & {name.split(".")[0] for name in imported(path)}, path.name


def test_assignments_do_not_import_solutions():
    for path in (ROOT / "source").glob("*.py"):
        assert "solutions" not in {name.split(".")[0] for name in imported(path)}, path.name
