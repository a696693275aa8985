"""Closes the door of formgrader through which a link in a student's text could run a student's file.

``/formgrader?path=FOLDER`` makes nbgrader load ``nbgrader_config.py``, a program, from any folder of the
machine. A course is chosen by where the server is started, and by nothing that a web page can ask for.
"""

import os
import sys
from functools import wraps

HANDLERS = "nbgrader.server_extensions.formgrader.handlers"
REASON = "formgrader shows the course that its server was started in; start another server for another course"


def refuse_other_folders() -> None:
    """Have formgrader, if it runs in this process, answer 403 to whoever names another folder than its course."""
    handlers = sys.modules.get(HANDLERS)
    if handlers is None or hasattr(handlers.FormgraderHandler, "autograder_guard"):
        return
    from tornado.web import HTTPError

    get = handlers.FormgraderHandler.get

    @wraps(get)
    def guarded(self, *args, **kwargs):
        folder = self.get_argument("path", "")
        if folder and os.path.realpath(folder) != os.path.realpath(self.coursedir.root):
            raise HTTPError(403, reason=REASON)
        return get(self, *args, **kwargs)

    handlers.FormgraderHandler.get = guarded
    handlers.FormgraderHandler.autograder_guard = True
