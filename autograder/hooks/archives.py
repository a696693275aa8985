"""Unpacks what `nbgrader zip_collect` is given: bounded in size, number and depth, and plain files only."""

import os
import shutil
import stat
import tarfile
import zipfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from nbgrader.plugins import ExtractorPlugin

from autograder import limits

CHUNK = 2**20
ENDINGS = {".zip": "zip", ".gz": "tar", ".tgz": "tar", ".tar": "tar"}


class _Refused(Exception):
    """An archive, or an entry of one, that is not unpacked; the text says why."""


class BoundedExtractor(ExtractorPlugin):
    """Takes the files out of archives that an instructor downloaded; archives within archives stay as they are.

    nbgrader's own extractor unpacks archives within archives without any limit. Here links and devices are
    left out, no entry leads out of the folder, and every file gets plain permissions.
    """

    most_bytes: int | None = None  # of an archive, where it is not as `limits` says
    most_files: int | None = None

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack each archive into a folder of its own, and copy the other files.

        Parameters
        ----------
        archive_path, extracted_path : str
            Folders.
        """
        source, target = Path(archive_path), Path(extracted_path)
        for path in sorted(source.rglob("*")):
            if path.is_symlink() or not path.is_file():
                continue
            folder = target / path.relative_to(source).parent
            folder.mkdir(parents=True, exist_ok=True)
            try:
                if path.suffix in ENDINGS:
                    self._unpack(path, folder / path.name.removesuffix(path.suffix).removesuffix(".tar"))
                else:
                    shutil.copyfile(path, folder / path.name)
            except (_Refused, zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, RuntimeError) as error:
                self.log.error("%s is not unpacked any further: %s", path.name, error)

    def _unpack(self, path, folder):
        folder.mkdir(parents=True, exist_ok=True)
        room = most_bytes = self.most_bytes or limits.ARCHIVE_BYTES
        most_files = self.most_files or limits.ARCHIVE_FILES
        entries = _zip_entries if ENDINGS[path.suffix] == "zip" else _tar_entries
        for count, (name, opened) in enumerate(entries(path)):
            if count >= most_files:
                raise _Refused(f"it holds more than {most_files} files")
            try:
                place = folder / _safe(name)
                if opened is None:
                    raise _Refused("it is no plain file")
                with opened() as content:
                    room -= _write(content, place, min(limits.NOTEBOOK_BYTES, room))
            except (_Refused, NotImplementedError) as error:
                self.log.warning("%s: %r is left out: %s", path.name, name[:100], error)
            if room <= 0:
                raise _Refused(f"it holds more than {most_bytes} bytes")


def _zip_entries(path):
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            kind = stat.S_IFMT(entry.external_attr >> 16)
            if entry.filename and not entry.is_dir():
                plain = kind in (0, stat.S_IFREG)
                yield entry.filename, (lambda entry=entry: archive.open(entry)) if plain else None


def _tar_entries(path):
    with tarfile.open(path, "r:*") as archive:
        for entry in archive:
            if not entry.isdir():
                yield entry.name, (lambda entry=entry: archive.extractfile(entry)) if entry.isreg() else None


def _safe(name):
    """Return an entry's name as a path within the folder, or refuse it."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or not path.parts or ":" in path.parts[0]:
        raise _Refused("its name leads out of the folder")
    if len(path.parts) > limits.ARCHIVE_DEPTH or not name.isprintable():
        raise _Refused("its name is no usual one")
    return path


def _write(content, place, limit):
    """Copy at most `limit` bytes into a new file; return how many. A file that is larger is removed again."""
    place.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with _new_file(place) as file:
        while piece := content.read(CHUNK):
            size += len(piece)
            if size > limit:
                break
            file.write(piece)
    if size > limit:
        place.unlink()
    return size


@contextmanager
def _new_file(place):
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(place, flags, 0o644)
    except FileExistsError as error:
        raise _Refused("a file of that name is there already") from error
    with os.fdopen(descriptor, "wb") as file:
        yield file
