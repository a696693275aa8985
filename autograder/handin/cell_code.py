"""What the code in a cell is, as far as its lines tell: nothing of a stranger's is run or compiled here."""

import re
from keyword import iskeyword

DEFINITION = re.compile(r"^def (\w+)", re.MULTILINE)
DOCSTRING = re.compile(r'"""(?:[^"]|"(?!""))*"""|' + r"'''(?:[^']|'(?!''))*'''")
UNFILLED = re.compile(r"\s*(?:raise NotImplementedError\b.*|pass|\.\.\.)?\s*")
WORDS = re.compile(r"\s*([A-Za-z]+) [A-Za-z]+ [A-Za-z]+")


def is_prose(source: str) -> bool:
    """Whether a cell of code holds a text that somebody has put there."""
    first = WORDS.match(source)
    return first is not None and not iskeyword(first[1])


def does_something(source: str) -> bool:
    """Whether there is more than comments in a cell of code."""
    return any(line.strip() and not line.strip().startswith("#") for line in source.splitlines())


def answers_in(source: str) -> list[str]:
    """Return the names of the functions that a cell defines, without those that are stubs."""
    return [name for name, body in _functions(source) if not _is_stub(body)]


def is_only_a_stub(source: str, name: str) -> bool:
    """Whether a cell holds nothing but the stub of a function."""
    functions = list(_functions(source))
    starts = DEFINITION.search(source)
    before = source[: starts.start()] if starts else source
    return [found for found, _ in functions] == [name] and _is_stub(functions[0][1]) and not does_something(before)


def _functions(source):
    """Yield the name of each function at the left margin, and the lines from there to the next one."""
    found = list(DEFINITION.finditer(source))
    ends = [match.start() for match in found[1:]] + [len(source)]
    for match, end in zip(found, ends, strict=False):  # where there are none, one end is left
        yield match[1], source[match.start() : end]


def _is_stub(function):
    """Whether a function has nothing in it but its docstring and ``raise NotImplementedError``."""
    lines = DOCSTRING.sub("", function).splitlines()
    ends = next((i for i, line in enumerate(lines) if line.split("#")[0].rstrip().endswith(":")), 0)
    body = [line for line in lines[ends + 1 :] if not line.lstrip().startswith("#")]
    return all(UNFILLED.fullmatch(line) for line in body)
