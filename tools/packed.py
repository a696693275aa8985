"""Modules in a form that every Python loads and nobody reads at a glance: compressed source, and a line that loads it.

It is no secret, and does not pretend to be: the algorithms are in every textbook. It keeps an answer from standing on
the screen while somebody looks for something else.
"""

import ast
import base64
import re
import textwrap
import zlib
from pathlib import Path

LOADER = Path(__file__).parent / "student_packages" / "packed.py"
HEAD = '"""{about} The source is packed: write yours first."""\n\nfrom solutions.packed import load\n\n'
PACKED = re.compile(
    r'"""[^"]*""" *\n\nfrom solutions\.packed import load\n\nload\(\n    __name__,\n((?:    "[^"\n]*"\n)+)\)\n'
)


def pack(source: str) -> str:
    """Return a module that defines what `source` defines."""
    about = (ast.get_docstring(ast.parse(source)) or "").split("\n")[0].replace('"', "'")
    data = base64.b64encode(zlib.compress(source.encode(), 9)).decode()
    lines = "".join(f'    "{line}"\n' for line in textwrap.wrap(data, 100))
    return f"{HEAD.format(about=about)}load(\n    __name__,\n{lines})\n"


def is_packed(text: str) -> bool:
    """Whether a module's text is one that `pack` wrote."""
    return bool(PACKED.fullmatch(text))


def unpack(text: str) -> str:
    """Return the source in a packed module."""
    found = PACKED.fullmatch(text)
    if not found:
        raise ValueError("this is no packed module")
    return zlib.decompress(base64.b64decode("".join(re.findall(r'"([^"]*)"', found[1])))).decode()
