"""Print what builds the project, a requirement a line, for `make lock`."""

import sys
import tomllib
from pathlib import Path

IN_PLACE = "editables>=0.5,<1"
"""What Hatchling asks for where it installs a project in place, and names nowhere else."""

if __name__ == "__main__":
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    requirements = [*project["build-system"]["requires"], IN_PLACE]
    sys.stdout.writelines(f"{line}\n" for line in requirements)
