"""Makes the project's virtual environment, with the locked versions, and keeps it up to date.

Runs on a bare Python (3.11 or newer): nothing but the standard library is imported here.
"""

import hashlib
import json
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)
# JupyterLab asks at its first start whether to fetch news from the network: the answer is no.
QUIET = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}


def main() -> int:
    """Create or refresh the environment; return an exit status."""
    if sys.version_info < OLDEST:
        print(f"Descent needs Python {OLDEST[0]}.{OLDEST[1]} or newer, and this is {sys.version.split()[0]}: "
              "try `make PYTHON=python3.12 …` with a newer one.", file=sys.stderr)  # fmt: skip
        return 1
    locks = ["requirements.lock"] + (["requirements-dev.lock"] if "--dev" in sys.argv else [])
    stamps = {lock: _stamp(lock) for lock in locks}
    if not PYTHON.exists():
        print("Making the environment in .venv …")
        try:
            venv.create(VENV, with_pip=True, clear=True, symlinks=os.name != "nt")
        except (subprocess.CalledProcessError, OSError):
            print("The virtual environment could not be made: install Python's venv module "
                  "(on Debian and Ubuntu: apt install python3-venv) and try again.", file=sys.stderr)  # fmt: skip
            return 1
    for lock, stamp in stamps.items():
        mark = VENV / f"{lock}.installed"
        if not mark.exists() or mark.read_text() != stamp:
            print(f"Installing {lock} (a few minutes the first time) …")
            done = _pip("-r", str(ROOT / lock)) or _pip("--no-deps", "-e", str(ROOT))
            if done:
                print("The installation failed; what pip said stands above. With the network back, the same "
                      "command goes on where it stopped.", file=sys.stderr)  # fmt: skip
                return 1
            mark.write_text(stamp)
    page = VENV / "etc" / "jupyter" / "labconfig" / "page_config.json"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(json.dumps(QUIET))
    return 0


def _stamp(lock):
    """What decides whether an installation is up to date: the lock, the project's metadata, the Python."""
    content = (ROOT / lock).read_bytes() + (ROOT / "pyproject.toml").read_bytes() + sys.version.encode()
    return hashlib.sha256(content + str(ROOT).encode()).hexdigest()


def _pip(*arguments):
    command = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", *arguments]
    return subprocess.call([str(part) for part in command])


if __name__ == "__main__":
    sys.exit(main())
