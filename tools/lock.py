"""Locks what users install: ``make lock`` resolves pyproject.toml again and rewrites the three files that follow.

requirements.lock (users), requirements-dev.lock (contributors) and the pip section of environment.yml.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = "3.11"  # the version that the tests run on, and that environment.yml takes from conda-forge
HEAD = f"""\
# Made by `make lock` from requirements.lock: edit pyproject.toml and run it again.
name: descent
channels:
  - conda-forge
dependencies:
  - python={PYTHON}
  - pip
  - pip:
"""


def environment_yml(lock: str) -> str:
    """Return the text of environment.yml for the text of requirements.lock."""
    return HEAD + "".join(f'    - "{line}"\n' for line in pins(lock)) + '    - "-e ."\n'


def pins(lock: str) -> list[str]:
    """Return the pinned requirements of a lock's text, one a line."""
    lines = (line.split("#")[0].strip() for line in lock.splitlines())
    return [line for line in lines if line]


def main() -> None:
    """Resolve both locks and write environment.yml."""
    uv = [sys.executable, "-m", "uv", "pip", "compile", "--universal", "--python-version", PYTHON, "--quiet"]
    plain = ["--no-annotate", "--no-header", "--upgrade", "pyproject.toml"]
    subprocess.run([*uv, *plain, "-o", "requirements.lock"], cwd=ROOT, check=True)
    extra = ["--extra", "dev", "-c", "requirements.lock"]
    subprocess.run([*uv, *plain, *extra, "-o", "requirements-dev.lock"], cwd=ROOT, check=True)
    (ROOT / "environment.yml").write_text(environment_yml((ROOT / "requirements.lock").read_text()))


if __name__ == "__main__":
    main()
