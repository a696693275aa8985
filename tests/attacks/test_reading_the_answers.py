"""Looking for the hidden cases and the reference: they are in another process, which shows nothing of itself."""

import socket

import pytest

from autograder.descent import ASSIGNMENTS, ROOT

pytestmark = pytest.mark.sandbox
MOMENTUM = ASSIGNMENTS["ps3_momentum"]

SEARCH = """def momentum(grad, theta0, alpha, mu, steps):
    import gc, inspect, sys
    for depth in range(50):
        try: frame = sys._getframe(depth)
        except ValueError: break
        places = {**frame.f_globals, **frame.f_locals}
        seen.append(frame.f_code.co_filename)
        for name in ('expected', 'right', 'reference', 'right_theta'):
            if name in places and name != 'reference': return places[name]
            if name in places: return places[name].momentum(grad, theta0, alpha, mu, steps)
    for cell in reversed(In):
        if 'def test_' in cell.replace("'def test_'", ''): seen.append('In: ' + cell)
    for thing in gc.get_objects():
        if inspect.isfunction(thing) and thing.__name__ == 'momentum' and thing.__module__ != '__main__':
            seen.append('function: ' + inspect.getsource(thing))
            return thing(grad, theta0, alpha, mu, steps)
    return np.zeros(len(theta0))
"""


def test_frames_history_and_objects_hold_no_answer(arena, outcomes):
    """row-20-running-test-in-history row-24-reference-in-frames-or-objects row-25-hidden-tests-are-printed

    What was seen is printed in a later cell, so that the look for leaks in all outputs covers it.
    """
    answers = {"momentum": SEARCH, "nesterov_step": "print(*sorted(set(seen)), sep='\\n')"}
    result = arena.attack("seen = []", before="momentum", answers=answers)
    assert outcomes(result, "momentum") == {"failed"}
    seen = str(result.outputs["nesterov_step"])
    assert "sandbox_worker/serve.py" in seen
    assert "In: " not in seen and "function: " not in seen and "cases" not in seen


FILES = """
import os, sys
wanted = ('reference.momentum', 'pytest.mark.points', 'autograder.cases')
libraries = ('/usr/', sys.base_prefix, os.path.dirname(os.path.dirname(np.__file__)), '/dev', '/sys')
count, hits = 0, []
for folder, folders, names in os.walk('/'):
    count += len(names)
    hits += [(folder, n) for n in folders if n in ('solutions', 'autograder') and os.listdir(os.path.join(folder, n))]
    hits += [(folder, n) for n in names if n in ('momentum.py', 'momentum.ipynb') or n.startswith('test_momentum')]
    if not folder.startswith(libraries):
        for name in names:
            text = open(os.path.join(folder, name), errors='replace').read()
            hits += [(folder, name, word) for word in wanted if word in text]
print(count, hits)
"""


def test_no_file_that_can_be_read_holds_an_answer(arena, shown_by, monkeypatch):
    """row-21-test-files-on-disk row-22-reference-notebook-on-disk"""
    monkeypatch.setattr("autograder.limits.CELL_SECONDS", 60)
    count, hits = shown_by(arena.attack(FILES)).split(maxsplit=1)
    public = "[('/course/checks/cases/ps3_momentum', 'momentum.py')]"
    assert int(count) > 1000 and hits.strip() in ("[]", public)


@pytest.mark.parametrize(
    "path",
    [
        "COURSE/source/momentum.ipynb",
        str(MOMENTUM.source_notebook),
        str(MOMENTUM.cases / "test_momentum.py"),
        str(ROOT / "solutions" / "momentum.py"),
        "COURSE/submitted/other/momentum.ipynb",
        "/proc/1/environ",
        "/proc/self/maps",
        "/etc/passwd",
        "/".join(("", "root", ".ssh")),
    ],
    ids=[f"row-22-{i}" for i in range(4)] + ["row-28-other-submission"] + [f"row-21-{i}" for i in range(4)],
)
def test_files_by_name(arena, shown_by, path):
    text = shown_by(arena.attack(f"import os\nprint(os.path.exists({path!r}))"))
    assert text == "False\n"


IMPORTS = """
import importlib.util, pkgutil, sys
for name in ('solutions', 'solutions.momentum', 'autograder', 'autograder.cases', 'tests', 'lectures.momentum'):
    try: print(name, importlib.util.find_spec(name))
    except ModuleNotFoundError as error: print(name, None)
print([m for m in sys.modules if m.split('.')[0] in ('solutions', 'autograder', 'pytest', '_pytest')])
print([m.name for m in pkgutil.iter_modules() if m.name in ('solutions', 'source', 'tools', 'tests')])
"""


