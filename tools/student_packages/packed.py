"""Loads modules whose source is packed."""

import base64
import sys
import zlib


def load(name: str, data: str) -> None:
    """Define in the module called `name` what its packed source defines.

    No file and no cache of lines holds that source, so that tracebacks, ``??`` and debuggers do not show it.
    """
    source = zlib.decompress(base64.b64decode(data))
    exec(compile(source, f"<{name}>", "exec", dont_inherit=True), sys.modules[name].__dict__)
