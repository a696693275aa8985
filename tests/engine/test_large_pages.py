"""Gathering memory in large pages changes nothing but the time that a fork takes."""

import subprocess
import sys

from autograder.worker import large_pages

SCRIPT = """
import hashlib
from autograder.worker import large_pages
data = [bytes([i % 251]) * 40_000 for i in range(1500)]
before = [hashlib.sha256(piece).digest() for piece in data]
large_pages.gather()
assert [hashlib.sha256(piece).digest() for piece in data] == before
print("same")
"""


def test_memory_holds_the_same_afterwards():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("same\n", "")


def test_only_private_memory_of_no_file_is_gathered():
    whole = (0x7F0000200000, 0x7F0000600000)
    assert large_pages._private("7f00001ff000-7f0000601000 rw-p 00000000 00:00 0 \n") == whole
    assert large_pages._private("7f00001ff000-7f0000601000 rw-p 00000000 00:00 0          [heap]\n") == whole
    assert large_pages._private("7f00001ff000-7f0000601000 rw-s 00000000 00:00 0 \n") is None
    assert large_pages._private("7f00001ff000-7f0000601000 rw-p 00000000 fe:00 26933   /usr/lib/libc.so.6\n") is None
    assert large_pages._private("7f00001ff000-7f0000601000 rw-p 00000000 00:00 0     [stack]\n") is None
