"""``autograder new NAME``: writes a lecture and an assignment that build, grade and pass the tests as they are."""

import keyword
import re
from pathlib import Path

from autograder.errors import CourseError, WrongUsage

TEMPLATE = Path(__file__).parent / "template"
SUFFIX = ".txt"  # of the template's files, so that nothing takes them for code
TABLE_ROW = re.compile(r"^\| \d+ \|.*$", re.MULTILINE)  # of the README's table of pairs


def write_pair(root: Path, name: str) -> list[Path]:
    """Write the files of a new pair into a checkout of the course; return them.

    Parameters
    ----------
    root : Path
        The checkout.
    name : str
        What the pair is about, in a word: it names the modules, the notebooks and, with a number, the assignment.

    Raises
    ------
    WrongUsage, CourseError
        Where the name cannot be one, is taken, or there is no checkout; nothing is written then.
    """
    if not (root / "tools" / "build.py").exists():
        raise CourseError("a new pair is written into a checkout of the course: clone the repository and try there")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        raise WrongUsage(f"{name!r} cannot name a module: take one word in small letters, such as decay")
    numbers = [
        int(found[1]) for path in (root / "source").glob("ps*.py") if (found := re.match(r"ps(\d+)_", path.stem))
    ]
    number = max(numbers, default=0) + 1
    words = {
        "NAME": name,
        "NUMBER": str(number),
        "PAIR": f"ps{number}_{name}",
        "TITLE": name.replace("_", " ").capitalize(),
    }
    files = {}
    for path in sorted(TEMPLATE.rglob(f"*{SUFFIX}")):
        place = _filled(path.relative_to(TEMPLATE).as_posix().removesuffix(SUFFIX), words)
        files[root / place] = _filled(path.read_text(encoding="utf-8"), words)
    taken = [path for path in files if path.exists()]
    if taken:
        raise WrongUsage(f"{taken[0].relative_to(root)} is there already: take another name")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    _add_row(root / "README.md", words)
    return [*files, root / "README.md"]


def _filled(text, words):
    return re.sub(r"@([A-Z]+)@", lambda found: words[found[1]], text)


def _add_row(readme, words):
    """Name the pair in the README's table, below the last one."""
    text = readme.read_text(encoding="utf-8")
    rows = list(TABLE_ROW.finditer(text))
    if rows:
        row = _filled("| @NUMBER@ | `lectures/@NUMBER@_@NAME@.ipynb` | `assignments/@PAIR@` | @TITLE@ |", words)
        readme.write_text(f"{text[: rows[-1].end()]}\n{row}{text[rows[-1].end() :]}", encoding="utf-8")
