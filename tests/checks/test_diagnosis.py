"""A diagnosis is read by one rule, in the public case and in the hidden ones, in every assignment."""

import itertools

import pytest

from autograder.descent import ASSIGNMENTS
from autograder.grading.case_runner import CaseRunner
from checks.diagnosis import load_runs
from checks.labels import fold
from checks.local import LocalStudent
from checks.public import check, run_public_cases
from tools.stubs import right_labels

NAMES = list(ASSIGNMENTS)


@pytest.fixture(scope="module", params=NAMES)
def hidden(request):
    """Judge a diagnosis of one assignment by its hidden cases; return the Tests by run."""
    with CaseRunner(ASSIGNMENTS[request.param], pictures=False) as runner:

        def judge(diagnosis):
            tests = runner.run("diagnosis", LocalStudent({"diagnosis": diagnosis}), seed=1)
            return dict(zip(right_labels(request.param), tests, strict=True))

        judge.name = request.param
        yield judge


def public(name, diagnosis):
    """Return the only row of the public check."""
    (row,) = run_public_cases(name, "diagnosis", {"ASSIGNMENT": name, "diagnosis": diagnosis})
    return row


STYLES = {
    "as it stands": lambda label: label,
    "a capital first letter": lambda label: label[0].upper() + label[1:],
    "capitals": str.upper,
    "doubled blanks": lambda label: f"  {label.replace(' ', '  ')} ",
    "blanks that do not break": lambda label: label.replace(" ", "\u00a0"),
    "a line break": lambda label: label.replace(" ", "\n", 1),
    "another dash": lambda label: label.replace("−", "-"),
    "no blanks around the dash": lambda label: label.replace(" − ", "−"),
    "a full stop": lambda label: f"{label}.",
    "a mark that cannot be seen": lambda label: f"\ufeff{label}\u200b",
}


@pytest.mark.parametrize("style", STYLES)
def test_right_labels_get_all_points_however_they_are_written(hidden, style):
    written = {run: STYLES[style](label) for run, label in right_labels(hidden.name).items()}
    tests = hidden(written)
    assert {test.outcome for test in tests.values()} == {"passed"}
    assert sum(test.points for test in tests.values()) == sum(test.max_points for test in tests.values()) > 0
    assert public(hidden.name, written).passed


def test_small_letters_name_the_runs_too(hidden):
    written = {f" {run.lower()}": label for run, label in right_labels(hidden.name).items()}
    assert {test.outcome for test in hidden(written).values()} == {"passed"}
    assert public(hidden.name, written).passed


@pytest.mark.parametrize("empty", [None, "", "  ", "missing"])
def test_an_unset_run_is_unanswered_everywhere(hidden, empty):
    labels = right_labels(hidden.name)
    last = list(labels)[-1]
    written = {**labels, last: empty}
    if empty == "missing":
        del written[last]
    tests = hidden(written)
    assert tests.pop(last).outcome == "unanswered"
    assert {test.outcome for test in tests.values()} == {"passed"}
    row = public(hidden.name, written)
    assert row.unanswered and row.message == f"run {last} has no label yet"


def test_a_wrong_label_costs_its_run_alone_and_only_in_the_hidden_cases(hidden):
    labels = right_labels(hidden.name)
    first, second = list(labels)[:2]
    written = {**labels, first: labels[second]}
    tests = hidden(written)
    assert tests.pop(first).outcome == "failed" and {test.outcome for test in tests.values()} == {"passed"}
    assert public(hidden.name, written).passed


NO_LABELS = [
    ("nothing was wrong", "is not in the list that the notebook shows: do you mean 'nothing is wrong'?"),
    ("aliens", "is not in the list that the notebook shows: copy one from there"),
    ("x" * 10**6, "is not in the list"),
    (["nothing is wrong"], "should have one label, got a list"),
    (7, "should be a text from the list, got 7"),
    (float("nan"), "should be a text from the list, got nan"),
    (True, "should be a text from the list, got True"),
]


@pytest.mark.parametrize(("value", "words"), NO_LABELS, ids=lambda value: str(value)[:20])
def test_what_is_no_label_is_said_in_one_sentence(hidden, value, words):
    first = next(iter(right_labels(hidden.name)))
    written = {**right_labels(hidden.name), first: value}
    test, row = hidden(written)[first], public(hidden.name, written)
    for outcome, message in ((test.outcome, test.message), ("failed", row.message)):
        assert outcome == "failed" and f"run {first}" in message and words in message
    assert not row.passed and not row.unanswered


def test_two_labels_in_one_text_are_none(hidden):
    first, second = list(right_labels(hidden.name).items())[:2]
    written = {**right_labels(hidden.name), first[0]: f"{first[1]}, or {second[1]}"}
    assert "got several in one text" in hidden(written)[first[0]].message
    assert "got several in one text" in public(hidden.name, written).message


@pytest.mark.parametrize("value", [["nothing is wrong"], "nothing is wrong", None, 5])
def test_a_diagnosis_that_is_no_dictionary_gets_one_sentence(hidden, value):
    tests = hidden(value).values()
    assert {test.outcome for test in tests} == {"failed"}
    (message,) = {test.message for test in tests}
    assert message.startswith("diagnosis should be a dictionary such as")
    assert message == public(hidden.name, value).message


@pytest.mark.parametrize("name", NAMES)
def test_the_right_labels_are_those_of_the_recorded_runs_and_of_the_list(name):
    record, labels = load_runs(name), right_labels(name)
    assert list(labels) == list(record["runs"]) == list(record["table"]["rows"])
    assert set(labels.values()) < set(record["labels"]) and len(set(labels.values())) == len(labels)


@pytest.mark.parametrize("name", NAMES)
def test_no_two_labels_are_read_alike_or_hold_each_other(name):
    labels = [fold(label) for label in load_runs(name)["labels"]]
    assert all(labels) and not any(a in b for a, b in itertools.permutations(labels, 2))


@pytest.mark.parametrize("name", NAMES)
def test_the_notebooks_say_what_counts(name):
    notebook = ASSIGNMENTS[name].source_notebook.read_text()
    assert "letter by letter" not in notebook
    assert "capital letters" in notebook and "count" in notebook


def test_check_asks_for_the_cell_that_names_the_assignment():
    with pytest.raises(ValueError, match="run the cell that sets ASSIGNMENT first"):
        exec("check('diagnosis')", {"check": check, "diagnosis": {}})
