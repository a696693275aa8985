"""Makes the zygote warm: what has run before the fork is not read, compiled and copied again in each worker."""

import numpy as np

from .serve import Server
from .wire import decode, encode

FIGURE = """\
import matplotlib.pyplot as plt
plt.plot([0, 1]);
%matplotlib inline
"""
CELL = """\
import numpy as np
def f(a, b, rate=0.1):
    return a @ b, np.zeros_like(a) + rate * np.linalg.norm(b)
print("text")
f(np.ones(3), np.random.default_rng(1).normal(size=3))
"""
ROUNDS = 10  # Python changes its code in memory until it has run this often


def warm_server(folder: str, rehearsal: str) -> Server:
    """Return the server that every worker starts from, after a rehearsal that leaves nothing to be seen.

    Parameters
    ----------
    folder : str
        Where IPython may keep its profile.
    rehearsal : str
        A cell of the course's own.
    """
    import anywidget  # noqa: F401
    import ipywidgets  # noqa: F401
    import matplotlib.pyplot as plt

    from .notebook_shell import make_shell

    shell = make_shell(folder)
    server = Server(shell)
    random = np.random.get_state()  # noqa: NPY002
    shell.run(FIGURE)
    plt.close("all")
    call = {"do": "call", "name": "f", "args": [np.ones(3), [1.0, 2.0, 3.0]], "kwargs": {"rate": 1.0}}
    cell = f"{CELL}\n{rehearsal}"
    for _ in range(ROUNDS):
        server.answer(decode(encode({"do": "run", "source": cell})))
        server.answer(decode(encode(call)))
    np.random.set_state(random)  # noqa: NPY002
    shell.close_loop()  # each worker gets one of its own
    shell.reset()
    shell.execution_count = 1
    return server