def test_the_reference_cannot_be_imported(arena, shown_by):
    """row-23-installed-reference"""
    lines = shown_by(arena.attack(IMPORTS)).splitlines()
    assert all(line.endswith(" None") for line in lines[:6]) and lines[6:] == ["[]", "[]"]


def test_error_texts_are_short_and_tell_nothing_of_the_case(arena):
    """row-26-traceback-into-feedback"""
    tell = """def momentum(grad, theta0, alpha, mu, steps):
    import inspect, sys
    frames = []
    frame = sys._getframe()
    while frame:
        frames.append(f'{frame.f_code.co_filename} {frame.f_locals!r}')
        frame = frame.f_back
    raise ValueError('<b>\\x1b[31m' + '\\n'.join(reversed(frames)))
"""
    result = arena.attack(answers={"momentum": tell})
    messages = [test.message for cell in result.cells[1:2] for test in cell.tests]
    assert any("momentum raised ValueError" in message for message in messages)
    assert all(len(message) < 300 and message.isprintable() for message in messages)
    assert not any("rng" in message or "student" in message for message in messages)


def test_a_call_of_the_graders_function_shows_no_frame_of_the_grader(arena, outcomes):
    """row-67-callback-frames"""
    look = """def momentum(grad, theta0, alpha, mu, steps):
    try: grad('not an array')
    except Exception as error:
        trace = error.__traceback__
        while trace:
            seen.append(trace.tb_frame.f_code.co_filename)
            seen.extend(k for k in trace.tb_frame.f_locals if k in ('minimum', 'H', 'reference', 'student'))
            trace = trace.tb_next
        seen.append(f'{error.__cause__} {error.__context__}')
    seen.append(str([c.cell_contents for c in grad.__closure__ or ()])[:300])
    return np.zeros(2)
"""
    answers = {"momentum": look, "nesterov_step": "print(*sorted(set(seen)), sep='\\n')"}
    result = arena.attack("seen = []", before="momentum", answers=answers)
    seen = str(result.outputs["nesterov_step"])
    assert "sandbox_worker/serve.py" in seen
    assert "autograder" not in seen and "minimum" not in seen and "/cases/" not in seen


def test_environment_variables_hold_nothing(arena, shown_by, monkeypatch):
    """row-49-environment-secrets"""
    text = shown_by(arena.attack("import os; print(sorted(os.environ)); print([v for v in os.environ.values()])"))
    assert "TOKEN" not in text and str(ROOT) not in text and "VIRTUAL_ENV" not in text


NETWORK = """
import os, socket, subprocess, urllib.request
def reached(address):
    try:
        socket.create_connection(address, timeout=0.5).close()
        return True
    except OSError: return False
print([reached(('127.0.0.1', PORT)), reached(('1.1.1.1', 53)), reached(('::1', PORT))])
try: print(socket.gethostbyname('example.org'))
except OSError: print('no names')
try:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagram: print(datagram.sendto(b'x', ('127.0.0.1', PORT)))
except OSError: print('no datagrams')
with socket.socket(socket.AF_UNIX) as local:
    try: print(local.connect('\\0descent-test'))
    except OSError: print('no abstract socket')
"""


def test_nothing_leaves_the_machine(arena, shown_by):
    """row-50-network"""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as abstract:
        abstract.bind("\0descent-test")
        abstract.listen()
        server.settimeout(0.1)
        text = shown_by(arena.attack(NETWORK.replace("PORT", str(server.getsockname()[1]))))
        with pytest.raises(TimeoutError):
            server.accept()
    assert text.splitlines()[0] == "[False, False, False]"
    assert "no names" in text and "no datagrams" in text and "no abstract socket" in text


def test_no_connection_file_of_a_kernel_is_there(arena, shown_by):
    """row-51-runtime-folder"""
    look = "from jupyter_core.paths import jupyter_runtime_dir as d\nimport glob\nprint(glob.glob(d() + '/*'))"
    assert shown_by(arena.attack(look)) == "[]\n"


def test_what_a_graded_call_shows_reaches_no_page(arena):
    """row-69-covert-channel-of-hidden-runs

    Only an error's text does, cut to one short line: the feedback is worth the few characters.
    """
    loud = """def momentum(grad, theta0, alpha, mu, steps):
    import sys
    from IPython.display import display
    print('BEEP', theta0); display('BEEP'); sys.stderr.write('BEEP')
    sys.__stdout__.write('BEEP'); sys.__stdout__.flush()
    return np.zeros(2)
"""
    data = arena.made(answers={"momentum": loud})
    result = arena.attack_with(data)
    assert result.to_json().count("BEEP") == loud.count("BEEP")  # in the answer itself
    assert arena.pages(result)["feedback.html"].count("BEEP") == loud.count("BEEP")
