"""The warm parent of the workers: imports once, forks one worker for each request.

It runs no code of a student's. Three processes stand between it and a notebook's code: a *supervisor*,
outside the new namespaces, which kills all that is inside when the grader lets go of the leash; the
*first process* of the new pid namespace, whose end is the end of every process in it; and the *worker*.
"""

import contextlib
import gc
import os
import shutil
import signal
import socket
import tempfile
from typing import NoReturn

from . import large_pages, namespaces
from .channel import Channel, Closed
from .rehearsal import warm_server
from .serve import Server, keep_channel_from_forks
from .watch import give_time, reason_of, watch


def main(control: int, walls: bool, rehearsal: str) -> None:
    """Serve the control socket until the grader closes it.

    Parameters
    ----------
    control : int
        Number of the socket on which requests come, each with a worker's two sockets: wire and leash.
    walls : bool
        Whether each worker gets namespaces of its own; without, it is a plain process with limits.
    rehearsal : str
        Code such as the course's notebooks hold.
    """
    requests = socket.socket(fileno=control)
    folder = tempfile.mkdtemp()
    try:
        server = warm_server(folder, rehearsal)
        if walls:
            namespaces.become_nobody()
    except Exception as error:
        requests.send(f"{type(error).__name__}: {error}".encode()[:500])
        return
    gc.collect()
    gc.freeze()  # what is here now stays shared between all workers
    large_pages.gather()
    signal.signal(signal.SIGCHLD, lambda *_: reap())
    requests.send(b"ready")
    while True:
        message, numbers, _, _ = socket.recv_fds(requests, 16, 2)
        if not message:
            break
        if os.fork() == 0:
            requests.close()
            wire, leash = (socket.socket(fileno=number) for number in numbers)
            supervise(server, wire, leash, walls)
        for number in numbers:
            os.close(number)
    reap(block=True)
    shutil.rmtree(folder, ignore_errors=True)


def reap(block: bool = False) -> None:
    """Take leave of supervisors that have ended, or of all: so the computing time that they took counts as ours."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, 0 if block else os.WNOHANG)[0]:
            pass


def supervise(server: Server, wire: socket.socket, leash: socket.socket, walls: bool) -> NoReturn:
    """Start a worker, wait for its end or for the leash, and end with it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    folder = None
    try:
        if walls:
            namespaces.new_namespaces()
        else:
            folder = tempfile.mkdtemp()
            os.chdir(folder)
        child = os.fork()
    except OSError as error:
        report_broken(wire, error)
    if child == 0:
        # Sessions of their own: a signal to one's process group reaches all of it, through every wall.
        os.setsid()
        leash.close()
        run_first_process(server, wire, walls)
    wire.close()
    reason = watch(leash, child, look=walls)
    if not reason:
        give_time(child)
    os.kill(child, signal.SIGKILL)
    if not walls:
        with contextlib.suppress(OSError):
            os.killpg(child, signal.SIGKILL)
    reason = reason or reason_of(os.waitpid(child, 0)[1])
    with contextlib.suppress(OSError):
        leash.send(reason.encode())
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def run_first_process(server: Server, wire: socket.socket, walls: bool) -> NoReturn:
    """Inside the namespaces: prepare the file system, start the worker, wait for it, end."""
    try:
        if not walls:
            run_worker(server, wire, walls)
        namespaces.die_with_parent()
        namespaces.private_mounts()
        child = os.fork()
    except OSError as error:
        report_broken(wire, error)
    if child == 0:
        os.setsid()
        run_worker(server, wire, walls)
    wire.close()
    while True:
        pid, status = os.wait()
        if pid == child:
            os._exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)


def run_worker(server: Server, wire: socket.socket, walls: bool) -> NoReturn:
    """Become the process that runs the student's code."""
    wire = close_all_but(wire)
    try:
        namespaces.limit_resources()
        if walls:
            namespaces.drop_privileges()
    except OSError as error:
        report_broken(wire, error)
    keep_channel_from_forks(wire)
    try:
        server.serve(Channel(wire))
    except Closed:
        pass
    finally:
        os._exit(0)


def close_all_but(wire: socket.socket) -> socket.socket:
    """Leave this process nothing but the null device and the grader's line; return the latter."""
    number = os.dup2(wire.detach(), 3)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.closerange(4, os.sysconf("SC_OPEN_MAX"))
    return socket.socket(fileno=number)


def report_broken(wire: socket.socket, error: Exception) -> NoReturn:
    """Tell the grader that the walls do not stand, and end."""
    try:
        Channel(wire).send({"id": 0, "kind": "broken", "text": str(error)[:500]})
    finally:
        os._exit(1)
