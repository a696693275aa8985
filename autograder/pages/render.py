"""The HTML pages that the grader writes: everything in them is escaped, and nothing in them runs."""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from checks.table import marks_style
from checks.trajectory_picture import DESCRIPTION

MARKS = {
    "passed": "✓ passed",
    "failed": "✗ failed",
    "timeout": "✗ too slow",
    "crashed": "✗ crashed",
    "unanswered": "✗ not answered",
    "error": "! could not be run",
}
_PNG = b"\x89PNG\r\n\x1a\n"
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")


def points(value: float) -> str:
    """Return points as people write them: ``7``, ``7.5``, never ``7.0``."""
    return f"{round(value, 2):g}"


def _environment():
    environment = Environment(
        loader=PackageLoader("autograder.pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["points"] = points
    style = environment.loader.get_source(environment, "style.css")[0]
    style = Markup(f"{style}{marks_style('body')}\n")
    environment.globals.update(picture_description=DESCRIPTION, style=style)
    return environment


_PAGES = _environment()


def page(template: str, **values: Any) -> str:
    """Fill a template of ``autograder/templates``."""
    return _PAGES.get_template(template).render(**values)


def cases_table(tests: list[dict], caption: str, remark: str = "") -> str:
    """Return the table of a question's cases as HTML; `tests` as `shown_test` gives them."""
    return str(_PAGES.get_template("cases.html").module.cases(tests, f"{caption}. {remark}" if remark else caption))


def shown_test(test: Mapping, picture: str | None = None) -> dict:
    """Return a case as a page shows it.

    Parameters
    ----------
    test : mapping
        A `Test` of a Result, as a dict.
    picture : str, optional
        A PNG in base64.
    """
    return {
        "outcome": test["outcome"],
        "mark": MARKS.get(test["outcome"], MARKS["error"]),
        "title": str(test.get("title") or test["name"]),
        "points": float(test["points"]),
        "max_points": float(test["max_points"]),
        "message": str(test["message"]),
        "picture": png(picture) if picture else None,
    }


def summary(tests: Sequence[Mapping]) -> str:
    """Return how many cases passed, in words."""
    passed = sum(test["outcome"] == "passed" for test in tests)
    return f"{passed} of {len(tests)} cases pass"


def png(text: Any) -> str | None:
    """Return a PNG in base64 without anything else around it, or None if it is none."""
    try:
        data = base64.b64decode("".join(str(text).split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    return base64.b64encode(data).decode() if data.startswith(_PNG) else None


def shown_outputs(outputs: list[dict]) -> list[dict]:
    """Return what a cell showed, a list of dicts with a ``text`` or an ``image``; the rest is left out."""
    found = []
    for output in outputs:
        kind = output.get("output_type")
        data = output.get("data", {})
        image = png(data["image/png"]) if "image/png" in data else None
        if kind == "stream":
            found.append(_shown(text=plain(output.get("text", ""))))
        elif kind == "error":
            found.append(_shown(text=plain("\n".join(map(str, output.get("traceback", []))))))
        elif image:
            found.append(_shown(image=image))
        elif "text/plain" in data:
            found.append(_shown(text=plain(data["text/plain"])))
    return found


def _shown(text=None, image=None):
    return {"text": text, "image": image}


def plain(text: Any) -> str:
    """Return text without the codes that colour a terminal."""
    return _ANSI.sub("", text if isinstance(text, str) else "".join(map(str, text)))
