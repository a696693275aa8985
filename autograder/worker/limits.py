"""What a message may hold at most, and the error for whatever is none."""

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


class WireError(ValueError):
    """A value that cannot be sent, or bytes that are no message; the text completes "it is …"."""
