"""What users install is one thing, whichever way they install it."""

import subprocess
import sys

from tools.lock import environment_yml, pins
from tools.text import ROOT


def read(name):
    return (ROOT / name).read_text()


def test_environment_yml_follows_from_the_lock():
    assert read("environment.yml") == environment_yml(read("requirements.lock"))


def test_both_locks_agree():
    users, contributors = (
        {line.split(";")[0].strip() for line in pins(read(name))}
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert users <= contributors


def test_tests_run_on_the_python_of_environment_yml():
    from tools.lock import PYTHON

    assert f"python={PYTHON}" in read("environment.yml")


def test_package_index_is_not_named():
    for name in ("requirements.lock", "requirements-dev.lock", "environment.yml", "pyproject.toml"):
        assert "index-url" not in read(name) and "://" not in read(name)


def test_an_old_python_is_told_what_to_do():
    script = "import sys, runpy; sys.version_info = (3, 9, 1); runpy.run_path(sys.argv[1], run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", script, str(ROOT / "tools/bootstrap.py")], capture_output=True, text=True
    )
    assert done.returncode == 1 and "Python 3.11 or newer" in done.stderr and "Traceback" not in done.stderr
