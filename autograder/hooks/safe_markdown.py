"""Markdown to HTML that cannot do anything in the browser of whoever reads it."""

import re
from html import escape

import nh3
from nbconvert.filters import markdown2html

from autograder.hooks.page_time import in_time

TAGS = set(
    "a b blockquote br caption code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img li ol p pre s span strong"
    " sub sup table tbody td th thead tr ul".split()
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"alt", "title", "width", "src"},
    "th": {"scope", "align"},
    "td": {"align"},
}
CLASSES = re.compile(r"highlight|[a-z][a-z0-9]{0,2}")
# Commands of MathJax that make links, styles, names, tips or pictures in the page, or that load more of it. They
# are looked for in the finished HTML: nothing but the browser and MathJax reads it after us, and what a browser decodes
# there (`&lt;`, `&gt;`, `&amp;`, `&nbsp;`) is no part of a command. MathJax puts no command together from parts.
ACTIVE_MATHS = re.compile(
    r"\\(href|url|style|class|cssId|require|html\w*|data|bbox|unicode|mmlToken|texttip|mathtip|toggle|includegraphics"
    r"|csname)(?![A-Za-z])"
)
FRAME = '<div style="overflow: auto; contain: paint">{}</div>'  # formulas may be large, and paint nothing around it
AS_WRITTEN = "This text is shown as it was written: it is too long, or takes too long, to be laid out."


def _kept(tag, name, value):
    """Return what an attribute is worth keeping as, or None."""
    if name == "class":  # of coloured code; others belong to the page around it
        return value if CLASSES.fullmatch(value) else None
    if (tag, name) == ("img", "src"):  # a look at an answer must not call another server
        return value if value.startswith(("data:image/png;", "data:image/jpeg;")) else None
    if name == "href":
        return "#" if value.lstrip().lower().startswith("data:") else value
    return value


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes={tag: {"class"} | ATTRIBUTES.get(tag, set()) for tag in TAGS},
    attribute_filter=_kept,
    url_schemes={"http", "https", "mailto", "data"},
    link_rel=None,
)


def markdown(source: str) -> str:
    """Return Markdown as HTML with the usual tags only; links lead to web pages and do nothing else.

    What is too long, or takes too long, is shown as it was written.
    """
    html = in_time(_cleaned, source)
    if html is None:
        html = f"<p><em>{AS_WRITTEN}</em></p><pre>{escape(source, quote=False)}</pre>"
    # nbconvert's next filter takes a time that grows with the square of the number of brackets.
    return FRAME.format(ACTIVE_MATHS.sub(r"\\text", html).replace("[", "&#91;"))


def _cleaned(source):
    return _CLEANER.clean(markdown2html(source))
