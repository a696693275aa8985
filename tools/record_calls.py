"""Records the system calls that notebooks need, for the list in `autograder/worker/system_calls.py`: needs strace.

`python -m tools.record_calls` runs every notebook's cells, the collection of tricky cells and what people do besides
in workers without walls, and prints the calls that were made there, with those that the list lacks at the end.
"""

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from autograder.descent import COURSE, ROOT
from autograder.sandbox import bubblewrap
from autograder.sandbox.session import Died, Session, TooSlow
from autograder.sandbox.zygote_handle import Zygote
from autograder.worker.system_calls import ALLOWED, CHECKED, NO_SUCH_CALL, numbers

WITH_ARGUMENTS = ("socket", "socketpair", "setsockopt", "ioctl", "prctl", "clone", "mmap", "fcntl", "madvise")
LINE = re.compile(r"^(\d+) +(?:<\.\.\. )?(\w+)(?:\(| resumed)(.*)$")


def sources() -> Iterator[tuple[str, list[str]]]:
    """Yield the groups of cells: each group has a worker of its own."""
    for path in [*ROOT.glob("lectures/*.ipynb"), *ROOT.glob("source/*/*.ipynb")]:
        cells = json.loads(path.read_text())["cells"]
        yield path.name, ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]
    tricky = (ROOT / "tests" / "engine" / "tricky_cells.txt").read_text()
    yield "tricky cells", [block.partition("\n")[2] for block in tricky.split("# %% ")[1:]]
    yield "besides", Path(__file__).with_suffix(".txt").read_text().split("# %%\n")


def main() -> None:
    """Run the cells under strace and print what they called."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "calls")
        plain = bubblewrap.python
        strace = [shutil.which("strace") or "strace", "-f", "-qq", "--seccomp-bpf", "-s", "8", "-o", str(log)]
        bubblewrap.python = lambda *a, **k: [*strace, *plain(*a, **k)]
        with Zygote("none", COURSE) as zygote:
            for name, cells in sources():
                session = Session(zygote)
                for cell in cells:
                    try:
                        outputs = session.run_cell(cell, 120)
                        if name == "besides":
                            print(cell[:60].replace("\n", "|"), "->", str(outputs)[-160:], file=sys.stderr)
                    except (Died, TooSlow) as error:
                        print(name, repr(cell[:60]), type(error).__name__, file=sys.stderr)
                session.kill()
                print(name, "done", file=sys.stderr)
        calls = calls_of_workers(log)
    print(json.dumps(calls, indent=0))
    known = {**numbers(ALLOWED, 0), **numbers(CHECKED, 0), **numbers(NO_SUCH_CALL, 0)}
    print("not on the list:", *sorted({*calls} - {*known}), file=sys.stderr)


def calls_of_workers(log: Path) -> dict[str, list[str]]:
    """Return the calls of processes since they set a limit on memory, the mark of a worker, with arguments."""
    workers, calls = set(), {}
    for line in log.open(errors="replace"):
        found = LINE.match(line)
        if not found:
            continue
        pid, name, rest = found.groups()
        if name in ("prlimit64", "setrlimit") and "RLIMIT_AS" in rest:
            workers.add(pid)
        if pid not in workers:
            continue
        made = re.search(r"= (\d+)(?: |$)", rest)
        if name in ("clone", "fork", "vfork", "clone3") and made:
            workers.add(made[1])
        seen = calls.setdefault(name, [])
        if len(seen) < 400 and "resumed" not in line and name in WITH_ARGUMENTS:
            short = re.sub(r"0x[0-9a-f]+|\d{3,}", "N", rest)[:90]
            if short not in seen:
                seen.append(short)
    return dict(sorted(calls.items()))


if __name__ == "__main__":
    main()
