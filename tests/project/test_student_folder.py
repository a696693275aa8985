"""The folder that a class gets: no answers in it, and it works on every Python, wherever it is moved to."""

import ast
import inspect
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import textwrap
import venv
from pathlib import Path

import pytest

import solutions.momentum
from autograder.descent import ASSIGNMENTS
from tools.packed import is_packed, pack, unpack
from tools.student import PACKAGES, build_student, find_leaks
from tools.text import ROOT

pytestmark = pytest.mark.slow
# Interpreters on which the folder's two commands are carried out in full, which takes minutes:
#   DESCENT_PYTHONS=/usr/bin/python3.12:/usr/bin/python3.13 python -m pytest tests/project/test_student_folder.py
PYTHONS = list(filter(None, os.environ.get("DESCENT_PYTHONS", "").split(os.pathsep)))
LECTURE = "\n".join(
    f"import solutions.{pair.module}"
    + (f", lectures.{pair.module}.experiments.numbers" if (ROOT / "lectures" / pair.module).is_dir() else "")
    for pair in ASSIGNMENTS.values()
)
WORKS = f"""
{LECTURE}
import numpy as np
from solutions.momentum import momentum_step
assert momentum_step(np.ones(1), np.ones(1), np.zeros(1), 0.5, 0.9)[0] == 0.5
from checks import check
from checks.local import LocalStudent
from lectures.viz import explore, yours
print("works")
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return build_student(tmp_path_factory.mktemp("class") / "student")


def test_it_holds_no_answers_and_nothing_of_the_instructors(folder):
    """Building it raises where something leaks."""
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    assert not {name for name in names if "autograder" in name or "tools" in name or name.startswith("source")}
    assert not {name for name in names if name.endswith((".pyc", ".egg-info")) or "__pycache__" in name}


def test_no_line_of_a_solution_can_be_read_in_it(folder):
    lines = {line for module in _solutions() for line in _telling_lines(module)}
    assert len(lines) > 50
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in (".py", ".md", ".toml"):
            found = lines.intersection(map(str.strip, path.read_text().splitlines()))
            assert not found, f"{path.relative_to(folder)}: {found}"


def _solutions():
    return [ROOT / "solutions" / f"{pair.module}.py" for pair in ASSIGNMENTS.values()]


def _telling_lines(path):
    """Yield the lines of a module's functions, without docstrings, that could be nothing else than an answer."""
    source = path.read_text()
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            for line in source.splitlines()[node.body[0].end_lineno : node.end_lineno]:
                if len(line.strip()) > 40 and "#" not in line:
                    yield line.strip()


def test_students_see_notebooks_first(folder):
    seen = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    assert seen == ["LICENSE", "README.md", "assignments", "environment.yml", "lectures", "pyproject.toml",
                    "requirements.lock", "start.ipynb"]  # fmt: skip
    assert {path.suffix for path in (folder / "lectures").iterdir()} == {".ipynb"}
    assert {path.suffix for path in folder.glob("assignments/*/*")} == {".ipynb"}


def test_most_experiments_are_there_to_be_read(folder):
    modules = list((folder / PACKAGES / "lectures").glob("*/experiments/*.py"))
    packed = [path for path in modules if is_packed(path.read_text())]
    assert len(modules) > 25 and len(packed) <= 5


def test_a_packed_module_shows_its_documentation_and_not_its_source(folder):
    code = """
import inspect, linecache, traceback, sys
import numpy as np
from solutions.momentum import momentum_step
assert "velocity ← g + mu·velocity" in momentum_step.__doc__ and "alpha" in inspect.signature(momentum_step).parameters
try:
    inspect.getsource(momentum_step)
    raise SystemExit("its source is shown")
except OSError:
    pass
try:
    momentum_step(None, np.ones(1), np.ones(1), 1, 1)
except TypeError:
    shown = traceback.format_exc()
assert "momentum_step" in shown and "velocity = g" not in shown and "return theta" not in shown
assert not linecache.getlines(momentum_step.__code__.co_filename, vars(sys.modules["solutions.momentum"]))
"""
    path = os.pathsep.join([str(folder / PACKAGES)])
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path}, cwd=folder,
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_packing_keeps_the_source(folder):
    text = (ROOT / "solutions" / "sgd.py").read_text()
    assert unpack(pack(text)) == text
    with pytest.raises(ValueError, match="no packed module"):
        unpack("print('hello')")


