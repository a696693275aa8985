"""A whole round through the exchange of nbgrader, from the release of an assignment to the fetched feedback."""

import getpass
import shutil

import pytest

from autograder.descent import ASSIGNMENTS

MOMENTUM = ASSIGNMENTS["ps3_momentum"]
pytestmark = [pytest.mark.sandbox, pytest.mark.slow]


@pytest.fixture
def exchange(folder, tmp_path):
    """A course with an exchange of its own, and a student's home with the settings for it."""
    place = tmp_path / "exchange"
    place.mkdir()
    place.chmod(0o777)
    lines = f"c.Exchange.root = {str(place)!r}\nc.CourseDirectory.course_id = 'momentum101'\n"
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write(lines)
    home = tmp_path / "home"
    home.mkdir()
    cache = f"c.Exchange.cache = {str(tmp_path / 'cache')!r}\n"
    (home / "nbgrader_config.py").write_text(f"c = get_config()\n{lines}{cache}")
    return home


@pytest.mark.parametrize("graded_by", [["autograder", "grade"], ["nbgrader", "autograde"]])
def test_feedback_comes_back_through_the_exchange(folder, exchange, command, examples, graded_by):
    def done(where, module, *arguments):
        process = command(where, module, *arguments, JUPYTER_CONFIG_DIR=str(exchange / "no-settings"))
        assert process.returncode == 0, process.stderr
        return process

    done(folder, "nbgrader", "release_assignment", MOMENTUM.name)
    done(exchange, "nbgrader", "fetch_assignment", MOMENTUM.name)
    (exchange / MOMENTUM.name / MOMENTUM.notebook).write_bytes(examples["ada"].data)
    done(exchange, "nbgrader", "submit", MOMENTUM.name)
    done(folder, "nbgrader", "collect", MOMENTUM.name)
    done(folder, *graded_by, MOMENTUM.name)
    done(folder, "nbgrader", "generate_feedback", MOMENTUM.name)
    done(folder, "nbgrader", "release_feedback", MOMENTUM.name)
    done(exchange, "nbgrader", "fetch_feedback", MOMENTUM.name)
    (page,) = (exchange / MOMENTUM.name / "feedback").rglob("*.html")
    assert "90" in page.read_text() and "momentum_step" in page.read_text()
    secret = folder / "submitted" / getpass.getuser() / MOMENTUM.name / "submission_secret.txt"
    copy = folder / "autograded" / getpass.getuser() / MOMENTUM.name / "submission_secret.txt"
    assert secret.read_text().strip() == copy.read_text().strip() != ""
    # A second submission, another notebook: --update collects it, --force makes its page anew.
    (exchange / MOMENTUM.name / MOMENTUM.notebook).write_bytes(examples["jun"].data)
    done(exchange, "nbgrader", "submit", MOMENTUM.name)
    done(folder, "nbgrader", "collect", MOMENTUM.name, "--update")
    assert (folder / "submitted" / getpass.getuser() / MOMENTUM.name / MOMENTUM.notebook).read_bytes() == (
        examples["jun"].data
    )
    done(folder, *graded_by, MOMENTUM.name, *(["--force"] if graded_by[0] == "nbgrader" else []))
    done(folder, "nbgrader", "generate_feedback", MOMENTUM.name, "--force")
    done(folder, "nbgrader", "release_feedback", MOMENTUM.name)
    shutil.rmtree(exchange / MOMENTUM.name / "feedback")
    done(exchange, "nbgrader", "fetch_feedback", MOMENTUM.name)
    pages = [page.read_text() for page in (exchange / MOMENTUM.name / "feedback").rglob("*.html")]
    assert len(pages) == 2 and len(set(pages)) == 2
