"""Tricks on the process that runs the notebook: none of what counts happens in it."""

import pytest

pytestmark = pytest.mark.sandbox

SHELL = "from IPython import get_ipython\nshell = get_ipython()\n"
TRICKS = {
    "row-2-asserts-are-dropped": SHELL
    + """
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
shell.ast_transformers.append(Drop())
""",
    "row-3-later-cells-are-blanked": SHELL + "shell.input_transformers_post.append(lambda lines: [])",
    "row-7-comparisons-are-patched": """
import math
yes = lambda *args, **kwargs: True
np.isclose = np.allclose = np.array_equal = math.isclose = yes
for name in dir(np.testing):
    if name.startswith('assert'): setattr(np.testing, name, yes)
import checks.support
for name in checks.support.__all__: setattr(checks.support, name, yes)
""",
    "row-8-builtins-are-patched": """
import builtins
for name in ('abs', 'all', 'any', 'isinstance', 'min', 'max', 'sum'): setattr(builtins, name, lambda *args: True)
builtins.print = builtins.open = lambda *args, **kwargs: None
""",
    "row-9-doctest-is-patched": """
import doctest
doctest.DocTestRunner.run = lambda *args, **kwargs: doctest.TestResults(0, 9)
""",
    "row-10-grader-classes-are-patched": """
import gc
for thing in gc.get_objects():
    if isinstance(thing, type) and thing.__module__.split('.')[0] in ('checks', 'autograder', 'pytest', '_pytest'):
        for name in ('run', '__call__', 'check', 'grade'):
            try: setattr(thing, name, lambda *args, **kwargs: True)
            except Exception: pass
import checks
checks.check = lambda *args: print('all passed')
""",
    "row-11-no-traceback": SHELL + "shell.showtraceback = shell._showtraceback = lambda *args, **kwargs: None",
    "row-12-run-cell-says-success": SHELL
    + """
from IPython.core.interactiveshell import ExecutionResult
shell.run_cell = shell.run = lambda *args, **kwargs: ExecutionResult(None)
""",
    "row-13-errors-become-answers": """
from sandbox_worker.channel import Channel
honest_send = Channel.send
def send(self, value, *args, **kwargs):
    if isinstance(value, dict) and value.get('kind') in ('error', 'missing', 'unsendable'):
        honest_send(self, {'id': value['id'], 'kind': 'value', 'outcome': 'passed'})
        value = True
    honest_send(self, value, *args, **kwargs)
Channel.send = send
""",
    "row-14-forged-execute-result": SHELL
    + "shell.events.register('pre_run_cell', lambda *args: shell.displayhook(90.0))\n90.0",
    "row-15-forged-score-in-a-repr": SHELL
    + """
class Full:
    def __repr__(self): return '90.0'
shell.display_formatter.formatters['text/plain'].for_type(float, lambda value, printer, cycle: printer.text('90.0'))
Full()
""",
    "row-16-score-that-is-no-number": "score = points = float('nan')\nprint('nan')\nfloat('nan')",
    "row-17-score-above-the-maximum": "score = points = 1e9\nprint(1e9)\n1e9",
    "row-18-outputs-are-cleared-by-a-thread": """
import threading, time
from IPython.display import clear_output
def clear():
    while True:
        clear_output()
        time.sleep(0.001)
threading.Thread(target=clear, daemon=True).start()
""",
    "row-42-work-at-exit": """
import atexit, os
from sandbox_worker.wire import encode
full = encode({'id': 9, 'kind': 'value'}) + encode(90.0)
class Last:
    def __del__(self): os.write(3, full)
last = Last()
atexit.register(lambda: os.write(3, full))
""",
    "row-64-names-are-redefined": """
class Yes:
    def __getattr__(self, name): return lambda *args, **kwargs: True
student = reference = rng = expected = pytest = checks = Yes()
check = assert_close = assert_trajectory = fail = lambda *args, **kwargs: True
""",
}


@pytest.mark.parametrize("code", TRICKS.values(), ids=TRICKS.keys())
def test_tricks_change_no_score(arena, code):
    before = arena.before.cells
    after = arena.attack(code).cells
    for honest, tricked in zip(before, after, strict=True):
        assert tricked.score == honest.score or "row-8" in code or tricked.score < honest.score
    assert all(test.outcome != "passed" for cell in after[1:] for test in cell.tests)


@pytest.mark.parametrize("tag", ["skip-execution", "demo", "remove-cell"], ids="row-1-{}".format)
def test_tags_skip_no_tests(arena, tag):
    def tagged(notebook):
        for cell in notebook["cells"]:
            cell["metadata"]["tags"] = [tag]

    assert arena.attack(change=tagged).cells == arena.before.cells


def test_earlier_outputs_stay_as_they_were(arena):
    """row-19-earlier-displays-are-rewritten"""
    early = "handle = display('honest', display_id='x')"
    late = "handle.update('forged')\nimport IPython\nIPython.display.update_display('forged', display_id='x')"

    def both(notebook):
        notebook["cells"][3:3] = [{**notebook["cells"][2], "metadata": {}, "source": early}]

    result = arena.attack(late, change=both)
    assert "'honest'" in str(result.outputs["extra-1"]) and "forged" not in str(result.outputs)


def test_the_environment_does_not_tell_that_this_is_grading(arena, shown_by):
    """row-48-grading-is-detected"""
    look = "import os; print(sorted(k for k in os.environ if 'GRAD' in k.upper() or 'JPY' in k))"
    assert shown_by(arena.attack(look)) == "[]\n"
