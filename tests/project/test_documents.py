"""What the documents say is so: their commands and links exist, and they speak of the project alone."""

import re
import subprocess

import pytest

from autograder.cli import parser
from tools.text import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "tools/student_files").glob("*.md")])
IDS = [path.relative_to(ROOT).as_posix() for path in DOCUMENTS]


def tracked_text():
    """Yield (path, text) of every text file of the project."""
    names = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in names.stdout.splitlines():
        path = ROOT / name
        if path.exists() and path.suffix in {
            ".md",
            ".py",
            ".toml",
            ".yml",
            ".lock",
            ".ipynb",
            ".js",
            ".json",
            ".txt",
            ".html",
        }:
            yield name, path.read_text()


def commands(text):
    """Yield the command lines of the bash blocks of a document."""
    for block in re.findall(r"```(?:bash|sh|console)\n(.*?)```", text, flags=re.S):
        for line in block.splitlines():
            line = line.split("#")[0].strip().removeprefix("$ ")
            if line:
                yield line


@pytest.mark.parametrize("path", DOCUMENTS, ids=IDS)
def test_commands_exist(path):
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), flags=re.M))
    verbs = set(next(a for a in parser()._actions if a.dest == "command").choices)
    for line in commands(path.read_text()):
        words = line.split()
        if words[0] == "make":
            assert {w for w in words[1:] if "=" not in w} <= targets, line
        if "autograder" in words[:3]:
            verb = words[words.index("autograder") + 1]
            assert verb in verbs, line
            options = parser()._actions and next(a for a in parser()._actions if a.dest == "command").choices[verb]
            known = {option for action in options._actions for option in action.option_strings}
            assert {w for w in words if w.startswith("--")} <= known, line


@pytest.mark.parametrize("path", DOCUMENTS, ids=IDS)
def test_links_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text()):
        assert (path.parent / target).exists(), target


def test_files_named_in_the_readme_exist():
    for name in re.findall(
        r"`((?:lectures|assignments|source|autograder|checks|docs)/[\w./]+)`",
        (ROOT / "README.md").read_text(),
    ):
        assert (ROOT / name).exists(), name


def test_the_repository_address_stands_in_one_place():
    address = re.search(r"mybinder.org/v2/gh/([\w./-]+?)/main", (ROOT / "README.md").read_text()).group(1)
    assert [name for name, text in tracked_text() for _ in range(text.count(address))] == ["README.md"]


def test_the_project_speaks_of_itself_alone():
    for name, text in tracked_text():
        if name != "tests/project/test_documents.py":
            found = re.search(r"(/work/main|/work/shared|\.\./shared|/root/|/tmp/bash_jobs|files\.pythonhosted)", text)
            assert not found, f"{name}: {found.group(0)}"


def test_the_page_on_the_architecture_names_every_room_and_module():
    page = (ROOT / "docs" / "architecture.md").read_text()
    rooms = [path for path in (ROOT / "autograder").iterdir() if path.is_dir() and path.name != "__pycache__"]
    assert not [room.name for room in rooms if f"`{room.name}/`" not in page]
    content = {"worker", "cases", "misconceptions", "domains", "old_names", "__pycache__"}
    modules = [path for room in rooms if room.name not in content for path in room.glob("*.py")]
    modules += (ROOT / "autograder").glob("*.py")
    assert not [path.stem for path in modules if not path.stem.startswith("_") and path.stem not in page]
