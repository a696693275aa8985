"""A new gradebook holds the version of nbgrader's tables, which no command has to be started for."""

import re
from pathlib import Path

import nbgrader
import nbgrader.api
from nbgrader.api import Gradebook
from sqlalchemy import text

from autograder.records.tables_version import ask_for_tables_version_here


def test_a_new_gradebook_holds_the_last_version_without_any_command(tmp_path, monkeypatch):
    monkeypatch.setattr(nbgrader.api, "get_alembic_version", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    ask_for_tables_version_here()
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        (held,) = gradebook.db.execute(text("SELECT version_num FROM alembic_version")).one()
    steps = [path.read_text() for path in (Path(nbgrader.__file__).parent / "alembic" / "versions").glob("*.py")]
    known = {re.search(r"^revision = '(\w+)'", step, re.M)[1] for step in steps}
    before = {found[1] for step in steps if (found := re.search(r"^down_revision = '(\w+)'", step, re.M))}
    assert known - before == {held}
