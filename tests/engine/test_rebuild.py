"""A submission gives sources, at their places in the instructor's notebook, and nothing else."""

import json
import tracemalloc

import pytest

from autograder.descent import ASSIGNMENTS
from autograder.errors import BadSubmission
from autograder.handin.notebook_file import JSON_STRING
from autograder.handin.rebuild import rebuild, which_notebook
from autograder.limits import ODD_NOTEBOOK_PARTS

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


def sources_of(rebuilt):
    return [cell.source for cell in rebuilt.cells]


DOC = '"""Return a step.\n\n    It has "quotes".\n    """'
STUB = f"def momentum_step(theta, g):\n    {DOC}\n    raise NotImplementedError"
FILLED = STUB.replace("raise NotImplementedError", "return theta - g")


def test_all_cells_with_one_id_count_in_their_order(put, parts):
    cells = parts.small_course(step="first")
    cells.insert(2, parts.course_cell("momentum_step", "second", solution=True))
    cells.insert(5, parts.course_cell("momentum_step", "third = 1", solution=True))
    rebuilt = put(cells)
    assert sources_of(rebuilt)[1:3] == ["first", "second"]
    assert sources_of(rebuilt).index("third = 1") > sources_of(rebuilt).index('check("momentum_step")')
    assert rebuilt.notes == ["the cell momentum_step is there 3 times: all of them count, in their order"]


@pytest.mark.parametrize(("first", "second"), [(STUB, FILLED), (FILLED, STUB)])
def test_a_copy_of_the_stub_answers_nothing(put, parts, first, second):
    cells = parts.small_course(step=first)
    cells.insert(2, parts.course_cell("momentum_step", second, solution=True))
    rebuilt = put(cells)
    assert [s for s in sources_of(rebuilt)[1:3] if "def momentum_step" in s][-1] == FILLED
    assert len(rebuilt.notes) == 1


@pytest.mark.parametrize("cell", [("own_cell",), ("course_cell", "momentum_step")])
def test_an_answer_below_its_check_goes_before_it(put, parts, cell):
    make, *name = cell
    below = getattr(parts, make)(*name, FILLED)
    rebuilt = put([*parts.small_course(step=STUB), below])
    assert sources_of(rebuilt).index(FILLED) < sources_of(rebuilt).index('check("momentum_step")')
    assert "an answer to momentum_step was found below its check" in rebuilt.notes
    other = FILLED.replace("- g", "+ g")
    rebuilt = put([*parts.small_course(step=other), below])  # this one is an experiment
    assert sources_of(rebuilt)[-1] == FILLED


def test_what_a_student_wrote_into_a_locked_cell_runs_after_it(put, parts):
    cells = parts.small_course()
    cells[0]["source"] = parts.IMPORTS + "\nimport math"
    rebuilt = put(cells)
    assert sources_of(rebuilt)[:2] == [parts.IMPORTS, parts.IMPORTS + "\nimport math"]
    assert rebuilt.cells[0].role == "course" and rebuilt.cells[1].role == "extra"
    assert rebuilt.notes == ["the locked cell imports was changed: it runs as it was, and then as it is now"]


def test_a_changed_test_cell_tests_as_it_was(put, parts):
    cells = parts.small_course()
    test = next(c for c in cells if c["metadata"]["nbgrader"]["grade_id"] == "test_momentum")
    test["source"] = "pass"
    rebuilt = put(cells)
    assert [c.source for c in rebuilt.cells if c.role == "test"][-1] == 'check("momentum")'
    assert [c.source for c in rebuilt.cells if c.role == "extra"] == ["pass"]


def test_cells_of_comments_are_left_out(put, parts):
    rebuilt = put([*parts.small_course(), *[parts.own_cell(f"# {i}\n\n  # and more") for i in range(5000)]])
    assert not [c for c in rebuilt.cells if c.role == "extra"]


def answer_of(rebuilt):
    return next(cell.source for cell in rebuilt.cells if cell.grade_id == "explain")


@pytest.mark.parametrize("kind", ["markdown", "raw"])
@pytest.mark.parametrize("left", ["YOUR ANSWER HERE", "", None])
@pytest.mark.parametrize("below", [True, False])
def test_a_written_answer_beside_its_cell_is_found(put, parts, kind, left, below):
    cells = parts.small_course()
    text = parts.own_cell("Momentum remembers.", kind=kind)
    if left is None:
        cells[-1] = text  # the cell has lost its metadata
    else:
        cells[-1]["source"] = left
        cells.insert(len(cells) - 1 + below, text)
    rebuilt = put(cells)
    assert answer_of(rebuilt) == "Momentum remembers."
    assert rebuilt.notes == ["the answer to explain was found beside its cell"]


