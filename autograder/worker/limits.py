"""What a message may hold and what a notebook may use at most, and the error for whatever is no message."""

import struct

import numpy as np

PREFIX = struct.Struct("!II")  # bytes of the header, bytes of the arrays
MAX_HEADER = 16 * 2**20
MAX_BODY = 64 * 2**20
MAX_NODES = 400_000
MAX_DEPTH = 24
MAX_TEXT = 100_000
MAX_ITEMS = 100_000  # of an iterator, which has no length to ask for
MAX_INT = 2**128
MAX_DIMENSIONS = 8
NAMES = ("|b1", "|i1", "<i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16")
DTYPES = {name: np.dtype(name) for name in NAMES}

MB, GB = 2**20, 2**30
PROCESS_MEMORY = 2 * GB  # of each process
ALL_MEMORY = 3 * GB  # of all processes of a notebook together, beyond what the zygote lent them
CPU_SECONDS = 600  # of all together
FILE_SIZE = 16 * MB
FOLDER_SIZE = 32 * MB  # of each folder that can be written to
OPEN_FILES = 256
PROCESSES = 32  # and threads


class WireError(ValueError):
    """A value that cannot be sent, or bytes that are no message; the text completes "it is …"."""
