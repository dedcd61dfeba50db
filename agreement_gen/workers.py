"""The processes that render: forked from a server that has loaded the renderers once.

The server takes longer to start than a workspace takes to read; a command that will render
therefore starts it first and reads meanwhile.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor

_PRELOAD = "agreement_gen.preload"


def default_count() -> int:
    """How many processes to use when nobody says: one for each core."""
    return os.cpu_count() or 1


def start(jobs: int | None) -> None:
    """Let the renderers load in the background, if more than one process is to render."""
    if sys.platform != "win32" and (jobs or default_count()) > 1:
        from multiprocessing import forkserver

        multiprocessing.get_context("forkserver").set_forkserver_preload([_PRELOAD])
        forkserver.ensure_running()


def pool(count: int) -> ProcessPoolExecutor:
    """A pool of ``count`` rendering processes."""
    # Windows has no fork server.
    if sys.platform == "win32":
        return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_PRELOAD])
    return ProcessPoolExecutor(count, mp_context=context)
