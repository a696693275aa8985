"""A policy for late submissions in a few settings, for nbgrader's own hook."""

import math

from nbgrader.plugins import BasePlugin
from traitlets import Float

DAY, HOUR = 86_400, 3_600


class LatePolicy(BasePlugin):
    """Takes a share of the points earned off for each day begun, after a time of grace and up to a cap.

    In ``nbgrader_config.py``::

        c.AssignLatePenalties.plugin_class = "autograder.hooks.late.LatePolicy"
        c.LatePolicy.grace_hours = 1
        c.LatePolicy.per_day = 0.1
        c.LatePolicy.most = 0.5

    An extension of one student is nbgrader's own: ``autograder extend ASSIGNMENT STUDENT --days 2``.
    """

    grace_hours = Float(0.0, min=0.0, help="Hours after the due date that cost nothing.").tag(config=True)
    per_day = Float(0.1, min=0.0, max=1.0, help="Share of the points earned, for each day begun.").tag(config=True)
    most = Float(1.0, min=0.0, max=1.0, help="The largest share that is taken off.").tag(config=True)

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """Return the points that are taken off, or None where nothing is.

        Parameters
        ----------
        student_id : str
        score : float
            Points earned, those given by hand included.
        total_seconds_late : float
            Counted from the due date, and an extension that was granted.
        """
        late = total_seconds_late - HOUR * self.grace_hours
        if late <= 0:
            return None
        return score * min(self.per_day * math.ceil(late / DAY), self.most)
