"""Closes the door of formgrader through which a link in a student's text could run a student's file.

``/formgrader?path=FOLDER`` makes nbgrader load ``nbgrader_config.py``, a program, from any folder of the
machine. A course is chosen by where the server is started, and by nothing that a web page can ask for.

`BoundedPages` looks at each notebook before formgrader makes a page of it. nbgrader makes one when it starts,
also where it could not run the course's ``nbgrader_config.py``: so it closes the door then.
"""

import os
import sys
from functools import wraps

from nbconvert.filters import Highlight2HTML
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from autograder.hooks.page_time import in_time, start_page

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


class BoundedPages(Preprocessor):
    """Has code that takes long to be coloured shown in black, and gives each page its time."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        refuse_other_folders()

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Return the notebook; the cells' sources stay as they are."""
        start_page()
        for cell in nb.cells:
            cell.metadata.pop("magics_language", None)  # of `%%perl`, whose colours would be Perl's
            if cell.cell_type == "code" and in_time(Highlight2HTML(pygments_lexer="ipython3"), cell.source) is None:
                cell.metadata["magics_language"] = "text"
        return nb, resources
