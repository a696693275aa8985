"""A JupyterLab of our own and a Chromium that looks at it."""

import os
import shutil

import pytest

from tools.browser import CHROMIUM, OPTIONS, Notebook, running_lab
from tools.text import ROOT


@pytest.fixture(scope="session")
def chromium():
    """Return the path of a browser; without one the tests are skipped, or fail where nothing may be skipped."""
    if CHROMIUM is None:
        if os.environ.get("DESCENT_NO_SKIP"):
            pytest.fail("Chromium is not installed")
        pytest.skip("Chromium is not installed")
    return CHROMIUM


@pytest.fixture(scope="session")
def lab(chromium, tmp_path_factory):
    """Start JupyterLab on copies of the lectures and stop it at the end."""
    with running_lab(tmp_path_factory.mktemp("lab")) as server:
        for notebook in (ROOT / "lectures").glob("*.ipynb"):
            shutil.copy(notebook, server.folder)
        yield server


@pytest.fixture(scope="session")
def browser(chromium):
    """Start Chromium for the whole session."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        chrome = driver.chromium.launch(executable_path=chromium, args=OPTIONS)
        yield chrome
        chrome.close()


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
