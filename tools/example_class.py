"""A class of 24 example submissions for any assignment, made from the notebook that students get.

What each of them has to be given is written down by hand in ``tests/examples/<assignment>.json``, with the
known mistakes that they make, such as
``{"jun": {"answers": {"momentum": "one_row_short"}, "points": {"test_momentum": 0}}}``.
Cells that are not named earn all their points; ``"*"`` stands for every cell, ``"last"`` for that of the last function,
``"second half"`` for those after the first half of the functions.
"""

import copy
import json
from dataclasses import dataclass, field

from autograder.descent import ROOT, Pair
from autograder.variants import variants_of
from tools.stubs import BEGIN, END
from tools.variant_source import can_stand_alone, source_of

EXPLANATION = "The step size has to fit the largest curvature $\\lambda$, so the flat directions are slow."


@dataclass(frozen=True)
class Example:
    """One made-up student.

    Attributes
    ----------
    student : str
    about : str
        What the submission is like.
    data : bytes or None
        The notebook; None if nothing of that name is handed in.
    late : bool
    strays : dict of str to bytes
        Other files in the folder.
    """

    student: str
    about: str
    data: bytes | None
    late: bool = False
    strays: dict = field(default_factory=dict)


# What those earn whose submissions are broken in a way that has nothing to do with the assignment.
BROKEN = {
    "pia": {"points": {"second half": 0}},
    "quin": {"points": {"*": 0}},
    "rosa": {"points": {"last": 0}},
    "sven": {"points": {"last": 0}},
    "tara": {"points": {"last": 0}},
    "vera": {"points": {"last": 0}},
    "xin": {"points": {"*": 0}},
    "yara": {"points": {"*": 0}},
}


def written_down(assignment: Pair) -> dict:
    """Return what is written down about an assignment's class, by student; empty if nothing is."""
    path = ROOT / "tests" / "examples" / f"{assignment.name}.json"
    return {**BROKEN, **json.loads(path.read_text(encoding="utf-8"))} if path.exists() else {}


def points_of(assignment: Pair, student: str, written: dict, points: dict[str, float]) -> dict[str, float]:
    """Return what each test cell of a student has to earn, a dict from cell to points.

    Parameters
    ----------
    assignment : Pair
    student : str
    written : dict
        As `written_down` returns it.
    points : dict
        All points of each cell, `explain` among them, which is left out.
    """
    named = written.get(student, {}).get("points", {})
    half = len(assignment.functions) // 2
    groups = {"*": assignment.questions, "last": assignment.functions[-1:], "second half": assignment.questions[half:]}
    earned = {f"test_{question}": value for key, value in named.items() for question in groups.get(key, ())}
    return {name: float(named.get(name, earned.get(name, full))) for name, full in points.items() if name != "explain"}


def example_class(assignment: Pair, released: bytes) -> list[Example]:
    """Return the class for an assignment.

    Parameters
    ----------
    assignment : Assignment
    released : bytes
        The notebook as students get it.
    """
    return [
        *_perfect(assignment, released),
        *_partly_wrong(assignment, released),
        *_broken(assignment, released),
    ]


def _perfect(assignment, released):
    right = {name: [v for v in found if not v.wrong and can_stand_alone(v)]
             for name, found in variants_of(assignment).items()}  # fmt: skip

    written = written_down(assignment)

    def style(student, number):
        answers = {name: source_of(found[number % len(found)]) for name, found in right.items() if found}
        return {**answers, **_chosen(assignment, written.get(student, {}).get("answers", {}))}

    first = assignment.functions[0]
    book = _Book(assignment, released)
    yield Example("ada", "the reference's own answers", book.data())
    for number, student in enumerate(("ben", "carl", "dana")):
        answers = style(student, number)
        yield Example(student, f"right in another style ({number + 1})", book.with_answers(answers).data())
    noise = 'import warnings; print("here we go"); warnings.warn("careful")'
    yield Example("emil", "prints and warns while it is graded", book.with_first_line(first, noise).data())
    yield Example("fay", "leans on a helper in a cell of its own", book.with_helper(first).data())
    yield Example("gus", "handed in two days late", book.data(), late=True)
    figure = "import matplotlib.pyplot as plt\nplt.plot([1, 2, 4])\nplt.show()\n{'a': 1}"
    yield Example("hana", "a figure and a value in a cell of its own", book.with_cell(first, figure).data())
    yield Example("ivo", "the written answer is left empty", book.without_words().data())


