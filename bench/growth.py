"""Grades classes of growing size and fits a line: what the start costs, and what one more submission costs."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import numpy as np

from bench.classes import make_class
from bench.measure import measure


def main(arguments=None):
    """Print wall, CPU and memory for each size, and the line through them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--assignment", default="ps3_momentum")
    args = parser.parse_args(arguments)
    row = "{:>8} {:>9} {:>10} {:>9} {:>11} {:>9}"
    print(f"{args.assignment} on {os.cpu_count()} processors")
    print(row.format("students", "wall s", "per min", "CPU s", "CPU s/sub", "peak MiB"))
    took = []
    for size in args.sizes:
        with tempfile.TemporaryDirectory() as folder:
            course = make_class(Path(folder, "course"), size, args.assignment)
            took.append(measure([sys.executable, "-m", "autograder", "grade", args.assignment], course))
        now = took[-1]
        numbers = (f"{now.wall:.1f}", f"{60 * size / now.wall:.1f}", f"{now.cpu:.1f}", f"{now.cpu / size:.3f}")
        print(row.format(size, *numbers, f"{now.peak:.0f}"), flush=True)
    if len(args.sizes) > 1:
        slope, start = np.polyfit(args.sizes, [t.cpu for t in took], 1)
        worst = max(abs(start + slope * n - t.cpu) / t.cpu for n, t in zip(args.sizes, took, strict=True))
        print(
            f"CPU: {start:.1f} s to start and {slope:.3f} s a submission; "
            f"the line misses no class by more than {worst:.0%}"
        )
        wall, first = np.polyfit(args.sizes, [t.wall for t in took], 1)
        print(f"wall: {first:.1f} s to start and {wall:.3f} s a submission")
