"""Measures in headless Chromium on JupyterLab how long each demo takes from key press to changed pixels.

Beside each demo, in the same cell of the same page, stands its twin under ``ipywidgets.interact``: the same
computation, controls and marks, drawn as a whole matplotlib figure for each change. The two take turns.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np

from tools.browser import CHROMIUM, OPTIONS, Notebook, running_lab

LECTURES = sorted(path.stem for path in (Path(__file__).parent.parent / "lectures").glob("[0-9]*_*.ipynb"))
SCRIPT = Path(__file__).with_suffix(".js")
LIMIT = 4000  # ms after which a press counts as one that changes nothing
# What is driven, the first of these that a demo has, and the keys there and back.
DRIVEN = {
    ".noUi-handle": ("ArrowRight", "ArrowLeft"),
    ".descent-handle": ("ArrowRight", "ArrowLeft"),
    "select": ("ArrowDown", "ArrowUp"),
    "input[type=checkbox]": ("Space", "Space"),
    "button": ("Space", "Space"),
}
HEAD = ["lecture", "demo", "kind", "ours ms", "p95", "interact ms", "p95", "ratio", "blank frames"]


def main(arguments=None):
    """Measure the chosen lectures, print one line for each demo, and write a table if asked to."""
    args = parse(arguments)
    if CHROMIUM is None:
        sys.exit("Chromium is not installed: this benchmark needs it")
    from playwright.sync_api import sync_playwright

    rows = []
    with tempfile.TemporaryDirectory() as home, running_lab(Path(home)) as lab, sync_playwright() as driver:
        chrome = driver.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        for lecture in args.lecture:
            for row in measured(chrome, lab, lecture, args.changes):
                print("  ".join(row), flush=True)
                rows.append(row)
                if args.markdown:
                    args.markdown.write_text(markdown(rows))
        chrome.close()


def parse(arguments=None):
    """Return the options."""
    parser = argparse.ArgumentParser(prog="bench latency", description=__doc__)
    parser.add_argument("--lecture", nargs="+", default=LECTURES, choices=LECTURES, metavar="NAME")
    parser.add_argument("--changes", type=int, default=12, metavar="N", help="key presses for each demo and its twin")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table there, too")
    return parser.parse_args(arguments)


def measured(chrome, lab, lecture, changes):
    """Yield the row of each demo of a lecture."""
    scratch = Scratch(chrome, lab, lecture)
    scratch.run("%matplotlib inline\nfrom bench.twin import Pairs")
    scratch.run(f"pairs = Pairs('{lecture}')\npairs.write('demos.json')")
    for number, about in enumerate(json.loads((lab.folder / "demos.json").read_text())):
        scratch.run(f"pairs.show({number})")
        try:
            ours, twin, blank = measure_pair(scratch.page, about, changes)
        except Exception as trouble:  # one demo that cannot be measured must not hide the others
            yield [lecture, about["name"], about["kind"], f"not measured: {str(trouble).splitlines()[0]}", *[""] * 5]
            continue
        ratio = f"{np.median(ours) / np.median(twin):.2f}" if ours and twin else "?"
        kind = about["kind"] + (", 1 control" if about["controls"] == 1 else "")
        frames = f"{blank['blank']} of {blank['frames']}"
        yield [lecture, about["name"], kind, *summary(ours), *summary(twin), ratio, frames]
    scratch.page.close()


class Scratch:
    """A notebook with one cell, whose code is changed and run as often as needed."""

    def __init__(self, chrome, lab, name):
        cell = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": "", "id": "one"}
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        content = {"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
        (lab.folder / f"{name}.ipynb").write_text(json.dumps(content))
        self.page = chrome.new_page(viewport={"width": 1100, "height": 1400})
        self.page.set_default_timeout(120_000)
        self.notebook = Notebook(self.page, lab, f"{name}.ipynb")
        self.page.evaluate(SCRIPT.read_text())

    def run(self, source):
        """Run code in the cell and wait for its end."""
        put = "source => window.jupyterapp.shell.currentWidget.content.widgets[0].model.sharedModel.setSource(source)"
        self.page.evaluate(put, source)
        self.notebook.command("notebook:run-all-cells")
        trouble = self.page.locator("[data-mime-type='application/vnd.jupyter.stderr']")
        if trouble.count():
            raise RuntimeError(trouble.first.inner_text()[-2000:])


def measure_pair(page, about, changes):
    """Return the times of a demo and of its twin in ms, and the frames seen while a key was held."""
    demo = page.locator(".jp-OutputArea-output:has(canvas.descent-canvas)").first
    twin = page.locator(".widget-interact").first
    demo.locator("canvas.descent-canvas").wait_for()
    twin.locator(".jp-OutputArea img").wait_for()
    demo.scroll_into_view_if_needed()
    page.wait_for_timeout(1000)
    selector = next(entry for entry in DRIVEN if demo.locator(entry).count())
    keys = DRIVEN[selector]
    if selector == ".descent-handle" and about["vertical"]:
        keys = ("ArrowUp", "ArrowDown")
    elsewhere = selector if selector in ("select", "input[type=checkbox]") else ".noUi-handle"
    sides = [Side(page, demo, selector, keys), Side(page, twin, elsewhere, DRIVEN[elsewhere])]
    for side in sides:
        side.press()  # the first change pays for what is then at hand
        side.times.clear()
    for change in range(changes):
        for side in sides:
            if change == changes // 2:
                side.keys.reverse()
            side.press()
    return sides[0].times, sides[1].times, sides[0].hold()


class Side:
    """One of the two: where its picture is, the control that is driven, and the times that were measured."""

    def __init__(self, page, root, selector, keys):
        self.page, self.root, self.keys, self.times = page, root.element_handle(), list(keys), []
        self.control = root.locator(selector).first
        # JupyterLab takes arrow keys from the twin's lists, which our demos prevent for theirs.
        self.control.evaluate("node => node.setAttribute('data-lm-suppress-shortcuts', 'true')")

    def press(self):
        """Press a key once; where it changes nothing (the end of a slider) turn round."""
        self.control.evaluate("node => node.focus({ preventScroll: true })")
        self.page.evaluate("([root, limit]) => { bench.arm(root, limit); }", [self.root, LIMIT])
        self.page.keyboard.press(self.keys[0])
        took = self.page.evaluate("bench.result")
        if took is None:
            self.keys.reverse()
        else:
            self.times.append(took)
        kernel = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
        self.page.wait_for_function(f"{kernel}.status === 'idle'")
        self.page.wait_for_timeout(80)

    def hold(self, presses=30):
        """Hold the key for a second and return how many frames were seen, and how many were blank."""
        self.control.evaluate("node => node.focus({ preventScroll: true })")
        self.page.evaluate("root => { bench.watch(root); }", self.root)
        for _ in range(presses):
            self.page.keyboard.down(self.keys[0])
            self.page.wait_for_timeout(33)
        self.page.keyboard.up(self.keys[0])
        self.page.wait_for_timeout(300)
        return self.page.evaluate("bench.stop()")


def summary(times):
    """Return the median and the 95th percentile as written in the table."""
    return [f"{np.percentile(times, q):.0f}" for q in (50, 95)] if times else ["no change", ""]


def markdown(rows):
    """Return the rows as a Markdown table."""
    lines = [HEAD, ["---"] * 3 + ["--:"] * 6, *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


if __name__ == "__main__":
    main()
