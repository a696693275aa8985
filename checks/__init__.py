"""What the assignments' notebooks use: `check` runs the public cases of one function on the student's own."""

from checks.diagnosis import show_diagnosis
from checks.public import check

__all__ = ["check", "show_diagnosis"]
