"""The pictures' program for the browser, held by one widget for all of them: it would be a third of a saved notebook."""

from pathlib import Path

import traitlets
from ipywidgets import Widget

BROWSER = Path(__file__).parent / "browser"
START = (BROWSER / "start.js").read_text(encoding="utf-8")


class Program(Widget):
    """A widget without a view, whose text is a JavaScript module with `initialize` and `render`."""

    text = traitlets.Unicode().tag(sync=True)


_shared: list[Program] = []


def shared_program(text: str) -> Program:
    """Return the one widget that holds this program, for all pictures of a notebook."""
    for program in _shared:
        if program.text == text and program.comm is not None:
            return program
    _shared[:] = [Program(text=text)]
    return _shared[0]
