"""Runs the benchmarks: ``python -m bench [NAME …]``, or ``make bench`` for all of them."""

import argparse
import importlib

NAMES = {
    "grading": "our grader beside stock nbgrader on the same class",
    "growth": "our grader on classes of 10, 100 and 1000",
    "latency": "from key press to changed pixels for every demo, beside ipywidgets.interact",
    "lectures": "how long each lecture runs from top to bottom",
}


def main():
    """Run the named benchmarks, one after the other."""
    lines = "\n".join(f"  {name:10} {what}" for name, what in NAMES.items())
    parser = argparse.ArgumentParser(
        prog="bench", description=f"{__doc__}\n\n{lines}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*NAMES, []])
    args, rest = parser.parse_known_args()
    for name in args.names or NAMES:
        print(f"== {name}: {NAMES[name]} ==", flush=True)
        importlib.import_module(f"bench.{name}").main(rest)


if __name__ == "__main__":
    main()
