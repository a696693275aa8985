"""What the benchmarks count: the time of every process, and of students' code only what is theirs."""

import subprocess
import sys
import textwrap

import numpy as np

from bench.students import Stopwatch

BURN = "import time\nwhile time.process_time() < {seconds}: pass\n"
ORPHAN = f"""
import subprocess, sys
subprocess.Popen([sys.executable, "-c", {BURN.format(seconds=0.6)!r}])
"""


def test_the_time_of_processes_that_nobody_waits_for_counts(tmp_path):
    script = f"""
    import sys
    from bench.measure import measure
    print(measure([sys.executable, "-c", {ORPHAN!r}], {str(tmp_path)!r}).cpu)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, check=True)
    assert float(done.stdout) >= 0.6


def test_the_largest_memory_of_the_tree_counts(tmp_path):
    large = "x = b'1' * (64 << 20); import time; time.sleep(1)"
    script = f"""
    import sys
    from bench.measure import measure
    parent = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
    print(measure([sys.executable, "-c", parent, {large!r}], {str(tmp_path)!r}).peak)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, check=True)
    assert 64 < float(done.stdout) < 200


def burn(seconds):
    exec(f"import time\nend = time.process_time() + {seconds}\nwhile time.process_time() < end: pass")


def test_functions_of_the_course_are_not_the_students_time():
    watch = Stopwatch()
    watch.timed(lambda grad, theta: grad(theta))(lambda theta: burn(0.5), np.ones(2))
    assert watch.seconds < 0.25


def test_cells_calls_and_what_a_generator_does_are_the_students_time():
    watch = Stopwatch()

    def batches():
        burn(0.1)
        yield 1

    watch.run("burn(0.1)\nraise ValueError", {"burn": burn})
    assert watch.timed(batches)() == [1]
    assert watch.seconds >= 0.2
