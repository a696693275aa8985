"""``autograder collect``: puts a learning platform's download of a class into ``submitted/``."""

import logging
import shutil
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from autograder import limits
from autograder.course import Assignment
from autograder.errors import CourseError, WrongUsage
from autograder.handin.downloads import Download, as_notebook, belongs_to, downloads_in
from autograder.handin.submission import names_of
from autograder.hooks.archives import ENDINGS, BoundedExtractor
from autograder.records.autograded import replace_file, share
from autograder.records.course_folder import CourseFolder
from autograder.records.gradebook_reader import GradebookReader
from autograder.records.lock import only_run
from autograder.records.roster import students_of

COLLECTED, REPLACED, KEPT, DOUBTED, LEFT = "collected", "replaced", "kept", "doubted", "left"
STATES = {
    COLLECTED: "put into submitted/",
    REPLACED: "put in the place of what was there",
    KEPT: "left as they were: --update puts the newer ones there",
    DOUBTED: "doubted",
    LEFT: "left out",
}
ENOUGH = 0.3  # of an assignment's marked cells, for a notebook to be taken as one of it


@dataclass(frozen=True)
class Row:
    """What became of one student's files.

    Attributes
    ----------
    state : str
        One of `STATES`.
    student : str
        The id; empty where nobody of the list was found.
    file : str
        As the download has it.
    why : str
    """

    state: str
    student: str
    file: str
    why: str = ""


class Roster:
    """Finds a student by what a platform says of one.

    Parameters
    ----------
    students : sequence of dict
        As `read_students` gives them; where it is empty everybody is known.
    """

    def __init__(self, students: Sequence[Mapping[str, str]]):
        self.empty = not students
        self._by = {key: defaultdict(set) for key in ("id", "lms_user_id", "email", "name")}
        for student in students:
            for key in ("id", "lms_user_id", "email"):
                if student.get(key):
                    self._by[key][student[key].casefold()].add(student["id"])
            first, last = student.get("first_name") or "", student.get("last_name") or ""
            for name in {_letters(first + last), _letters(last + first)} - {""}:
                self._by["name"][name].add(student["id"])

    def find(self, download: Download) -> tuple[str, str]:
        """Return ``(id, "")`` of who handed a file in, or ``("", why nobody was found)``."""
        for key, value in (
            ("lms_user_id", download.number),
            ("id", download.name),
            ("id", download.number),
            ("email", download.email),
        ):
            found = self._by[key].get(value.casefold(), set()) if value else set()
            if len(found) == 1:
                return next(iter(found)), ""
        found = self._by["name"].get(_letters(download.name), set())
        if len(found) == 1:
            return next(iter(found)), ""
        if found:
            return "", f"{' and '.join(sorted(found))} have this name: give their lms_user_id in the list of students"
        if self.empty:
            number = f"-{download.number}" if download.number else ""
            return f"{download.name}{number}", ""
        return "", "nobody on the list of students has this name or number"


def collect(
    folder: CourseFolder,
    assignment: Assignment,
    sources: Iterable[Path],
    update: bool = False,
    say: Callable[[str], None] = print,
) -> list[Row]:
    """Put what students handed in on a learning platform into ``submitted/``; return what became of each file.

    Parameters
    ----------
    folder : CourseFolder
    assignment : Assignment
    sources : iterable of Path
        Archives or folders as Canvas, Moodle or Gradescope give them, or with a folder for each student.
    update : bool
        Replace what was collected before, where the download holds another notebook.
    say : callable
        Takes a sentence about what cannot be unpacked.
    """
    with GradebookReader(folder, assignment) as gradebook:
        roster = Roster(students_of(folder, gradebook))
    with only_run(folder.state, say, folder.directory.groupshared), tempfile.TemporaryDirectory() as place:
        for number, source in enumerate(sources):
            _unpack(source, Path(place) / str(number), say)
        return sorted(_place(folder, assignment, Path(place), roster, update), key=lambda row: (row.student, row.file))


def _place(folder, assignment, unpacked, roster, update):
    """Yield what becomes of each file, and write what is to be written."""
    of_student = defaultdict(list)
    for source in sorted(unpacked.iterdir()):
        for download in downloads_in(source):
            notebook = as_notebook(download.path)
            if notebook is None and not download.file.endswith(".ipynb"):
                yield Row(LEFT, "", download.shown, "it is no notebook")
                continue
            student, why = roster.find(download)
            if not student:
                yield Row(DOUBTED, "", download.shown, why)
            elif not student.isprintable() or len(student) > limits.STUDENT_ID_CHARACTERS or "/" in student:
                yield Row(LEFT, "", download.shown, "this cannot be a student's name in the gradebook")
            else:
                share_of_it = belongs_to(assignment, notebook) if notebook else None
                of_student[student].append((download, share_of_it))
    for student, found in of_student.items():
        yield from _place_student(folder, assignment, student, found, update)


