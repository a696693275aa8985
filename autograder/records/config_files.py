"""A course's ``nbgrader_config.py``, read so that a mistake in it stops whoever needs it, and the file that guards it.

nbgrader logs an exception in ``nbgrader_config.py`` and goes on as if the file were not there: students' code would
then run in the open. So our classes are named a second time, in ``nbgrader_config.json`` beside it, which nbgrader
reads too. A text there needs no code of ours to be read: where it names what cannot be imported, nbgrader stops, and
where it can be, our classes look at the other file and stop themselves.
"""

import json
import logging
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from nbgrader.apps.baseapp import NbGrader
from traitlets.config import Config
from traitlets.config.loader import FileConfigLoader

from autograder.errors import CourseError
from autograder.records.course_folder import CONFIG

GUARD = "nbgrader_config.json"
ABOUT = (
    "Keeps nbgrader from running students' code without the sandbox where nbgrader_config.py cannot be run. Leave this "
    "file where it is; what it says wins over the other one."
)
OUR_CLASSES: dict[str, dict[str, Any]] = {
    # A submission is read by a reader of ours: no links followed, no stray files copied, no metadata believed.
    "Autograde": {"exporter_class": "autograder.hooks.preprocessors.SubmissionExporter"},
    # Archives from elsewhere are unpacked within bounds, and links in them are left out.
    "ZipCollectApp": {"extractor_plugin": "autograder.hooks.archives.BoundedExtractor"},
    "GenerateFeedback": {"exporter_class": "autograder.hooks.feedback.FeedbackExporter"},
    "HTMLExporter": {"preprocessors": ["autograder.hooks.formgrader_guard.BoundedPages"]},
    # What students wrote in Markdown reaches the graders' browser as harmless HTML.
    "TemplateExporter": {"filters": {"markdown2html": "autograder.hooks.safe_markdown.markdown"}},
}


def read_config(root: Path) -> Config:
    """Return nbgrader's settings as it reads them in a course's folder, or raise CourseError.

    Parameters
    ----------
    root : pathlib.Path
        Its own files are read, and those of Jupyter's folders for settings, as nbgrader does it.
    """
    app = NbGrader()
    app.log.setLevel(logging.CRITICAL)
    app.raise_config_file_errors = True
    before, path = Path.cwd(), sys.path[:]
    os.chdir(root)
    sys.path.insert(0, str(root))  # a config may import a module beside it, as it may with nbgrader
    try:
        app.load_config_file()
    except (Exception, SystemExit) as error:
        raise CourseError(_sentence(error, root)) from error
    finally:
        os.chdir(before)
        sys.path[:] = path
    return app.config


def _sentence(error, root):
    """Say which line of which file is wrong."""
    file, line = root / CONFIG, None
    for frame, number in traceback.walk_tb(error.__traceback__):
        loader = frame.f_locals.get("self")
        if isinstance(loader, FileConfigLoader) and loader.full_filename:
            file, line = loader.full_filename, None
        elif frame.f_code.co_filename == file:
            line = number
    if isinstance(error, SyntaxError) and error.filename == file or isinstance(error, json.JSONDecodeError):
        line = error.lineno
    place = f"line {line} of {file}" if line else str(file)
    said = " ".join(str(error.msg if isinstance(error, SyntaxError) else error).split())
    return (
        f"{place} raises {type(error).__name__}{f' ({said})' if said else ''}: put it right first, "
        "since nothing is graded without the course's settings"
    )


def guard(root: Path, config: Config) -> str:
    """Write the file that keeps the sandbox on, where it is missing; return a sentence about it, or nothing.

    Parameters
    ----------
    root : pathlib.Path
        The course's folder.
    config : traitlets Config
        What `read_config` found. Classes that a course names itself stay the ones that it names.
    """
    if not config.Autograde.get("exporter_class"):
        return (
            f"{CONFIG} does not call configure(c) of autograder.hooks.settings: here nbgrader's own commands run "
            "students' code without a sandbox"
        )
    file = root / GUARD
    try:
        there = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        written = guarded(there, config)
        if written == there:
            return ""
        new = file.with_name(f"{GUARD}.{os.getpid()}")
        new.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
        os.replace(new, file)
    except OSError as error:
        return f"{file} cannot be written ({error.strerror}): without it a mistake in {CONFIG} turns the sandbox off"
    return f"{file} is written: with it a mistake in {CONFIG} no longer turns nbgrader's sandbox off"


def guarded(settings: dict, config: Config | None = None) -> dict:
    """Return the settings of a ``nbgrader_config.json`` with our classes, or the course's own in their place, added."""
    course = Config() if config is None else config
    result = {"Autograder": {"about": ABOUT}, **settings}
    for section, values in OUR_CLASSES.items():
        named = {name: _name(course.get(section, {}).get(name, value)) for name, value in values.items()}
        result[section] = {**named, **result.get(section, {})}
    return result


def _name(value):
    """Return the text that names a class or a function, alone or in a list or dict; other values as they are."""
    if isinstance(value, dict):
        return {name: _name(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_name(one) for one in value]
    return f"{value.__module__}.{value.__qualname__}" if callable(value) else value


def check_config(root: Path, autograde_steps: list | None = None) -> Config:
    """Return a course's settings, or raise CourseError where nbgrader went on without them.

    Parameters
    ----------
    root : pathlib.Path
    autograde_steps : list, optional
        What is to be done with a submission: our grading has to be among it.
    """
    for folder in dict.fromkeys((Path.cwd(), root.resolve())):
        config = read_config(folder)
    names = [_name(step).rpartition(".")[2] for step in autograde_steps or ()]
    if autograde_steps is not None and "GradeInSandbox" not in names:
        raise CourseError(
            f"nbgrader's settings for {root} don't grade in the sandbox: "
            f"call configure(c) of autograder.hooks.settings in {root / CONFIG}, "
            "and set Autograde.autograde_preprocessors nowhere else"
        )
    return config
