"""The version of nbgrader's tables, which a new gradebook has to hold."""

from pathlib import Path

import nbgrader
import nbgrader.api


def tables_version() -> str:
    """Return the version of the tables that this nbgrader makes."""
    from alembic.script import ScriptDirectory  # only a new gradebook needs it

    return str(ScriptDirectory(str(Path(nbgrader.__file__).parent / "alembic")).get_current_head())


def ask_for_tables_version_here() -> None:
    """Have nbgrader find the version in this process.

    It would start a command for it, `alembic` by its bare name, which may not be on the path and takes seconds.
    """
    nbgrader.api.get_alembic_version = tables_version
