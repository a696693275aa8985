"""nbgrader's settings under which our grader does the grading, for a course's ``nbgrader_config.py``."""

from traitlets.config import Config

from autograder.hooks.formgrader_guard import refuse_other_folders
from autograder.records.course_folder import own_commands_on_path


def configure(c: Config) -> None:
    """Have nbgrader grade with our grader, and show nothing that could run in a browser.

    `nbgrader autograde`, formgrader's Autograde button and `autograder grade` then come to the same.

    Parameters
    ----------
    c : Config
        As ``get_config()`` gives it.
    """
    own_commands_on_path()
    refuse_other_folders()  # a link in a student's text must not load a program of the student's

    # A submission is read by a reader of ours: no links followed, no stray files copied, no metadata believed.
    c.Autograde.exporter_class = "autograder.hooks.preprocessors.SubmissionExporter"
    c.Autograde.sanitize_preprocessors = []
    # The order matters: the verdict has to be there before it is saved.
    c.Autograde.autograde_preprocessors = [
        "autograder.hooks.preprocessors.GradeInSandbox",
        "autograder.hooks.preprocessors.SaveResult",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]

    # Archives from elsewhere are unpacked within bounds, and links in them are left out.
    c.ZipCollectApp.extractor_plugin = "autograder.hooks.archives.BoundedExtractor"

    c.GenerateFeedback.exporter_class = "autograder.hooks.feedback.FeedbackExporter"
    c.GenerateFeedback.preprocessors = ["autograder.hooks.preprocessors.ScoresAndComments"]

    # What students wrote in Markdown reaches the graders' browser as harmless HTML.
    c.TemplateExporter.filters = {"markdown2html": "autograder.hooks.safe_markdown.markdown"}
