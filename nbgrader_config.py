"""nbgrader's settings for this course: copy this file into the folder in which you run your class.

Autograding goes through the project's grader, whether it is started by `nbgrader autograde`, by formgrader's
Autograde button or by `autograder grade`; feedback pages and what formgrader shows are free of scripts.
"""

from autograder.hooks.formgrader_guard import refuse_other_folders
from autograder.records.course_folder import own_commands_on_path

c = get_config()  # noqa: F821
own_commands_on_path()
refuse_other_folders()  # a link in a student's text must not load a program of the student's

c.CourseDirectory.course_id = "descent"
c.CourseDirectory.release_directory = "assignments"

# A submission is read by a reader of ours: no links followed, no stray files copied, no metadata believed.
c.Autograde.exporter_class = "autograder.hooks.preprocessors.SubmissionExporter"
c.Autograde.sanitize_preprocessors = []
# The order matters: the verdict has to be there before it is saved.
c.Autograde.autograde_preprocessors = [
    "autograder.hooks.preprocessors.GradeInSandbox",
    "autograder.hooks.preprocessors.SaveResult",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# The seed from which each submission's random inputs follow. Without it the course draws a secret one of its own; set
# it, to a number that students don't know, where another machine should come to the same inputs.
# c.Autograder.seed = 3141592653589793

# Archives from elsewhere are unpacked within bounds, and links in them are left out.
c.ZipCollectApp.extractor_plugin = "autograder.hooks.archives.BoundedExtractor"

c.GenerateFeedback.exporter_class = "autograder.hooks.feedback.FeedbackExporter"
c.GenerateFeedback.preprocessors = ["autograder.hooks.preprocessors.ScoresAndComments"]

# What students wrote in Markdown reaches the graders' browser as harmless HTML.
c.TemplateExporter.filters = {"markdown2html": "autograder.hooks.safe_markdown.markdown"}

# PostgreSQL instead of a file, for many graders at once:
# c.CourseDirectory.db_url = "postgresql+psycopg://user:password@host/gradebook"
