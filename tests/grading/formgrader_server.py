"""A Jupyter server with formgrader, started in a course's folder, for tests that ask it for pages."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.browser import free_port


class Server:
    """A server that was started, and the questions it answers."""

    def __init__(self, process, port, log):
        self.process, self.url, self._log = process, f"http://127.0.0.1:{port}/", log

    @property
    def log(self) -> str:
        """What the server has said."""
        return self._log.read_text()

    @property
    def is_up(self) -> bool:
        """Whether it answers."""
        return self.process.poll() is None and self.get("api")[0] == 200

    def get(self, path: str) -> tuple[int | None, str]:
        """Return the status and the text of a page; no status where nobody answers."""
        return self._ask(urllib.request.Request(self.url + path))

    def post(self, path: str) -> tuple[int | None, str]:
        """Press a button of formgrader's."""
        return self._ask(urllib.request.Request(self.url + path, data=b""))

    def _ask(self, request):
        try:
            with urllib.request.urlopen(request, timeout=120) as page:
                return page.status, page.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return None, ""


@contextmanager
def running_server(folder: Path, home: Path, python: str = sys.executable, **environment: str) -> Iterator[Server]:
    """Start a server, wait until it answers or has ended, and stop it at the end.

    Parameters
    ----------
    folder : pathlib.Path
        Where it is started.
    home : pathlib.Path
        Takes its own settings and its log.
    python : path-like
        The interpreter.
    **environment
        Variables of the environment; ``PYTHONPATH`` is none of the tests' own.
    """
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    places = {f"JUPYTER_{name}_DIR": str(home / f"jupyter-{name}") for name in ("CONFIG", "DATA", "RUNTIME")}
    # An interpreter's own prefix may know of no extensions: formgrader is named.
    command = [str(python), "-m", "jupyter_server", "--allow-root", "--no-browser", "--IdentityProvider.token="]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--ServerApp.disable_check_xsrf=True"]
    command += ["--ServerApp.jpserver_extensions", "nbgrader.server_extensions.formgrader=True"]
    log = home / "server.log"
    with log.open("w") as file:
        process = subprocess.Popen(command, cwd=folder, env={**kept, **places, **environment}, stdout=file, stderr=file)
        server = Server(process, port, log)
        try:
            end = time.monotonic() + 60
            while not server.is_up and process.poll() is None and time.monotonic() < end:
                time.sleep(0.2)
            yield server
        finally:
            process.terminate()
            process.wait(30)
