"""A submission gives sources, at their places in the instructor's notebook, and nothing else."""

import json

import pytest

from autograder.descent import ASSIGNMENTS
from autograder.errors import BadSubmission
from autograder.handin.rebuild import rebuild, which_notebook

MOMENTUM = ASSIGNMENTS["ps3_momentum"]


@pytest.fixture
def put(parts):
    """Rebuild a list of submitted cells; return the rebuilt notebook."""
    instructor = parts.as_file(parts.small_course(step="the reference's own text"))

    def run(cells):
        data = cells if isinstance(cells, bytes) else parts.as_file(cells)
        return rebuild(data, instructor)

    return run


def test_answers_come_from_the_student_and_the_rest_from_the_course(put, parts):
    rebuilt = put(parts.small_course(step="x = 1", momentum="y = 2"))
    sources = {cell.grade_id: cell.source for cell in rebuilt.cells}
    assert sources["momentum_step"] == "x = 1"
    assert sources["momentum"] == "y = 2"
    assert sources["imports"] == parts.IMPORTS
    assert sources["explain"] == "words"
    assert rebuilt.notes == []


def test_own_cells_of_code_keep_their_place(put, parts):
    cells = parts.small_course(extra=["a = 1", "a = 2"])
    cells.insert(0, parts.own_cell("first = 1"))
    cells.append(parts.own_cell("last = 1"))
    cells.append(parts.own_cell("some words", kind="markdown"))
    order = [cell.grade_id or cell.source for cell in put(cells).cells]
    assert order == [
        "first = 1", "imports", "momentum_step", "a = 1", "a = 2", "test_momentum_step", "demo-1", "momentum",
        "test_momentum", "explain", "last = 1",
    ]  # fmt: skip


def test_metadata_outputs_and_ids_do_not_survive(put, parts):
    cells = parts.small_course()
    for cell in cells:
        cell["metadata"]["tags"] = ["skip-execution", "demo"]
        cell["metadata"]["nbgrader"] |= {"points": 500, "solution": True, "locked": False}
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "12.0"}]
        cell["id"] = "mine"
    rebuilt = put(cells)
    roles = {cell.grade_id: cell.role for cell in rebuilt.cells}
    assert roles == {
        "imports": "course", "momentum_step": "answer", "test_momentum_step": "test", "demo-1": "demo",
        "momentum": "answer", "test_momentum": "test", "explain": "answer",
    }  # fmt: skip
    assert len({cell.id for cell in rebuilt.cells}) == len(rebuilt.cells)
    assert "mine" not in {cell.id for cell in rebuilt.cells}


def test_cells_that_only_show_something_are_not_run(parts):
    cells = [parts.course_cell("code-1", "show_diagnosis(ASSIGNMENT)"), *parts.small_course()]
    rebuilt = rebuild(parts.as_file(cells), parts.as_file(cells))
    assert rebuilt.cells[0].role == "demo"


def test_deleted_test_cells_come_back(put, parts):
    cells = [c for c in parts.small_course() if "test" not in c["metadata"]["nbgrader"]["grade_id"]]
    rebuilt = put(cells)
    assert [c.grade_id for c in rebuilt.cells if c.role == "test"] == ["test_momentum_step", "test_momentum"]
    assert "the cell test_momentum was deleted: it was put back" in rebuilt.notes


def test_a_deleted_answer_is_empty_and_never_the_reference(put, parts):
    cells = [c for c in parts.small_course() if c["metadata"]["nbgrader"]["grade_id"] != "momentum_step"]
    answer = next(c for c in put(cells).cells if c.grade_id == "momentum_step")
    assert answer.source == ""


def test_of_doubled_cells_the_first_counts(put, parts):
    cells = parts.small_course(step="first")
    cells.insert(2, parts.course_cell("momentum_step", "second", solution=True))
    rebuilt = put(cells)
    assert [c.source for c in rebuilt.cells if c.grade_id == "momentum_step"] == ["first"]
    assert "second" not in [c.source for c in rebuilt.cells]
    assert "the cell momentum_step is there twice: the first one counts" in rebuilt.notes


