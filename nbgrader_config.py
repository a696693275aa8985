"""Settings of this course, for nbgrader and the autograder.

`autograder init FOLDER` makes a folder with a file like this one, in which you run your class.
"""

import sys

try:
    from autograder.hooks.settings import configure
except ImportError as error:  # nbgrader would go on, and run students' code without the sandbox
    reason = f"{sys.executable} cannot import descent-course ({error})"
    sys.exit(f"nbgrader stops: {reason}; start it from the environment in which `autograder` is installed")

c = get_config()  # noqa: F821
configure(c)  # submissions are graded in a sandbox, whoever starts it

c.CourseDirectory.course_id = "descent"
c.CourseDirectory.release_directory = "assignments"

# The seed from which each submission's random inputs follow. Without it the course draws a secret one of its own; set
# it, to a number that students don't know, where another machine should come to the same inputs.
# c.Autograder.seed = 3141592653589793

# PostgreSQL instead of a file, for many graders at once:
# c.CourseDirectory.db_url = "postgresql+psycopg://user:password@host/gradebook"
