"""What a notebook may use, and the sentence for the student whose notebook uses more."""

from autograder.worker import limits
from autograder.worker.limits import GB, MB

_SENTENCES = {
    "memory": f"needs more than the {limits.PROCESS_MEMORY // GB} GB of memory that it may use",
    "all memory": f"used more than the {limits.ALL_MEMORY // GB} GB of memory that all its processes may use together",
    "cpu": f"used up the {limits.CPU_SECONDS // 60} minutes of computing time that a notebook may have",
    "file": f"writes a file larger than the {limits.FILE_SIZE // MB} MB that one may have",
    "files": f"has more files open than the {limits.OPEN_FILES} that may be open at once",
    "disk": f"fills the {limits.FOLDER_SIZE // MB} MB of disk that it may use",
    "processes": f"starts more processes and threads than the {limits.PROCESSES} that it may have",
}
_SIGNS = {  # of an exception's text
    "[Errno 27]": "file",
    "[Errno 24]": "files",
    "[Errno 28]": "disk",
    "[Errno 11]": "processes",
    "can't start new thread": "processes",
}


def sentence_for_end(who: str, limit: str) -> str | None:
    """Return the sentence for a worker that was ended, or None where no limit was the reason.

    Parameters
    ----------
    who : str
        A function's name, or "This cell".
    limit : str
        As in `session.Died`.
    """
    key = "all memory" if limit == "memory" else limit
    return f"{who} {_SENTENCES[key]}" if key else None


def sentence_for_error(who: str, kind: str, text: str) -> str | None:
    """Return the sentence for an exception that comes from a limit, or None for every other.

    Parameters
    ----------
    who : str
    kind, text : str
        The exception's type and what it says.
    """
    if kind in ("MemoryError", "_ArrayMemoryError"):
        return f"{who} {_SENTENCES['memory']}"
    if kind in ("OSError", "BlockingIOError", "RuntimeError"):
        for sign, key in _SIGNS.items():
            if text.startswith(sign):
                return f"{who} {_SENTENCES[key]}"
    return None