def test_changed_locked_cells_are_replaced(put, parts):
    cells = parts.small_course()
    cells[0]["source"] = "check = print"
    rebuilt = put(cells)
    assert rebuilt.cells[0].source == parts.IMPORTS
    assert rebuilt.notes == ["the locked cell imports was changed: the original was used"]


def test_moved_cells_go_back(put, parts):
    rebuilt = put(parts.small_course()[::-1])
    names = [cell.grade_id for cell in rebuilt.cells]
    assert names == [c["metadata"]["nbgrader"]["grade_id"] for c in parts.small_course()]
    assert "cells of the course were moved: they were put back in their order" in rebuilt.notes


def test_an_answer_that_is_no_code_any_more_does_not_count(put, parts):
    cells = parts.small_course()
    cells[1]["cell_type"] = "markdown"
    rebuilt = put(cells)
    assert next(c for c in rebuilt.cells if c.grade_id == "momentum_step").source == ""
    assert any("no cell of code any more" in note for note in rebuilt.notes)


def test_without_any_metadata_the_code_still_runs_before_the_tests(put, parts):
    cells = [parts.own_cell("import numpy as np"), parts.own_cell(parts.STEP)]
    rebuilt = put(cells)
    assert [cell.role for cell in rebuilt.cells[:2]] == ["extra", "extra"]


def test_sources_may_be_lists_of_lines(put, parts):
    cells = parts.small_course()
    cells[1]["source"] = ["x = 1\n", "y = 2"]
    assert next(c for c in put(cells).cells if c.grade_id == "momentum_step").source == "x = 1\ny = 2"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"not json", "line 1 is not JSON"),
        (b'{"cells": [\n<<<<<<< HEAD\n', "line 2 is not JSON"),
        (b"[1, 2]", "no notebook"),
        (b"{}", "no notebook"),
        (b'{"nbformat": 4, "cells": 3}', "no notebook"),
        (b'{"nbformat": 3, "worksheets": []}', "old format"),
        ('{"nbformat": 4, "cells": []}'.encode("utf-16"), "UTF-8"),
        ('{"nbformat": 4, "cells": [], "x": "\u00e9"}'.encode("latin-1"), "UTF-8"),
        (b'{"nbformat": 4, "cells": [7]}', "cell 1 of the notebook is damaged"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": 7}]}', "source is no text"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "spell"}]}', "no known type"),
        (b"[" * 200_000, "nested too deeply|not JSON"),
        (b"[" + b"[]," * 2_000_000 + b"1]", "too much in it"),
        (b'{"a": ' + b"1" * 6000 + b"}", "not JSON as notebooks use it"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_other_files_give_one_sentence(put, data, words):
    with pytest.raises(BadSubmission, match=words) as caught:
        put(data)
    assert "\n" not in str(caught.value)


def test_the_number_and_size_of_cells_are_bounded(put, parts):
    with pytest.raises(BadSubmission, match="3000 cells"):
        put([parts.own_cell("1")] * 3000)
    with pytest.raises(BadSubmission, match="more than 200000 characters"):
        put([parts.own_cell("1" * 300_000)])
    with pytest.raises(BadSubmission, match="characters together"):
        put([parts.own_cell("1" * 150_000)] * 20)


def test_large_outputs_do_not_matter(put, parts):
    cells = parts.small_course(step="x = 1")
    cells[1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": '0.1, "[{' * 2_000_000}]
    assert next(c for c in put(cells).cells if c.grade_id == "momentum_step").source == "x = 1"


def test_strange_metadata_is_no_metadata(put, parts):
    cells = parts.small_course()
    cells += [dict(parts.own_cell("z = 1"), metadata=value) for value in (None, [], {"nbgrader": 3}, {"tags": 5})]
    cells.append(dict(parts.own_cell("z = 2"), metadata={"nbgrader": {"grade_id": ["momentum"]}}))
    assert [c.source for c in put(cells).cells if c.role == "extra"] == ["z = 1"] * 4 + ["z = 2"]


def test_the_assignment_is_found_from_the_cells(parts):
    assert which_notebook(parts.as_file(parts.small_course()), ASSIGNMENTS)[0] == MOMENTUM
    with pytest.raises(BadSubmission, match="no cell of an assignment"):
        which_notebook(json.dumps({"nbformat": 4, "cells": []}).encode(), ASSIGNMENTS)
