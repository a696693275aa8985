"""Who handed in, who did not, and what lies where nobody looks; lists of students as spreadsheets write them."""

import pytest

from autograder.descent import ASSIGNMENTS
from autograder.errors import WrongUsage
from autograder.records.student_list import read_students

MOMENTUM = ASSIGNMENTS["ps3_momentum"]


@pytest.mark.sandbox
def test_the_summary_says_who_is_missing_who_is_unknown_and_what_lies_elsewhere(folder, hand_in, command, examples):
    hand_in("ada", "jun")
    (folder / "students.csv").write_text("id;first_name\nada;Ada\nbo;Bo\nflat;\n", encoding="utf-8")
    submitted = folder / "submitted"
    for place in ("flat", "x/ps3-momentum", "eve", "other/ps2_newton"):
        (submitted / place).mkdir(parents=True)
    for place in ("flat", "x/ps3-momentum", "other/ps2_newton", "."):
        (submitted / place / MOMENTUM.notebook).write_bytes(examples["ada"].data)
    for _ in range(2):  # the second run finds rows of these students in the gradebook
        said = command(folder, "autograder", "grade", MOMENTUM.name).stdout
        assert "Nothing came from 2 students of the list: bo, flat." in said
        assert "submitted/flat/momentum.ipynb should be flat/ps3_momentum/momentum.ipynb" in said
        assert "submitted/x/ps3-momentum/momentum.ipynb should be x/ps3_momentum/momentum.ipynb" in said
        assert "submitted/eve/ is empty" in said
        assert "momentum.ipynb lies in submitted/ itself" in said
        assert said.count("wrong place") == 4
        (unknown,) = [line for line in said.splitlines() if "not on the list" in line]
        assert unknown.startswith("jun")


@pytest.mark.sandbox
def test_without_a_list_nobody_is_unknown_or_missing(folder, hand_in, command):
    hand_in("ada")
    said = command(folder, "autograder", "grade", MOMENTUM.name).stdout
    assert "list" not in said and "wrong place" not in said


EXPORTS = {
    "a plain list": b"id,first_name,last_name,email\nada,Ada,Lovelace,ada@x.org\n",
    "Excel in German": "ID;Vorname;Nachname;E-Mail\r\nada;Ada;Lovelace;ada@x.org\r\n".encode("cp1252"),
    "Excel with a mark": (
        '\ufeff"id";"First name";"Surname";"Email address"\r\n"ada";"Ada";"Lovelace";"ada@x.org"\r\n'.encode()
    ),
    "Excel's Unicode text": "id\tfirst_name\tlast_name\temail\r\nada\tAda\tLovelace\tada@x.org\r\n".encode("utf-16"),
    "Moodle's participants": b"First name,Surname,Username,Email address\nAda,Lovelace,ada,ada@x.org\n",
    "empty lines": b"\nid,first_name,last_name,email\n\nada , Ada, Lovelace ,ada@x.org\n,,,\n",
}


@pytest.mark.parametrize("name", EXPORTS)
def test_lists_of_students_are_read_as_they_come(tmp_path, name):
    path = tmp_path / "list.csv"
    path.write_bytes(EXPORTS[name])
    ada = {"id": "ada", "first_name": "Ada", "last_name": "Lovelace", "email": "ada@x.org", "lms_user_id": ""}
    assert read_students(path) == [ada]


def test_names_keep_their_letters(tmp_path):
    path = tmp_path / "list.csv"
    for encoding in ("utf-8", "utf-16", "cp1252"):
        path.write_bytes("id;last_name\n7;Müller-Lüdenscheidt\n8;O'Hara, Zoë\n".encode(encoding))
        assert [s["last_name"] for s in read_students(path)] == ["Müller-Lüdenscheidt", "O'Hara, Zoë"]


def test_an_id_that_stands_twice_is_said(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("id\nada\nbo\nada\n")
    with pytest.raises(WrongUsage, match="has ada twice"):
        read_students(path)
