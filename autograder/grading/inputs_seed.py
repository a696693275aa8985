"""From which number the random inputs of one submission follow: equal answers are tried on equal inputs."""

import hashlib
import re
from collections.abc import Iterable

from autograder.handin.instructor import NotebookCell

# A text, so that a # in it begins no comment, or a comment. What has lost its end is taken to the end of its line.
TEXT_OR_COMMENT = re.compile(
    r'''("""[\s\S]*?"""|\'{3}[\s\S]*?\'{3}|"(?:\\.|[^"\\\n])*"?|\'(?:\\.|[^\'\\\n])*\'?)|#[^\n]*'''
)


def inputs_seed(seed: int, cells: Iterable[NotebookCell]) -> int:
    """Return the seed of a notebook's inputs, which follows from the course's and from the student's code.

    Who changes code to suit the inputs gets other ones; comments, empty lines and text cells change nothing.

    Parameters
    ----------
    seed : int
        The course's.
    cells : iterable of NotebookCell
    """
    code = hashlib.sha256(f"{seed}".encode())
    for cell in cells:
        if cell.cell_type == "code" and cell.role != "test":
            code.update(b"\0" + bare(cell.source).encode("utf-8", "replace"))
    return int.from_bytes(code.digest()[:6], "big")


def bare(source: str) -> str:
    """Return code without its comments, empty lines and blanks at the ends of lines."""
    lines = TEXT_OR_COMMENT.sub(lambda found: found[1] or "", source).splitlines()
    return "\n".join(line.rstrip() for line in lines if line.strip())
