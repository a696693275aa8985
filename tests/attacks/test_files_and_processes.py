"""Writing where nothing may be written, staying alive, and reaching for other processes."""

import pickle

import pytest

from autograder.descent import ROOT

pytestmark = pytest.mark.sandbox

WRITE = """
import os
for path in PATHS:
    for mode in ('a', 'w'):
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, mode) as file: file.write('pwned')
            print('written', path)
        except OSError: pass
    try: os.remove(path); print('removed', path)
    except OSError: pass
    try: os.symlink('/etc', path + '.link'); print('linked', path)
    except OSError: pass
print('end')
"""
TARGETS = {
    "row-27-gradebook": ["COURSE/gradebook.db"],
    "row-28-other-submissions": ["COURSE/submitted/other/momentum.ipynb", "COURSE/submitted/new/momentum.ipynb"],
    "row-29-results": ["COURSE/results.json", "COURSE/results.pkl"],
    "row-44-site-packages": ["SITE/evil.pth", "SITE/usercustomize.py", "SITE/numpy/__init__.py"],
    "new-reference-and-cases": [str(ROOT / "solutions" / "momentum.py"), str(ROOT / "autograder/cases/evil.py")],
    "new-what-all-workers-share": [
        "/course/checks/__init__.py", "/course/sandbox_worker/serve.py", "/etc/ld.so.preload", "/usr/lib/evil.so",
        "/dev/evil", "/dev/null/evil", "/evil",
    ],
}  # fmt: skip


@pytest.mark.parametrize("paths", TARGETS.values(), ids=TARGETS.keys())
def test_nothing_outside_the_scratch_folders_is_written(arena, shown_by, paths):
    code = "import numpy\nSITE = numpy.__path__[0].rpartition('/')[0]\n"
    code += f"PATHS = [p.replace('SITE', SITE) for p in {paths!r}]\n{WRITE}"
    *written, end = shown_by(arena.attack(code)).splitlines()
    assert end == "end"
    assert all(line.split()[1].startswith("/tmp/") for line in written)  # its own, which goes with it


PERSIST = """
import os
from pathlib import Path
for place in ('~/.ipython/profile_default/startup', '~/.config', '/tmp', '/dev/shm', '~'):
    folder = Path(place).expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / '00-evil.py').write_text("import os; os._exit(1)")
        (folder / 'sitecustomize.py').write_text("import os; os._exit(1)")
        (folder / 'numpy.py').write_text("raise SystemExit")
    except OSError: pass
"""
LOOK = "import os; print([f for d in ('/tmp', '/dev/shm', os.path.expanduser('~')) for f in os.listdir(d)])"


def test_the_next_notebook_finds_fresh_folders(arena, shown_by):
    """row-43-startup-files"""
    arena.attack(PERSIST)
    assert shown_by(arena.attack(LOOK)) == "[]\n"


@pytest.mark.parametrize(
    "module", ["numpy", "ipykernel_launcher", "json"], ids=["row-45-numpy", "row-46-launcher", "row-45-json"]
)
def test_modules_in_the_working_folder_shadow_nothing(arena, shown_by, module):
    code = (
        f"open('{module}.py', 'w').write('print(\"SHADOWED\")')\nimport importlib, subprocess, sys\n"
        f"sys.modules.pop('{module}', None)\nfound = importlib.util.find_spec('{module}')\nprint(found.origin)"
    )
    text = shown_by(arena.attack(code))
    assert "SHADOWED" not in text and "/home/student" not in text.splitlines()[-1]


ENDS = "import os; os._exit(0)"


def test_a_death_in_a_question_costs_that_question(arena, outcomes):
    """row-33-exit-in-a-question"""
    result = arena.attack(answers={"momentum": f"def momentum(grad, theta0, alpha, mu, steps):\n    {ENDS}"})
    assert outcomes(result, "momentum") == {"crashed"}
    assert result.cells[0] == arena.before.cells[0]


def test_a_death_in_the_last_cell_hides_nothing(arena):
    """row-34-exit-in-the-last-own-cell"""
    result = arena.attack(ENDS, before="test_diagnosis")
    assert result.cells == arena.before.cells
    assert "ended the Python process" in str(result.outputs)


