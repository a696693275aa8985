"""Settings of all tests, the marks that say what a test needs, and the workers that many of them use.

A test is marked by the fixtures that it uses, so that no mark is forgotten; where a command starts the sandbox, its
file says so itself. Where the machine lacks what a mark needs, the test is skipped, and with DESCENT_NO_SKIP in the
environment it fails.
"""

import fcntl
import os
import shutil
import sys
from pathlib import PurePath

# Before NumPy comes: the threads of several processes would wait for each other most of the time.
os.environ.update({f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL")})
# Before nbformat comes: as in the command line, a grammar that nothing here needs and that takes a second to compile.
sys.modules.setdefault("rfc3987_syntax", None)

import pytest
from hypothesis import HealthCheck, settings

from autograder.descent import ASSIGNMENTS, COURSE
from autograder.sandbox.session import Session
from autograder.sandbox.zygote_handle import Zygote
from tools.browser import CHROMIUM, OPTIONS

from .machine import MISSING

MARK_OF = {
    "zygote": "sandbox",
    "grader": "sandbox",
    "in_kernel": "kernel",
    "browser": "browser",
    "postgres": "postgres",
}

# Machines are shared and noisy, so no example of a property is timed.
settings.register_profile("descent", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("descent")

collect_ignore = ["toy_course"]  # a course for tests: its hidden cases are no tests of ours


# Files with a fixture that takes long to make: one process runs all of their tests. The longest come first.
MADE_ONCE = [
    "test_assignment", "test_lecture", "test_ask",
    "test_run_all", "test_class", "test_fidelity", "test_wheel", "test_bad_input", "test_init",
    "test_formgrader", "test_student_folder", "test_new_pair", "test_check", "test_outputs", "test_pages",
    "test_maths_in_formgrader", "test_postgres",
]  # fmt: skip


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """Return how many processes share the tests: one that waits for a browser leaves its processor to another."""
    return 2 * (os.cpu_count() or 1)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Share the tests among processes so that one of them runs all tests of a group."""
    from xdist.scheduler import LoadScopeScheduling  # only where tests are shared

    class ByGroup(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return group_of(nodeid) or nodeid

    config.option.loadscopereorder = False  # the order is ours
    return ByGroup(config, log)


def group_of(nodeid):
    """Return the name of the group that a test belongs to; empty where it runs alone.

    The experiments of a lecture run once in a process, so all tests of them are a group.
    """
    file, _, name = nodeid.partition("::")
    path = PurePath(file)
    for assignment in ASSIGNMENTS.values():
        of_its_folder = path.parent.name == "lectures" and path.stem.endswith(f"_{assignment.module}")
        if of_its_folder or f"[{assignment.lecture}" in name:
            return assignment.lecture
    return path.stem if path.stem in MADE_ONCE else ""


def pytest_itemcollected(item):
    """Mark a test by what its fixtures need."""
    for fixture in MARK_OF.keys() & set(getattr(item, "fixturenames", ())):
        item.add_marker(MARK_OF[fixture])


def pytest_collection_modifyitems(items):
    """Begin with the groups, which take longest."""

    def place(item):
        group = group_of(item.nodeid)
        return MADE_ONCE.index(group) if group in MADE_ONCE else len(MADE_ONCE) - bool(group)

    items.sort(key=place)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Skip a test that needs what the machine lacks, or let it fail where nothing may be skipped."""
    for mark, missing in MISSING.items():
        if item.get_closest_marker(mark) and (reason := missing()):
            (pytest.fail if os.environ.get("DESCENT_NO_SKIP") else pytest.skip)(reason)


@pytest.fixture(scope="session")
def zygote():
    """A zygote in bubblewrap's sandbox, for all tests of a process."""
    with Zygote("bubblewrap", COURSE) as started:
        started.start()
        yield started


@pytest.fixture
def session(zygote):
    """A worker of its own."""
    made = Session(zygote)
    yield made
    made.kill()


@pytest.fixture(scope="session")
def built_once(tmp_path_factory):
    """Return a function that has a folder built once for all processes that share the tests; nobody may change it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder_of(name, build):
        folder, done = shared / name, shared / f"{name}-is-done"
        with open(shared / f"{name}-lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # until the file is closed
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)  # of a build that failed
                folder.mkdir()
                build(folder)
                done.touch()
        return folder

    return folder_of


@pytest.fixture(scope="session")
def browser():
    """A Chromium without a window."""
    from playwright.sync_api import sync_playwright  # takes a while, and few tests need it

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield chromium
        chromium.close()
