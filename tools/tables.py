"""Writes the tables of the documentation that are computed: what the audit and the mutants show."""

import re
from pathlib import Path

from autograder.audit import Count, as_table, audit
from autograder.descent import ASSIGNMENTS
from tools.mutate import TABLE, Verdict, as_bytes, current_verdict, recorded, totals
from tools.text import ROOT

PAGE = ROOT / "docs" / "fairness.md"


def fairness_page(results: dict[str, list[Count]], verdicts: dict[str, Verdict]) -> str:
    """Return the page on fairness with its tables filled in.

    Parameters
    ----------
    results : dict of str to list of Count
        The audit of each assignment.
    verdicts : dict of str to Verdict
        Those on the mutants of each function.
    """
    rows = ["| assignment | mutants | killed | explained |", "| --- | --: | --: | --: |"]
    for name, counts in results.items():
        rows.append(_mutants_row(name, {count.function: verdicts[count.function] for count in counts}))
    rows.append(_mutants_row("all", verdicts))
    text = _fill(PAGE.read_text(), "audit", as_table(results))
    return _fill(text, "mutants", "\n".join(rows))


def _mutants_row(name, verdicts):
    tried, kept = totals(verdicts)
    return f"| {name} | {tried} | {tried - kept} | {kept} |"


def _fill(text, name, table):
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    return re.sub(f"{begin}.*?{end}", lambda _: f"{begin}\n\n{table}\n\n{end}", text, flags=re.S)


def build_tables() -> dict[Path, bytes]:
    """Audit all variants and judge what mutants have to be; return the files to write, a dict of Path to bytes."""
    results = {name: audit(assignment) for name, assignment in ASSIGNMENTS.items()}
    old = recorded()
    verdicts = {
        function: current_verdict(assignment, function, old)
        for assignment in ASSIGNMENTS.values()
        for function in assignment.functions
    }
    return {TABLE: as_bytes(verdicts), PAGE: fairness_page(results, verdicts).encode()}
