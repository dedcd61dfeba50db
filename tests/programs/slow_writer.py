"""Stage a file in a folder, say so, and put it in place when a line is read."""

import sys
from pathlib import Path

from agreement_gen.workspace.staging import Staging, replace

target = Path(sys.argv[1]) / "slow"
with Staging() as staging:
    stage = staging.add(target, b"slow")
    sys.stdout.write("staged\n")
    sys.stdout.flush()
    sys.stdin.readline()
    replace(stage, target)