def _partly_wrong(assignment, released):
    known = variants_of(assignment)
    written = written_down(assignment)
    book = _Book(assignment, released)
    for number, student in enumerate(("jun", "kim", "lea", "mats", "omar")):
        names = written[student]["answers"] if written else _some_mistake(assignment, number)
        about = "; ".join(
            f"{function}: {next(v.sentence for v in known[function] if v.name == name)}"
            for function, name in names.items()
        )
        yield Example(student, about, book.with_answers(_chosen(assignment, names)).data())
    half = assignment.functions[: len(assignment.functions) // 2]
    yield Example("pia", "the first half is done", book.only(half).data())
    yield Example("quin", "handed in as it was handed out", book.only(()).without_words().data())


def _broken(assignment, released):
    last = assignment.functions[-1]
    book = _Book(assignment, released)
    yield Example("rosa", f"{last} ends the whole process", book.with_body(last, "import os; os._exit(1)").data())
    yield Example("sven", f"{last} never ends", book.with_body(last, "while True: pass").data())
    yield Example("tara", f"a syntax error in {last}", book.with_body(last, "return (").data())
    yield Example("udo", f"the test cell of {last} is deleted", book.without(f"test_{last}").data())
    yield Example("vera", f"the answer cell of {last} is deleted", book.without(last).data())
    yield Example("will", "a cell of its own raises an error", book.with_cell(last, "1 / 0").data())
    yield Example("xin", "a file that is no notebook", b'{"cells": [')
    other = {
        "my work.ipynb": book.data(),
        "notes.txt": b"see the other file",
    }
    yield Example("yara", "the notebook has another name", None, strays=other)


def _chosen(assignment, names):
    """Return the source of variants, by function; `names` has the variant's name for each function."""
    known = variants_of(assignment)
    return {
        function: source_of(next(variant for variant in known[function] if variant.name == name))
        for function, name in names.items()
    }


def _some_mistake(assignment, number):
    """Return a mistake to make where none is written down: the name of a variant, by its function."""
    function = assignment.functions[number % len(assignment.functions)]
    found = (v for v in variants_of(assignment)[function] if v.wrong and can_stand_alone(v))
    return {function: next(found).name}


class _Book:
    """A filled notebook; every change gives a new one."""

    def __init__(self, assignment, released, notebook=None):
        self.assignment, self.released = assignment, released
        self.notebook = json.loads(released) if notebook is None else notebook
        if notebook is None:
            answers = right_answers(assignment)
            for cell in self.notebook["cells"]:
                if _name(cell) in answers:
                    cell["source"] = answers[_name(cell)]

    def data(self):
        return json.dumps(self.notebook).encode()

    def with_answers(self, answers):
        return self._change(lambda cell: cell.update(source=answers.get(_name(cell), cell["source"])))

    def only(self, names):
        """Leave everything but the given answers as it was handed out."""
        handed_out = {_name(cell): cell["source"] for cell in json.loads(self.released)["cells"]}
        keep = {*names, "explain"}
        return self.with_answers({name: source for name, source in handed_out.items() if name and name not in keep})

    def without_words(self):
        handed_out = {_name(cell): cell["source"] for cell in json.loads(self.released)["cells"]}
        return self.with_answers({"explain": handed_out["explain"]})

    def with_body(self, name, body):
        header = self._source(name).split('"""')[0].rstrip()
        return self.with_answers({name: f"{header}\n    {body}\n"})

    def with_first_line(self, name, line):
        head, doc, rest = self._source(name).split('"""', 2)
        return self.with_answers({name: f'{head}"""{doc}"""\n    {line}{rest}'})

    def with_helper(self, name):
        helper = self._source(name).replace(f"def {name}(", "def my_helper(")
        header = self._source(name).split('"""')[0].rstrip()
        made = self.with_answers({name: f"{header}\n    return my_helper(**locals())\n"})
        return made.with_cell(name, helper)

    def with_cell(self, name, source):
        """Add a code cell of the student's before the one called `name`."""
        notebook = copy.deepcopy(self.notebook)
        index = next(i for i, cell in enumerate(notebook["cells"]) if _name(cell) == name)
        cell = {"cell_type": "code", "id": f"own-{index}", "metadata": {}, "source": source, "outputs": [],
                "execution_count": None}  # fmt: skip
        notebook["cells"].insert(index, cell)
        return _Book(self.assignment, self.released, notebook)

    def without(self, name):
        notebook = copy.deepcopy(self.notebook)
        notebook["cells"] = [cell for cell in notebook["cells"] if _name(cell) != name]
        return _Book(self.assignment, self.released, notebook)

    def _source(self, name):
        return next("".join(cell["source"]) for cell in self.notebook["cells"] if _name(cell) == name)

    def _change(self, change):
        notebook = copy.deepcopy(self.notebook)
        for cell in notebook["cells"]:
            change(cell)
        return _Book(self.assignment, self.released, notebook)


def right_answers(assignment: Pair) -> dict[str, str]:
    cells = json.loads(assignment.source_notebook.read_bytes())["cells"]
    answers = {_name(cell): "".join(cell["source"]) for cell in cells
               if cell["metadata"].get("nbgrader", {}).get("solution")}  # fmt: skip
    answers = {name: "\n".join(line for line in text.splitlines() if line.strip() not in (BEGIN, END))
               for name, text in answers.items()}  # fmt: skip
    return {**answers, "explain": EXPLANATION}


def _name(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id")