SURVIVORS = {
    "row-41-daemon": "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        ignore(); time.sleep(600)\n"
    "    os._exit(0)",
    "row-41-session-of-its-own": "if os.fork() == 0:\n    os.setsid(); ignore()\n    while True: time.sleep(1)",
    "row-41-stopped": "if os.fork() == 0:\n    os.kill(os.getpid(), signal.SIGSTOP)",
    "row-41-program": "import subprocess, sys\n"
    "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])",
    "new-thread": "import threading\nthreading.Thread(target=time.sleep, args=(600,)).start()",
}
IGNORE = """
import os, signal, time
def ignore():
    for number in range(1, 65):
        try: signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError): pass
"""


@pytest.mark.parametrize("code", SURVIVORS.values(), ids=SURVIVORS.keys())
def test_nothing_survives(arena, code):
    assert arena.attack(IGNORE + code).cells == arena.before.cells


CALLS = """
import ctypes, os, signal
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
zero = ctypes.c_void_p(0)
"""
REACHES = {
    "row-70-ptrace": "libc.ptrace(16, target, 0, 0)",
    "row-70-process-vm-readv": "libc.syscall(310, target, zero, 0, zero, 0, 0)",
    "row-70-pidfd-getfd": "libc.syscall(438, 1, 3, 0)",
    "new-userfaultfd": "libc.syscall(323, 0)",
    "new-bpf": "libc.syscall(321, 0, zero, 0)",
    "new-keyctl": "libc.syscall(250, 0, -3, 1)",
    "new-unshare": "libc.unshare(0x10000000)",
    "new-clone3": "libc.syscall(435, zero, 88)",
    "new-mount": "libc.mount(b'none', b'/tmp', b'tmpfs', 0, None)",
    "new-setuid": "libc.setuid(0)",
    "new-setns": "libc.syscall(308, 3, 0)",
    "new-perf": "libc.syscall(298, zero, 0, -1, -1, 0)",
    "new-io-uring": "libc.syscall(425, 8, zero)",
    "new-memory-file": "libc.syscall(319, b'x', 0)",
    "new-shared-memory": "libc.shmget(0, 1 << 20, 0o1600)",
    "new-message-queue": "libc.msgget(0, 0o1600)",
    "new-open-by-handle": "libc.syscall(304, -1, zero, 0)",
    "new-second-call-table": "libc.syscall(0x40000000 | 39)",
}


def test_system_calls_that_reach_further_are_refused(session, machine):
    """Each of REACHES, in one notebook: they share nothing but the process."""
    lines = [f"for target in (1, os.getppid()): refused[{name!r}] = ({call}) < 0" for name, call in REACHES.items()]
    session.run_cell(CALLS + "refused = {}\n" + "\n".join(lines))
    refused = session.value("refused")["value"]
    assert set(refused) == set(REACHES)
    assert [name for name, no in refused.items() if not no] == []


@pytest.mark.parametrize("target", ["os.getppid()", "1", "0", "-1", "-os.getpgid(0)", "2"], ids="row-71-kill-{}".format)
def test_killing_reaches_nobody_else(arena, target):
    result = arena.attack(f"import os, signal\ntry: os.kill({target}, signal.SIGKILL)\nexcept OSError: pass")
    assert result.cells == arena.before.cells


def test_the_memory_of_the_grader_cannot_be_opened(arena, shown_by):
    """row-70-proc-mem"""
    look = "import os\nprint([os.path.exists(f'/proc/{p}/mem') for p in ('self', 1, 2)], os.listdir('/proc'))"
    assert shown_by(arena.attack(look)) == "[False, False, False] []\n"


class Bomb:
    """A pickle that writes a file where it is loaded."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (open, (str(self.path), "w"))


@pytest.mark.parametrize("form", ["row-30-pickled-result", "row-31-log-record"])
def test_pickles_are_never_loaded(arena, outcomes, form):
    """A pickle on the grader's line is no message: there is no other line, and no socket that listens."""
    content = pickle.dumps(Bomb(arena.course / "pwned"))
    if form.startswith("row-31"):
        content = len(content).to_bytes(4, "big") + content  # as logging's SocketHandler sends a record
    wrong = f"def momentum(grad, theta0, alpha, mu, steps):\n    import os\n    os.write(3, {content!r})\n    return 1"
    result = arena.attack(answers={"momentum": wrong})
    assert outcomes(result, "momentum") <= {"crashed", "timeout"}
    assert not (arena.course / "pwned").exists()
