"""Markdown to HTML that cannot do anything in the browser of whoever reads it."""

import re

from bleach.sanitizer import Cleaner
from nbconvert.filters import markdown2html

TAGS = set(
    "a b blockquote br caption code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img li ol p pre s span strong"
    " sub sup table tbody td th thead tr ul".split()
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"alt", "title", "width"},
    "th": {"scope", "align"},
    "td": {"align"},
}
CLASSES = re.compile(r"highlight|[a-z][a-z0-9]{0,2}")  # those of coloured code; others belong to the page around it
# Commands of MathJax that make links, styles or names in the page, or that load more of it.
ACTIVE_MATHS = re.compile(r"\\(href|url|style|class|cssId|require|html\w*|data|bbox|unicode|mmlToken)(?![A-Za-z])")


def _allowed(tag, name, value):
    if name == "class":
        return bool(CLASSES.fullmatch(value))
    if (tag, name) == ("img", "src"):  # a look at an answer must not call another server
        return value.startswith(("data:image/png;", "data:image/jpeg;"))
    return name in ATTRIBUTES.get(tag, ())


_CLEANER = Cleaner(tags=TAGS, attributes=_allowed, protocols={"http", "https", "mailto", "data"})


def markdown(source):
    """Return Markdown as HTML with the usual tags only; links lead to web pages and do nothing else."""
    html = _CLEANER.clean(markdown2html(ACTIVE_MATHS.sub(r"\\text", source)))
    return re.sub(r'href="\s*data:[^"]*"', 'href="#"', html)
