"""The ways in which a case can end badly for a student, each with one sentence to tell."""

from checks.kinds import Kind


class CaseFailure(AssertionError):
    """A case that the student's function does not pass.

    Parameters
    ----------
    message : str
        One sentence in the student's words.
    picture : dict, optional
        Plain data for a figure: ``{"kind": "trajectory", "yours": array, "expected": array}``.
    mistake : Kind, optional
        What kind of mistake it is, where the numbers alone tell.
    """

    outcome = "failed"

    def __init__(self, message: str, picture: dict | None = None, mistake: Kind | None = None):
        super().__init__(message)
        self.message = message
        self.picture = picture
        self.mistake = mistake


class StudentError(CaseFailure):
    """The student's function raised an exception.

    Parameters
    ----------
    name : str
        The function that was called.
    kind : str
        The exception's type, such as ``"ValueError"``.
    text : str
        The exception's message.
    """

    def __init__(self, name: str, kind: str, text: str):
        super().__init__(f"{name} raised {kind}: {text}" if text else f"{name} raised {kind}")
        self.name, self.kind, self.text = name, kind, text


class NotAnswered(CaseFailure):
    """The student's function is still the stub, or does not exist."""

    outcome = "unanswered"