@pytest.mark.parametrize("words", ["# Momentum remembers.", "Momentum remembers where it went (as a ball does)."])
def test_a_written_answer_in_a_cell_of_code_is_found(put, parts, words):
    cells = parts.small_course()
    cells[-1]["source"] = "YOUR ANSWER HERE"
    assert answer_of(put([*cells, parts.own_cell(words)])) == words


def test_what_else_is_written_is_no_answer(put, parts):
    cells = parts.small_course()
    cells[-1]["source"] = "YOUR ANSWER HERE"
    cells.insert(2, parts.own_cell("a remark on the step", kind="markdown"))
    cells.append(parts.own_cell("x = 1"))
    old_text = parts.own_cell("a text of an earlier edition", kind="markdown")
    old_text["metadata"] = {"nbgrader": {"grade_id": "markdown-old", "locked": True}}
    assert answer_of(put([*cells, old_text])) == "YOUR ANSWER HERE"
    cells[-2]["source"] = "My own words."
    cells.append(parts.own_cell("a remark below", kind="markdown"))
    assert answer_of(put(cells)) == "My own words."


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
    assert any("no cell of code any more" in reason for reason in rebuilt.needs_human)


def test_a_notebook_without_any_answer_is_for_a_human(put, parts):
    """As that of another assignment under the right name."""
    (reason,) = put([parts.own_cell("import numpy as np\ndef newton_step(g, H): return g")]).needs_human
    assert "is it that of another assignment?" in reason
    assert put([parts.own_cell(parts.STEP)]).needs_human == []  # found, though its cell has lost its name
    assert put(parts.small_course()).needs_human == []


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
        ('{"nbformat": 4, "cells": [{"cell_type": "code", "source": "\u00e9"}]}'.encode("latin-1"), "UTF-8"),
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
    with pytest.raises(BadSubmission, match="20001 cells"):
        put([parts.own_cell("1")] * 20_001)
    with pytest.raises(BadSubmission, match="more than 200000 characters"):
        put([parts.own_cell("1" * 300_000)])
    with pytest.raises(BadSubmission, match="characters together"):
        put([parts.own_cell("1" * 150_000)] * 20)


def test_large_outputs_do_not_matter(put, parts):
    cells = parts.small_course(step="x = 1")
    cells[1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": '0.1, "[{' * 2_000_000}]
    assert next(c for c in put(cells).cells if c.grade_id == "momentum_step").source == "x = 1"


def test_outputs_of_any_size_and_kind_are_passed_over_in_bounded_memory(put, parts):
    cells = parts.small_course(step="x = 1")
    cells[1]["outputs"] = "THESE"
    numbers = b"[" + b"[0.25,1]," * 8_000_000 + b"1]"  # as objects they would take two gigabytes
    data = parts.as_file(cells).replace(b'"THESE"', numbers)
    assert len(data) > 60_000_000
    tracemalloc.start()
    rebuilt = put(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert next(c for c in rebuilt.cells if c.grade_id == "momentum_step").source == "x = 1"
    assert peak < 1_000_000
    odd = parts.as_file(cells).replace(b'"THESE"', b"[NaN, -Infinity]")  # as Python writes them
    assert next(c for c in put(odd).cells if c.grade_id == "momentum_step").source == "x = 1"


def test_a_crafted_file_is_read_in_linear_time(put):
    """A string of escaped quotes that never ends, behind more values than are read."""
    data = b"[" + b"1," * (ODD_NOTEBOOK_PARTS + 1) + b'"' + b'\\"' * 20_000
    with pytest.raises(BadSubmission, match="too much in it"):
        put(data)
    (found,) = JSON_STRING.finditer(data)  # each byte is looked at once: no string begins again inside another
    assert found.end() == len(data)


def test_strange_metadata_is_no_metadata(put, parts):
    cells = parts.small_course()
    cells += [dict(parts.own_cell("z = 1"), metadata=value) for value in (None, [], {"nbgrader": 3}, {"tags": 5})]
    cells.append(dict(parts.own_cell("z = 2"), metadata={"nbgrader": {"grade_id": ["momentum"]}}))
    assert [c.source for c in put(cells).cells if c.role == "extra"] == ["z = 1"] * 4 + ["z = 2"]


def test_the_assignment_is_found_from_the_cells(parts):
    assert which_notebook(parts.as_file(parts.small_course()), ASSIGNMENTS)[0] == MOMENTUM
    with pytest.raises(BadSubmission, match="no cell of an assignment"):
        which_notebook(json.dumps({"nbformat": 4, "cells": []}).encode(), ASSIGNMENTS)
