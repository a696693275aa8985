"""Writes the tables of the documentation that are computed: what the audit and the mutants show."""

import re
from pathlib import Path

from autograder.audit import as_table, audit
from autograder.descent import ASSIGNMENTS
from tools.text import ROOT

PAGE = ROOT / "docs" / "fairness.md"


def fairness_page(results: dict, mutants: dict) -> str:
    """Return the page on fairness with its tables filled in.

    Parameters
    ----------
    results : dict of str to list of Count
        The audit of each assignment.
    mutants : dict of str to tuple of int
        By assignment, how many mutants were tried and how many keep all points.
    """
    rows = ["| assignment | mutants | killed | explained |", "| --- | --: | --: | --: |"]
    rows += [f"| {name} | {tried} | {tried - kept} | {kept} |" for name, (tried, kept) in mutants.items()]
    tried, kept = (sum(pair[i] for pair in mutants.values()) for i in (0, 1))
    rows.append(f"| all | {tried} | {tried - kept} | {kept} |")
    text = _fill(PAGE.read_text(), "audit", as_table(results))
    return _fill(text, "mutants", "\n".join(rows))


def _fill(text, name, table):
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    return re.sub(f"{begin}.*?{end}", lambda _: f"{begin}\n\n{table}\n\n{end}", text, flags=re.S)


def build_tables() -> dict[Path, bytes]:
    """Run the audit and the mutants; return the files to write, a dict of Path to bytes."""
    from tools.mutate import survivors

    results = {name: audit(ASSIGNMENTS[name]) for name in ASSIGNMENTS}
    mutants = {}
    for name in ASSIGNMENTS:
        found, tried = survivors(name)
        mutants[name] = (tried, sum(map(len, found.values())))
    return {PAGE: fairness_page(results, mutants).encode()}
