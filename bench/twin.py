"""The kernel's half of the latency benchmark: each demo of a lecture, and the same under ``ipywidgets.interact``."""

import json
import re
from pathlib import Path

import ipywidgets
from IPython.display import display
from matplotlib import pyplot as plt

from lectures.viz import Explorer, Pen
from lectures.viz import style as look
from lectures.viz.backgrounds import apply
from lectures.viz.controls import Point, Press

LECTURES = Path(__file__).resolve().parent.parent / "lectures"


class Pairs:
    """All demos of a lecture that have controls, in their order.

    Parameters
    ----------
    lecture : str
        Such as ``"3_momentum"``; the code cells of the built notebook are run.
    """

    def __init__(self, lecture):
        self.demos = []
        namespace, original, heading = {"__name__": "__main__"}, Explorer.__init__, ""

        def recording(demo, *values, **options):
            original(demo, *values, **options)
            if demo.controls:
                self.demos.append((heading, demo))

        Explorer.__init__ = recording
        try:
            for cell in json.loads((LECTURES / f"{lecture}.ipynb").read_text())["cells"]:
                source = "".join(cell["source"])
                if cell["cell_type"] == "code":
                    exec(compile(source, lecture, "exec"), namespace)
                else:
                    heading = ([heading] + re.findall(r"^#+ +(?:Play: |Look: )?(.*)$", source, re.M))[-1]
        finally:
            Explorer.__init__ = original

    def write(self, path):
        """Write what the demos are: the heading before each, whether its sweep was sent, how many controls."""
        Path(path).write_text(json.dumps([self._about(*entry) for entry in self.demos]))

    def show(self, number):
        """Show a demo and its twin, one below the other."""
        display(self.demos[number][1])
        twin(self.demos[number][1])

    def _about(self, name, demo):
        if demo.prepare and not demo.prepared:
            demo.run()
        kind = "sweep" if demo.picture.strides else "live"
        vertical = any(control.free == "y" for control in demo.controls.values() if isinstance(control, Point))
        return {"name": name, "kind": kind, "controls": len(demo.controls), "vertical": vertical}


def twin(demo):
    """Show the same computation and the same marks under `interact`, as one matplotlib figure for each change."""
    points = {name: control for name, control in demo.controls.items() if isinstance(control, Point)}
    controls = {name: _copy(control) for name, control in demo.controls.items() if name not in points}
    for name, point in points.items():
        panel = demo.picture.panels[point.panel]
        for axis, value in zip("xy", point.value, strict=True):
            controls[f"{name}_{axis}"] = _along(panel[axis], value) if axis in point.free else ipywidgets.fixed(value)

    def show(**values):
        for name in points:
            values[name] = (values.pop(f"{name}_x"), values.pop(f"{name}_y"))
        pen = Pen()
        demo.draw(pen, demo.compute(*demo.prepared, **values))
        with look.theme("light"):
            _, axes = plt.subplots(
                figsize=[pixels / 100 for pixels in demo.picture.size], dpi=100, squeeze=False,
                **demo.picture.layout_of_panels.panels or {},
            )  # fmt: skip
            background = demo.background
            if demo.background_on:
                background = background(*(values[name] for name in demo.background_on))
            apply(background, list(axes.ravel()))
            pen.onto(list(axes.ravel()))
            plt.show()

    ipywidgets.interact(show, **controls)


def _copy(control):
    if isinstance(control, Press):
        return ipywidgets.IntSlider(0, 0, 99, description=control.description)
    keys = ("options", "value", "description") if control.has_trait("options") else ("value", "description")
    return type(control)(**{key: getattr(control, key) for key in keys})


def _along(limits, value):
    low, high = sorted(limits)
    return ipywidgets.FloatSlider(value, min=low, max=high, step=(high - low) / 50)
