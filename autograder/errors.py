"""What is said to users: one sentence in their words, with what to do next, and never a traceback."""


class AutograderError(Exception):
    """A problem whose text is one sentence for the user.

    Attributes
    ----------
    status : int
        The exit status of a command that it ends.
    """

    status = 1


class WrongUsage(AutograderError):
    """The command was called in a way in which it cannot work."""

    status = 2


class BadSubmission(AutograderError, ValueError):
    """A file that cannot be graded; the sentence is for the student."""


class SandboxUnavailable(AutograderError):
    """The sandbox cannot be had on this machine; the sentence says why and what to do."""


class CourseError(AutograderError):
    """Something about the course that the instructor has to put right."""
