"""The class in which everything goes wrong that can: what each student hands in, and what has to come of it."""

import json

from autograder.limits import NOTEBOOK_BYTES

from .arena import HONEST, mark_of, name_of, own

LOUD = """def momentum_step(theta, g, velocity, alpha, mu):
    import sys, warnings
    warnings.warn('careful'); sys.stderr.write('oh no')
    faster = np.add(np.multiply(velocity, mu), g)
    return np.subtract(theta, np.multiply(faster, alpha)), faster
"""
HEAD = "def momentum(grad, theta0, alpha, mu, steps):\n    "


def cells_that(change):
    """Return a change of a notebook that changes its list of cells."""
    return lambda notebook: change(notebook["cells"])


def duplicate(cells):
    index = next(i for i, cell in enumerate(cells) if name_of(cell) == "test_momentum")
    cells.insert(index, json.loads(json.dumps(cells[index])))


def delete(cells):
    cells[:] = [cell for cell in cells if name_of(cell) != "test_momentum_step"]


def unknown_schema(cells):
    for cell in cells:
        if mark_of(cell):
            mark_of(cell)["schema_version"] = 99


def much_output(cells):
    cells[3]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 100}] * 300_000


# student: (what to hand in, points, words that the summary says of them)
BOOKS = {
    "duplicate-test-cell": ({"change": cells_that(duplicate)}, HONEST, None),
    "unknown-schema": ({"change": cells_that(unknown_schema)}, HONEST, None),
    "kernel-death": ({"answers": {"momentum": HEAD + "import os; os._exit(1)"}}, HONEST, None),
    "endless-loop": ({"answers": {"momentum": HEAD + "while True: pass"}}, HONEST, None),
    "endless-cell": ({"code": "while True: pass"}, HONEST, None),
    "loud": ({"answers": {"momentum_step": LOUD}}, HONEST, None),
    "score-nan": ({"answers": {"test_momentum": "float('nan')"}}, HONEST, None),
    "score-minus-one": ({"answers": {"test_momentum": "-1"}}, HONEST, None),
    "score-numpy": ({"answers": {"test_momentum": "np.float64(1.0)"}}, HONEST, None),
    "deleted-test-cell": (
        {"change": cells_that(delete)},
        HONEST,
        None,
    ),
    "much-output": ({"change": cells_that(much_output)}, HONEST, None),
    "many-cells": ({"change": cells_that(lambda cells: cells.extend([own("1")] * 100_000))}, 0.0, "cells"),
}
FILES = {
    "no-json": (b'{"cells": [', 0.0, "line 1 is not JSON"),
    "no-notebook": (b"[1, 2]", 0.0, "no notebook"),
    "empty": (b"", 0.0, "the file is empty"),
    "wrong-encoding": ('{"cells": "é"}'.encode("latin-1"), 0.0, "not in UTF-8"),
    "utf-16": ('{"cells": []}'.encode("utf-16"), 0.0, "not in UTF-8"),
    "nested": (b"[" * 10**5, 0.0, "nested too deeply"),
    "old-format": (b'{"nbformat": 3, "worksheets": []}', 0.0, "old format"),
    "damaged-cells": (b'{"nbformat": 4, "cells": [1, null]}', 0.0, "cell 1 of the notebook is damaged"),
    "too-large": (b" " * (NOTEBOOK_BYTES + 1), 0.0, "too large"),
    "missing": (None, 0.0, "momentum.ipynb is missing"),
}
