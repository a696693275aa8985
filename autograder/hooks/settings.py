"""nbgrader's settings under which our grader does the grading, for a course's ``nbgrader_config.py``."""

from traitlets.config import Config

from autograder.hooks.formgrader_guard import refuse_other_folders
from autograder.records.config_files import OUR_CLASSES
from autograder.records.tables_version import ask_for_tables_version_here


def configure(c: Config) -> None:
    """Have nbgrader grade with our grader, and show nothing that could run in a browser.

    `nbgrader autograde`, formgrader's Autograde button and `autograder grade` then come to the same.

    Parameters
    ----------
    c : Config
        As ``get_config()`` gives it.
    """
    ask_for_tables_version_here()
    refuse_other_folders()  # a link in a student's text must not load a program of the student's

    for section, values in OUR_CLASSES.items():
        for name, value in values.items():
            setattr(c[section], name, value)
    c.Autograde.sanitize_preprocessors = []
    # The order matters: the verdict has to be there before it is saved.
    c.Autograde.autograde_preprocessors = [
        "autograder.hooks.preprocessors.GradeInSandbox",
        "autograder.hooks.preprocessors.SaveResult",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]

    c.GenerateFeedback.preprocessors = ["autograder.hooks.preprocessors.ScoresAndComments"]