def test_something_else_in_a_packed_module_is_found(folder, tmp_path):
    spoilt = shutil.copytree(folder, tmp_path / "spoilt")
    module = spoilt / PACKAGES / "solutions" / "sgd.py"
    module.write_text(pack(module.read_text()))
    assert "not the project's own module" in str(find_leaks(spoilt)[0])


def test_a_readable_solution_is_found(folder, tmp_path):
    spoilt = shutil.copytree(folder, tmp_path / "spoilt")
    body = textwrap.dedent(inspect.getsource(solutions.momentum.momentum))
    (spoilt / "notes.md").write_text(body)
    assert any(leak.path == "notes.md" for leak in find_leaks(spoilt))


def test_after_the_deadline_the_solutions_can_be_read(tmp_path):
    opened = build_student(tmp_path / "student", with_solutions=True)
    assert (opened / PACKAGES / "solutions" / "sgd.py").read_text() == (ROOT / "solutions" / "sgd.py").read_text()
    assert "to be read beside your own" in (opened / "README.md").read_text()


def test_the_two_commands_are_in_its_readme(folder):
    readme = (folder / "README.md").read_text()
    assert "\npip install -r requirements.lock\npip install --no-deps -e .\n" in readme


def install(python, place, *commands):
    """Make a virtual environment of an interpreter and run pip in it; return its Python."""
    subprocess.run([python, "-m", "venv", place / "env"], check=True)
    inside = place / "env" / "bin" / "python"
    for arguments, folder in commands:
        pip = [inside, "-m", "pip", "install", "-q", "--disable-pip-version-check", *arguments]
        done = subprocess.run(pip, cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    return inside


def moved(folder, place):
    """Install the folder in one place, and return it as it is in another."""
    here = shutil.copytree(folder, place / "downloads" / "student")
    return here, place / "my course (2)"


def test_it_works_after_it_was_installed_and_moved(folder, tmp_path):
    """With the libraries of this environment behind the new one, which saves their installation."""
    here, later = moved(folder, tmp_path)
    venv.create(tmp_path / "env", with_pip=True)
    (site,) = (tmp_path / "env").glob("lib/python*/site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    python = tmp_path / "env" / "bin" / "python"
    command = [python, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "-e", "."]
    done = subprocess.run(command, cwd=here, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    shutil.move(here, later)
    look_around(python, later)


if PYTHONS:

    @pytest.mark.parametrize("python", PYTHONS)
    def test_the_readmes_two_commands_work_on_this_python(python, folder, tmp_path):
        here, later = moved(folder, tmp_path)
        commands = [(["-r", "requirements.lock"], here), (["--no-deps", "-e", "."], here)]
        inside = install(python, tmp_path, *commands)
        shutil.move(here, later)
        look_around(inside, later)


def look_around(python, folder):
    """Import what notebooks import from several working folders, and run an assignment in a kernel."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    for working in (folder, folder / "lectures", Path("/")):
        done = subprocess.run([python, "-c", WORKS], cwd=working, env=environment, capture_output=True, text=True)
        assert done.stdout == "works\n", done.stderr
    code = f"""
import nbformat, sys
from nbclient import NotebookClient
notebook = nbformat.read({str(folder / "assignments" / "ps3_momentum" / "momentum.ipynb")!r}, as_version=4)
names = [cell.metadata.get("nbgrader", {{}}).get("grade_id") for cell in notebook.cells]
notebook.cells = notebook.cells[: names.index("test_momentum_step") + 1]
client = NotebookClient(notebook, kernel_name="python3", allow_errors=True, timeout=120)
client.km = client.create_kernel_manager()
client.km.kernel_cmd = [sys.executable, "-m", "ipykernel_launcher", "-f", "{{connection_file}}"]
client.execute(cwd={str(folder / "assignments")!r})
print([output.get("ename") for output in notebook.cells[-1].outputs if output.output_type == "error"])
print("not filled in yet" in str(notebook.cells[-1].outputs))
"""
    done = subprocess.run([python, "-c", code], cwd="/", env=environment, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1:] == ["True"], done.stdout + done.stderr
    assert json.dumps("NotImplementedError") in done.stdout.replace("'", '"')
