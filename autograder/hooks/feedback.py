"""The feedback page of one submission, made by `nbgrader generate_feedback` from the autograded notebook."""

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default

from autograder.course import question_of
from autograder.hooks.preprocessors import stop_without_settings
from autograder.pages.render import page, shown_outputs, shown_test, summary
from autograder.records.autograded import META, OLD_META, our_part


class FeedbackExporter(Exporter):
    """Turns an autograded notebook into a page without scripts, links to elsewhere, or HTML of students."""

    export_from_notebook = None  # type: ignore[assignment] # this is no choice of JupyterLab's "Save and Export"

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.parent is not None:  # nbgrader's step
            stop_without_settings(self.parent)

    @default("file_extension")
    def _file_extension_default(self):
        return ".html"

    def from_notebook_node(self, nb: NotebookNode, resources: dict | None = None, **kwargs: Any) -> tuple[Any, dict]:
        """Return the page and the resources."""
        nb, resources = super().from_notebook_node(nb, resources, **kwargs)
        return feedback_page(nb, resources.get("nbgrader", {})), resources


def feedback_page(nb: NotebookNode, info: dict) -> str:
    """Return the page of an autograded notebook.

    Parameters
    ----------
    nb : NotebookNode
        With scores and comments in the cells' metadata, where nbgrader's GetGrades puts them.
    info : dict
        ``notebook``, ``score``, ``max_score`` and ``late_penalty``, as GetGrades gives them.
    """
    penalty = info.get("late_penalty") or 0.0
    questions = _questions(nb)
    lost = [question for question in questions if question["first"]]
    return page(
        "feedback.html",
        title=info.get("notebook", "assignment"),
        score=float(info.get("score", 0.0)),
        max_score=float(info.get("max_score", 0.0)),
        late_penalty=float(penalty),
        notes=our_part(nb.metadata).get("notes", []),
        still_open=sum(question["points"] for question in questions if question["score"] is None),
        next_steps=sorted(lost, key=lambda question: question["score"] - question["points"]),
        questions=questions,
        others=_others(nb),
    )


def _questions(nb):
    answers = {}
    questions = []
    for cell in nb.cells:
        mark = cell.metadata.get("nbgrader", {})
        if mark.get("solution"):
            answers[mark["grade_id"]] = cell
        if mark.get("grade"):
            name = mark["grade_id"] if mark.get("solution") else question_of(mark["grade_id"])
            questions.append(_question(name, cell, answers.get(name), len(questions) + 1))
    return questions


def _question(name, graded, answer, number):
    mark = graded.metadata["nbgrader"]
    pictures = {
        _of_case(output): output["data"].get("image/png")
        for output in graded.get("outputs", [])
        if output.get("output_type") == "display_data"
    }
    tests = our_part(graded.metadata).get("tests", [])
    score, worth = mark.get("score"), float(mark.get("points", 0.0))
    is_full = score is not None and score >= worth
    failed = [test for test in tests if test["outcome"] != "passed"]
    tests = [
        shown_test(test, pictures.get(test["name"])) for test in sorted(tests, key=failed.__contains__, reverse=True)
    ]
    return {
        "name": name,
        "number": number,
        "score": score,
        "points": worth,
        "is_full": is_full,
        "first": "" if score is None or is_full or not failed else failed[0]["message"],
        "tests": tests,
        "summary": summary(tests),
        "comment": answer.metadata["nbgrader"].get("comment") if answer is not None else None,
        "written": answer is not None and answer.cell_type == "markdown",
        "answer": answer.source if answer is not None else None,
        "outputs": shown_outputs(answer.get("outputs", [])) if answer is not None else [],
    }


def _of_case(output):
    """Return the name of the case that a picture belongs to."""
    metadata = output.get("metadata", {})
    return metadata.get(META) or metadata.get(OLD_META)


def _others(nb):
    cells = (cell for cell in nb.cells if "nbgrader" not in cell.metadata and cell.source.strip())
    return [{"source": cell.source, "outputs": shown_outputs(cell.get("outputs", []))} for cell in cells]
