"""Prints how long each lecture runs from top to bottom in a fresh kernel, one after the other, and the total."""

import argparse
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent.parent / "lectures"
LECTURES = sorted(path.stem for path in FOLDER.glob("[0-9]*_*.ipynb"))


def main(arguments=None):
    """Run the chosen lectures and print wall-clock seconds, the start of the kernel included."""
    args = parse(arguments)
    total = 0.0
    for name in args.lecture:
        seconds = run(name)
        total += seconds
        print(f"{name:14} {seconds:6.1f} s", flush=True)
    print(f"{'all together':14} {total:6.1f} s")


def parse(arguments=None):
    """Return the options."""
    parser = argparse.ArgumentParser(prog="bench lectures", description=__doc__)
    parser.add_argument("--lecture", nargs="+", default=LECTURES, choices=LECTURES, metavar="NAME")
    return parser.parse_args(arguments)


def run(name):
    """Run a built lecture without changing its file; return the seconds that it took."""
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    client = NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
    )  # fmt: skip
    start = time.perf_counter()
    client.execute()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
