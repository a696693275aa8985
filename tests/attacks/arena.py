"""An arena for attacks: hostile notebooks are graded in it, and after each one the damage is looked for."""

import ast
import copy
import json
import site
from dataclasses import replace
from pathlib import Path

from autograder.descent import ASSIGNMENTS, ROOT
from autograder.grading.result import Result
from autograder.hooks.feedback import feedback_page
from autograder.records.autograded import autograded_notebook
from tools import leaks

from ..processes import workers_of

MOMENTUM = ASSIGNMENTS["ps3_momentum"]
SEED = 11
RIGHT = """def momentum_step(theta, g, velocity, alpha, mu):
    faster = np.add(np.multiply(velocity, mu), g)
    return np.subtract(theta, np.multiply(faster, alpha)), faster
"""
WRONG = """def momentum(grad, theta0, alpha, mu, steps):
    return np.zeros(len(theta0))
"""
HONEST = 12.0  # points: one answer is right, one is wrong, the others are left as they were handed out
PLACES = ("solutions", "source", "autograder/cases")  # of this project, which no submission may change


def mark_of(cell):
    """Return nbgrader's part of a cell's metadata."""
    return cell["metadata"].get("nbgrader", {})


def name_of(cell):
    """Return the `grade_id` of a cell, or None."""
    return mark_of(cell).get("grade_id")


def own(source):
    """Return a code cell that a student adds."""
    return {"cell_type": "code", "id": "own", "metadata": {}, "source": source, "outputs": [], "execution_count": None}


class Arena:
    """Grades hostile notebooks.

    Attributes
    ----------
    course : Path
        A folder with the files of a class, which attacks may try to reach: ``COURSE`` in their sources.
    """

    def __init__(self, grader, course, secrets):
        self.grader, self.course, self.secrets = grader, course, secrets
        self.notebook = _light(ROOT / "assignments" / MOMENTUM.name / MOMENTUM.notebook)
        light = course / "light" / MOMENTUM.notebook
        light.parent.mkdir()
        light.write_text(json.dumps(_light(MOMENTUM.source_notebook)))
        self.assignment = replace(MOMENTUM, notebooks=(light,))
        self._fill(self.notebook, {"momentum_step": RIGHT, "momentum": WRONG})
        self.neighbour = json.dumps(self.notebook).encode()
        self.before = self.grade(self.neighbour)
        assert self.before.score == HONEST
        self.places = self._places()
        self.said = said_by_cases()

    def made(self, code="", before="test_momentum", answers=None, change=None):
        """Return a notebook file: the honest one with a cell before another, other answers, or changed at will."""
        notebook = copy.deepcopy(self.notebook)
        self._fill(notebook, answers or {})
        if code:
            index = next(i for i, cell in enumerate(notebook["cells"]) if name_of(cell) == before)
            notebook["cells"].insert(index, own(code.replace("COURSE", str(self.course))))
        if change:
            change(notebook)
        return json.dumps(notebook).encode()

    def grade(self, data):
        """Grade a file with the arena's notebook."""
        return self.grader.grade({MOMENTUM.notebook: data}, self.assignment, SEED)

    def attack(self, code="", before="test_momentum", answers=None, change=None):
        """Grade a hostile notebook and look for damage; return the Result."""
        return self.attack_with(self.made(code, before, answers, change))

    def attack_with(self, data):
        """Grade a hostile file and look for damage; return the Result."""
        result = self.grade(data)
        assert result.score <= HONEST, "points were gained"
        assert Result.from_json(result.to_json()) == result
        assert "error" not in {test.outcome for cell in result.cells for test in cell.tests}
        self._nothing_leaked(data, result)
        changed = dict(self._places().items() ^ self.places.items())
        assert not changed, f"files were changed: {', '.join(changed)}"
        assert workers_of(self.grader.zygote) == 0, "a process is left"
        assert self.grade(self.neighbour) == self.before, "another submission's grade has changed"
        return result

    def pages(self, result):
        """Return what a student gets to see of a result, a dict of texts by file name."""
        notebook = autograded_notebook("momentum", result, known_cells())
        info = {"notebook": "momentum", "score": result.score, "max_score": 100.0}
        page = feedback_page(notebook, info)
        return {"result.json": result.to_json(), "momentum.ipynb": json.dumps(notebook), "feedback.html": page}

    def _nothing_leaked(self, data, result):
        brought = {(leak.kind, leak.origin) for leak in self._leaks("momentum.ipynb", data)}
        for name, text in self.pages(result).items():
            found = [leak for leak in self._leaks(name, text.encode()) if (leak.kind, leak.origin) not in brought]
            found = [leak for leak in found if leak.excerpt not in self.said]
            assert not found, f"{name} holds an answer: {found[0]}"

    def _leaks(self, name, data):
        try:
            return self.secrets.find(name, data)
        except ValueError:  # what a student handed in is no JSON
            return []

    def _fill(self, notebook, answers):
        for cell in notebook["cells"]:
            if name_of(cell) in answers:
                cell["source"] = answers[name_of(cell)].replace("COURSE", str(self.course))

    def _places(self):
        """Return the state of every file that a submission could want to change."""
        home = Path.home()
        files = [*self.course.rglob("*"), *home.glob(".ipython/**/*.py"), *home.glob(".jupyter/*.py")]
        for folder in (*site.getsitepackages(), site.getusersitepackages()):
            files += [*Path(folder).glob("*.pth"), *Path(folder).glob("*customize.py")]
        for place in PLACES:
            # Folders aside: another test may be the first to import from one, which puts a cache into it.
            found = (ROOT / place).rglob("*momentum*")
            files += (path for path in found if path.is_file() and "__pycache__" not in path.parts)
        states = [(file, file.lstat()) for file in files]
        return {str(file): (state.st_mtime_ns, state.st_size, state.st_mode) for file, state in states}


def _light(path):
    """Return a notebook with four of the questions: they stand for all, and the others cost time."""
    notebook = json.loads(path.read_bytes())
    notebook["cells"] = [cell for cell in notebook["cells"] if not _is_heavy(cell)]
    return notebook


def _is_heavy(cell):
    name = str(name_of(cell)).removeprefix("test_").removeprefix("about-")
    return name in MOMENTUM.functions[3:] or "show_diagnosis(" in "".join(cell["source"])


def said_by_cases():
    """Return the longer runs of tokens in the sentences that cases say to students, which are meant to be seen."""
    texts = []
    for path in MOMENTUM.cases.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.append(leaks.TOKEN.findall(node.value))
    size = leaks.RUN["case"]
    return {" ".join(text[i : i + size]) for text in texts for i in range(len(text) - size + 1)}


def known_cells():
    """Return the gradebook's cells of the assignment, as they are in the instructor's notebook."""
    cells = json.loads(MOMENTUM.source_notebook.read_bytes())["cells"]
    marks = ((cell, cell["metadata"].get("nbgrader", {})) for cell in cells)
    return {
        mark["grade_id"]: {
            "points": mark.get("points") if mark["grade"] else None,
            "locked": mark["locked"],
            "solution": mark["solution"],
            "cell_type": cell["cell_type"],
            "checksum": "",
            "task": False,
        }
        for cell, mark in marks
        if mark
    }
