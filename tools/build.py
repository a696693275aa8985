"""Builds the notebooks from their text sources: ``python -m tools.build [NAME ...]``.

A name is an assignment (``ps3_momentum``) or a lecture (``3_momentum``); without names everything is built.
"""

import argparse
import sys

from autograder.course import ASSIGNMENTS
from tools.assignment import build_assignment
from tools.lecture import build_lecture
from tools.record import build_records
from tools.text import ROOT, write

LECTURES = [assignment.lecture for assignment in ASSIGNMENTS.values()]


def build(name):
    """Return what a name's build writes, a dict of Path to bytes."""
    if name in ASSIGNMENTS:
        return {**build_records(name), **build_assignment(name)}
    return build_lecture(name)


def main(arguments=None):
    """Build what was asked for and say which files changed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="assignment or lecture; all when left out")
    names = parser.parse_args(arguments).names or [*ASSIGNMENTS, *LECTURES]
    unknown = [name for name in names if name not in ASSIGNMENTS and name not in LECTURES]
    if unknown:
        parser.error(
            f"{unknown[0]} is neither an assignment nor a lecture: {', '.join([*ASSIGNMENTS, *LECTURES])}"
        )
    for name in names:
        for path, content in build(name).items():
            changed = write(path, content)
            print(f"{path.relative_to(ROOT)}: {'written' if changed else 'up to date'}")


if __name__ == "__main__":
    sys.exit(main())
