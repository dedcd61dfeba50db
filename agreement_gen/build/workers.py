"""The processes that render: forked from a server that has loaded the renderers once.

The server takes longer to start than a workspace takes to read; a command that will render
therefore starts it first and reads meanwhile.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.util import Finalize

_PRELOAD = "agreement_gen.build.preload"


def default_count() -> int:
    """How many processes to use where no number is given: one for each core."""
    return os.cpu_count() or 1


def start(jobs: int | None) -> None:
    """Let the renderers load in the background, if more than one process is to render."""
    if sys.platform != "win32" and (jobs or default_count()) > 1:
        _run_server()


def pool(count: int) -> ProcessPoolExecutor:
    """A pool of ``count`` rendering processes."""
    method = "spawn" if sys.platform == "win32" else "forkserver"
    if sys.platform != "win32":
        _run_server()
    context = multiprocessing.get_context(method)
    return ProcessPoolExecutor(count, mp_context=context, initializer=_collect_at_exit)


def _run_server() -> None:
    """Start the server if it does not run.

    Ctrl-C reaches every process of a command. The server and its workers inherit that it is
    blocked, so that the command alone answers it, and stops them.
    """
    from multiprocessing import forkserver, resource_tracker

    multiprocessing.get_context("forkserver").set_forkserver_preload([_PRELOAD])
    # Where it is started by the server, it lets Ctrl-C through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _collect_at_exit() -> None:
    # The PDF renderer's folder of fonts goes with its last object, and a worker ends without
    # collecting. The priority is below that of the PDF writer, which lets go of the fonts first.
    Finalize(None, gc.collect, exitpriority=5)
