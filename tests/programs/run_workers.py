"""Do a task of `tests/support/worker_tasks.py` twice, in two processes.

Arguments: the task's name, and what it is given.
"""

from __future__ import annotations

import sys

from agreement_gen.build.workers import outcomes
from tests.support import worker_tasks

if __name__ == "__main__":
    list(outcomes(getattr(worker_tasks, sys.argv[1]), [sys.argv[2]] * 2, 2))
