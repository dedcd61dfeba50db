"""Edit files as `write_all` does, and be killed at one of the renames.

Arguments: which rename of a file to be killed before (from 1), the workspace, then the files, each
of which gets the bytes "new".
"""

import os
import signal
import sys
from pathlib import Path

from agreement_gen.workspace.journal import write_all

whole, count = os.replace, 0


def replace(source: Path, target: Path) -> None:
    """Rename a file, or be killed as no handler can prevent."""
    global count
    count += 1
    if count == int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
    whole(source, target)


os.replace = replace  # type: ignore[assignment]
root, paths = Path(sys.argv[2]), sys.argv[3:]
write_all(root, dict.fromkeys(paths, b"new"), {path: (root / path).read_bytes() for path in paths})