def _place_student(folder, assignment, student, found, update):
    right = [(d, s) for d, s in found if s is None or s >= ENOUGH or len(assignment.notebooks) > 1]
    for download, _ in found:
        if all(download is not d for d, _ in right):
            yield Row(LEFT, student, download.shown, f"it is no notebook of {assignment.name}")
    for name in assignment.file_names:
        of_name = [d for d, _ in right if len(assignment.notebooks) == 1 or names_of([_as_file(d)], name)]
        if not of_name:
            continue
        last = max(download.attempt for download in of_name)
        newest = [download for download in of_name if download.attempt == last]
        for download in of_name:
            if download not in newest:
                yield Row(LEFT, student, download.shown, f"a later attempt is there: {newest[0].shown}")
        contents = {download.path.read_bytes() for download in newest}
        if len(contents) > 1:
            exact = [download for download in newest if _as_file(download) == name]
            if len(exact) != 1:
                for download in newest:
                    yield Row(
                        DOUBTED, student, download.shown, f"two different notebooks could be {name}: which is it?"
                    )
                continue
            newest = exact
        yield _write(folder, assignment, student, newest[0], name, update)


def _as_file(download):
    """Return a file's name without what Canvas adds to that of a second attempt."""
    stem, dot, ending = download.file.rpartition(".")
    number = f"-{download.attempt[-1]}" if len(download.attempt) > 1 and download.attempt[-1] else ""
    return f"{stem.removesuffix(number) if number else stem}{dot}{ending}"


def _write(folder, assignment, student, download, name, update):
    place = folder.path("submitted", student, assignment.name)
    target, content = place / name, download.path.read_bytes()
    late = "marked as late by the platform, which does not say since when" if download.late else ""
    state = COLLECTED
    if target.is_symlink() or target.exists():
        if not target.is_symlink() and target.is_file() and target.read_bytes() == content:
            return Row(KEPT, student, download.shown, "the same is there already")
        if not update:
            return Row(KEPT, student, download.shown, "another one was collected before")
        state = REPLACED
    if folder.directory.groupshared:
        share(place)
    replace_file(target, content, 0o664 if folder.directory.groupshared else 0o644)
    return Row(state, student, download.shown, late)


def _unpack(source, place, say):
    """Unpack a download into a folder, and the archives in it."""
    if not source.exists():
        raise WrongUsage(f"there is no file {source}")
    log = logging.getLogger(f"{__name__}.{place.name}")
    log.propagate, log.handlers = False, [_Saying(say)]
    extractor = BoundedExtractor(log=log)
    extractor.most_bytes, extractor.most_files = limits.CLASS_ARCHIVE_BYTES, limits.CLASS_ARCHIVE_FILES
    try:
        if source.is_dir():
            inner = source
        elif source.suffix in ENDINGS:
            inner = place.with_name(f"{place.name}-outer") / "download"
            packed = inner.with_name("packed")
            packed.mkdir(parents=True)
            shutil.copyfile(source, packed / source.name)
            extractor.extract(str(packed), str(inner))
            inner = inner / source.name.removesuffix(source.suffix).removesuffix(".tar")
        else:
            raise WrongUsage(f"{source} is no archive and no folder: give the zip file that the platform wrote")
        inside = BoundedExtractor(log=log)
        inside.extract(str(inner), str(place))
        if inner != source:
            shutil.rmtree(place.with_name(f"{place.name}-outer"))
    except OSError as error:
        raise CourseError(f"{source} cannot be unpacked: {error.strerror}") from error


class _Saying(logging.Handler):
    def __init__(self, say):
        super().__init__()
        self.say = say

    def emit(self, record):
        self.say(record.getMessage())


def as_text(rows: Sequence[Row], assignment: Assignment) -> str:
    """Return what became of a download as a text for a terminal: counts, and a line for what needs a look."""
    counts = [(state, sum(row.state == state for row in rows)) for state in STATES]
    lines = [f"{assignment.name}: " + ", ".join(f"{count} {STATES[state]}" for state, count in counts if count) + "."]
    shown = [row for row in rows if row.state in (DOUBTED, LEFT) or (row.why and row.state in (COLLECTED, REPLACED))]
    if not rows:
        return f"{assignment.name}: there is no notebook in the download."
    if shown:
        width = max(len(row.student or "?") for row in shown)
        lines += ["", "A human should look at:"]
        lines += [f"  {row.state:9}  {row.student or '?':{width}}  {_line(row.file)}: {row.why}" for row in shown]
    return "\n".join(lines)


def as_json(rows: Sequence[Row]) -> list[dict]:
    """Return the rows as plain data."""
    return [asdict(row) for row in rows]


def _letters(name):
    """Return a name's letters without case, marks and spaces, as Canvas writes it in file names."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in plain if c.isalnum())


def _line(text):
    return "".join(c if c.isprintable() else "?" for c in text)[:120]
