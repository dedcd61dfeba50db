"""Git repositories for tests, made with git itself and with nothing of the caller's settings."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from tests.support.peers import require

if TYPE_CHECKING:
    from pathlib import Path

AUTHOR = "Test Testsson"
DATE = "2026-03-04T10:00:00+01:00"
_SETTINGS = {
    "GIT_AUTHOR_NAME": AUTHOR,
    "GIT_AUTHOR_EMAIL": "author@example.org",
    "GIT_AUTHOR_DATE": DATE,
    "GIT_COMMITTER_NAME": AUTHOR,
    "GIT_COMMITTER_EMAIL": "author@example.org",
    "GIT_COMMITTER_DATE": DATE,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def git(root: Path, *arguments: str, given: str = "") -> str:
    """Run git in a folder with some standard input; give what it printed, without its end."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        [require("git"), *arguments],
        cwd=root,
        env={**kept, **_SETTINGS},
        capture_output=True,
        input=given,
        check=False,
        text=True,
    )
    assert done.returncode == 0, f"git {' '.join(arguments)}: {done.stderr}"
    return done.stdout.strip()


def commit(root: Path, message: str = "change") -> str:
    """Commit all files of a folder, which becomes a repository; give the commit's id."""
    if not (root / ".git").exists():
        git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(root, "rev-parse", "HEAD")
