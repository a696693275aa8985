"""Has the opponent try all hidden cases, and records what came out for docs/fairness.md."""

import json
import os
from collections.abc import Mapping

from autograder.adversary.command import attacked
from autograder.adversary.opponent import Finding
from autograder.descent import ASSIGNMENTS
from tools.text import ROOT, write

RECORD = ROOT / "tools" / "opponent.json"
COUNTS = ("tried", "equal", "killed", "told", "named")
LISTS = ("misnamed", "survivors")


def summary(results: Mapping[str, list[Finding]]) -> dict:
    """Return the counts of each assignment, and the answers that survive or are called by a wrong name."""
    return {
        name: {
            **{count: sum(getattr(finding, count) for finding in findings) for count in COUNTS},
            **{
                kind: [f"{finding.function}: {one['text']}" for finding in findings for one in getattr(finding, kind)]
                for kind in LISTS
            },
        }
        for name, findings in results.items()
    }


def table(record: Mapping[str, dict]) -> str:
    """Return a recorded summary as a table in Markdown, with the shares that are promised."""
    rows = [
        "| assignment | answers | right all the same | caught | of these told their kind of mistake "
        "| called by a known mistake | by a wrong one | not caught |",
        "| --- | --: | --: | --: | --: | --: | --: | --: |",
    ]
    every = {key: [one[key] for one in record.values()] for key in (*COUNTS, *LISTS)}
    total = {key: sum(values) if key in COUNTS else sum(values, []) for key, values in every.items()}
    for name, one in {**record, "all": total}.items():
        told, missed = one["told"] / max(1, one["killed"]), len(one["survivors"]) / max(1, one["tried"] - one["equal"])
        rows.append(
            f"| {name} | {one['tried']} | {one['equal']} | {one['killed']} | {one['told']} ({told:.0%}) "
            f"| {one['named']} | {len(one['misnamed'])} | {len(one['survivors'])} ({missed:.1%}) |"
        )
    return "\n".join(rows)


def main() -> None:
    """Try all functions, and write the record."""
    results = attacked(list(ASSIGNMENTS.values()), jobs=os.cpu_count() or 1)
    write(RECORD, (json.dumps(summary(results), indent=1, ensure_ascii=False) + "\n").encode())


if __name__ == "__main__":
    main()
