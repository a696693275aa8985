"""Dask's executor for more than one machine."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.classes.pool import Machines, PoolLost
from autograder.errors import CourseError

CONNECT = 10  # seconds to reach the scheduler
SHARD = 4  # submissions that travel together


@contextmanager
def cluster(address: str) -> Iterator[Machines]:
    """Connect to a Dask scheduler; yield its Machines for `pool.graded`.

    Parameters
    ----------
    address : str
        Such as ``tcp://scheduler:8786``.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise CourseError(
            "--scheduler needs Dask, which is not installed here: pip install 'descent-course[cluster]'"
        ) from error
    _quiet()
    try:
        client = Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CourseError(f"no Dask scheduler answers at {address}") from error
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise CourseError(f"the Dask scheduler at {address} has no workers: start some first")

        def start():
            if client.status != "running":
                raise PoolLost(
                    f"the Dask scheduler at {address} was lost; what was graded is kept: "
                    "give the same command again to go on"
                )
            return client.get_executor(pure=False)

        def stop(executor, drop):
            executor.shutdown(wait=not drop)

        yield Machines(start, stop, max(2, 2 * threads), SHARD)


def _quiet():
    """Leave it to us to say in one sentence what Dask would log with tracebacks."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
