"""What tests need of the machine, by their marks, and a sentence where it is not there."""

import os
import shutil
from functools import cache
from pathlib import Path

from autograder.descent import COURSE
from autograder.errors import SandboxUnavailable
from autograder.sandbox.zygote_handle import Zygote
from tools.browser import CHROMIUM

POSTGRES = ("initdb", "pg_ctl")
MATHJAX = Path("/usr/share/javascript/mathjax")  # where Debian puts version 2.7


@cache
def no_sandbox() -> str:
    """Return why there is no sandbox on this machine; empty where there is one."""
    try:
        with Zygote("bubblewrap", COURSE) as zygote:
            zygote.start()
    except SandboxUnavailable as error:
        return str(error)
    return ""


def no_browser() -> str:
    """Return why there is no browser; empty where there is one."""
    return "" if CHROMIUM else "Chromium is not installed"


def no_postgres() -> str:
    """Return why no PostgreSQL server can be started; empty where one can."""
    return "" if all(map(postgres_program, POSTGRES)) else f"no PostgreSQL server is installed ({', '.join(POSTGRES)})"


def postgres_program(name: str) -> str | None:
    """Return the path of a program of PostgreSQL's, which Debian keeps away from the usual places."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *map(str, places)]))


def no_mathjax() -> str:
    """Return why formgrader's formulas cannot be set here; empty where they can."""
    return "" if (MATHJAX / "MathJax.js").is_file() else "MathJax 2.7 is not installed (Debian: libjs-mathjax)"


MISSING = {"sandbox": no_sandbox, "browser": no_browser, "postgres": no_postgres, "mathjax": no_mathjax}
