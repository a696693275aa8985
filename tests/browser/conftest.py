"""A JupyterLab of our own, and pages that look at it."""

import shutil

import pytest

from tools.browser import Notebook, running_lab
from tools.text import ROOT


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """Start JupyterLab on copies of the lectures and stop it at the end."""
    with running_lab(tmp_path_factory.mktemp("lab")) as server:
        for notebook in (ROOT / "lectures").glob("*.ipynb"):
            shutil.copy(notebook, server.folder)
        yield server


@pytest.fixture
def page(browser):
    """Open an empty page; errors of its scripts are collected in ``page.troubles``."""
    opened = browser.new_page(viewport={"width": 1100, "height": 1000})
    opened.set_default_timeout(60_000)
    opened.troubles = []
    opened.on("pageerror", lambda error: opened.troubles.append(str(error)))
    yield opened
    opened.close()


@pytest.fixture
def notebook(page, lab):
    """Return a function that opens a notebook by its file name."""
    return lambda name: Notebook(page, lab, name)
