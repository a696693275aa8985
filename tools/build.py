"""Builds the notebooks from their text sources: ``python -m tools.build [NAME ...]``.

A name is an assignment (``ps3_momentum``), a lecture (``3_momentum``), ``start`` (the page with links to all) or
``tables`` (of the documentation); without names everything is built.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from autograder.descent import ASSIGNMENTS
from tools.assignment import build_assignment
from tools.lecture import build_lecture
from tools.record import build_records
from tools.start import build_start
from tools.tables import build_tables
from tools.text import ROOT, write

NAMES = [*ASSIGNMENTS, *(assignment.lecture for assignment in ASSIGNMENTS.values()), "start", "tables"]
OTHERS = {"start": build_start, "tables": build_tables}


def build(name: str) -> dict[Path, bytes]:
    """Return what a name's build writes, a dict of Path to bytes."""
    if name in ASSIGNMENTS:
        return {**build_records(name), **build_assignment(name)}
    return OTHERS[name]() if name in OTHERS else build_lecture(name)


def main(arguments: Sequence[str] | None = None) -> None:
    """Build what was asked for and say which files changed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to build; all when left out")
    names = parser.parse_args(arguments).names or NAMES
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        parser.error(f"{unknown[0]} cannot be built; there are {', '.join(NAMES)}")
    for name in names:
        for path, content in build(name).items():
            changed = write(path, content)
            print(f"{path.relative_to(ROOT)}: {'written' if changed else 'up to date'}")


if __name__ == "__main__":
    main()
