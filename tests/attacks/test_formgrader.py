"""A link in a student's text must not make formgrader run a program of the student's: on a real server."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from autograder.descent import ROOT


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with a server that was started in it; returns its folder and a function that asks for a page."""
    home = tmp_path_factory.mktemp("server")
    folder = home / "course"
    evil = folder / "submitted" / "eve" / "ps3_momentum"
    evil.mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    (evil / "nbgrader_config.py").write_text(f"open({str(folder / 'pwned')!r}, 'w').close()")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    places = {f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    command = [sys.executable, "-m", "jupyter_server", "--allow-root", "--no-browser", "--IdentityProvider.token="]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    environment = {**os.environ, **places, "PYTHONPATH": str(ROOT)}
    with open(home / "log", "w") as log:
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)

        def ask(path):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=30) as page:
                    return page.status
            except urllib.error.HTTPError as error:
                error.close()
                return error.code
            except OSError:
                return None

        try:
            end = time.monotonic() + 60
            while ask("api") is None and server.poll() is None and time.monotonic() < end:
                time.sleep(0.2)
            yield folder, ask
        finally:
            server.terminate()
            server.wait(30)


def test_the_server_is_up_and_shows_its_own_course(course):
    folder, ask = course
    assert ask("formgrader") == 200
    assert ask(f"formgrader?path={folder}") == 200


def test_a_folder_of_a_students_is_refused(course):
    """row-47-link-to-a-folder-of-a-students"""
    folder, ask = course
    assert ask(f"formgrader?path={folder}/submitted/eve/ps3_momentum") == 403
    assert ask(f"formgrader?path={folder}/nowhere/../submitted/eve/ps3_momentum") == 403
    assert not (folder / "pwned").exists()
    assert ask("formgrader") == 200
