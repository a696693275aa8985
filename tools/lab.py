"""Opens the course in JupyterLab: ``make lab``."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIRST = "start.ipynb"


def command(root: Path = ROOT) -> list[str]:
    """Return JupyterLab's command line: as root (in containers) it needs to be told that this is meant."""
    options = [f"--ServerApp.root_dir={root}", f"--LabApp.default_url=/lab/tree/{FIRST}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    if not has_browser():
        options.append("--no-browser")
    return [sys.executable, "-m", "jupyterlab", *options, *sys.argv[1:]]


def has_browser() -> bool:
    """Whether a browser can be opened here: without one JupyterLab prints the address."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    import webbrowser

    try:
        return webbrowser.get() is not None
    except webbrowser.Error:
        return False


if __name__ == "__main__":
    os.chdir(ROOT)
    os.execv(sys.executable, command())
