"""A JupyterLab of its own and notebooks that are open in it, for browser tests and the latency benchmark."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.text import ROOT

if TYPE_CHECKING:  # a contributor's library, which the commands for users can do without
    from playwright.sync_api import Locator

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
WALK = """() => {  // one window further down, or to the top from the end
    const panel = document.querySelector('.jp-WindowedPanel-outer');
    const end = panel.scrollTop + panel.clientHeight >= panel.scrollHeight - 2;
    panel.scrollTop = end ? 0 : panel.scrollTop + 700;
}"""
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class Lab:
    """A running JupyterLab: its address, and the folder that it serves."""

    def __init__(self, folder, port, process):
        self.folder, self.port, self.process = folder, port, process
        self.url = f"http://127.0.0.1:{port}"

    def is_up(self) -> bool:
        """Whether the server answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/api", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running_lab(home: Path) -> Iterator[Lab]:
    """Start JupyterLab on the empty folder ``home/work``, and stop it at the end.

    Parameters
    ----------
    home : pathlib.Path
        Takes the settings, the log and the served folder.
    """
    (home / "work").mkdir()
    port = free_port()
    settings = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "IPYTHONDIR": "ipython",
        "JUPYTER_RUNTIME_DIR": "run",
    }
    environment = {**os.environ, **{name: str(home / folder) for name, folder in settings.items()}}
    environment |= {"MPLBACKEND": "Agg", "PYTHONPATH": str(ROOT)}
    command = [
        sys.executable, "-m", "jupyterlab", "--allow-root", "--no-browser", "--expose-app-in-browser",
        "--IdentityProvider.token=", "--ServerApp.password=", "--LabApp.news_url=",
        f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={home / 'work'}",
    ]  # fmt: skip
    log = (home / "lab.log").open("w")
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    server = Lab(home / "work", port, process)
    try:
        for _ in range(240):
            if server.is_up():
                break
            if process.poll() is not None:
                break
            time.sleep(0.5)
        if not server.is_up():
            raise RuntimeError("JupyterLab did not start: " + (home / "lab.log").read_text()[-2000:])
        yield server
    finally:
        process.terminate()
        process.wait(30)
        log.close()


class Notebook:
    """A notebook that is open in JupyterLab on a page."""

    def __init__(self, page, lab, name):
        self.page = page
        page.goto(f"{lab.url}/lab/tree/{name}?reset", wait_until="domcontentloaded")
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        # The indicator says "idle" before there is a kernel: a cell that runs then opens a dialog that asks for one.
        kernel = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
        page.wait_for_function(f"{kernel}?.status === 'idle'")

    def command(self, name: str, **options: Any) -> None:
        """Run one of JupyterLab's commands and wait until it is done."""
        run = "async ([name, options]) => { await window.jupyterapp.commands.execute(name, options); }"
        self.page.evaluate(run, [name, options])

    def theme(self, name: str) -> None:
        """Switch to ``"Light"`` or ``"Dark"``."""
        self.command("apputils:change-theme", theme=f"JupyterLab {name}")
        wanted = "true" if name == "Light" else "false"
        self.page.wait_for_function(f"document.body.dataset.jpThemeLight === '{wanted}'")

    def run(self) -> None:
        """Run all cells to the end."""
        self.command("notebook:run-all-cells")

    def demo(self, words: str) -> "Locator":
        """Return the canvas of the first demo whose description holds these words, scrolled into view.

        JupyterLab builds only the cells that are near the window, so this walks down the notebook, and again from
        its top: a picture that is still being loaded is not there when the walk first passes.
        """
        canvas = self.page.locator(f".descent-canvas[aria-label*='{words}']").first
        for _ in range(1200):
            if canvas.count():
                canvas.scroll_into_view_if_needed()
                return canvas
            self.page.evaluate(WALK)
            self.page.wait_for_timeout(100)
        raise AssertionError(f"no demo says “{words}”")

    def control(self, canvas: "Locator", name: str) -> "Locator":
        """Return the handle of a demo's slider by its accessible name."""
        output = canvas.locator("xpath=ancestor::div[contains(@class, 'jp-OutputArea-output')][1]")
        return output.get_by_role("slider", name=name)
