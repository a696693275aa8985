"""Fixtures of the hidden cases: what they are is decided by the run that grades."""

import zlib

import numpy as np
import pytest

from autograder.runner import RUN


@pytest.fixture
def student(request):
    """The student's functions: calling one is a message to the student's own process."""
    return request.config.stash[RUN].student


@pytest.fixture
def reference(request):
    """The module with the reference functions."""
    return request.config.stash[RUN].reference


@pytest.fixture
def rng(request):
    """A generator that is fresh for each case, and follows from the run's seed."""
    run = request.config.stash[RUN]
    return np.random.default_rng([run.seed, zlib.crc32(request.node.name.encode())])
