"""The folder of temporary files: removed at the end, and after a kill by the next command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agreement_gen import temporary
from agreement_gen.temporary import holding_temporary_files, remove_abandoned, temporary_folder
from tests.support.cli import run_cli
from tests.support.workspaces import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import StrPath

PROGRAM = """
import sys
from pathlib import Path
from agreement_gen.temporary import temporary_folder
folder = temporary_folder()
(folder / "fonts").mkdir()
(folder / "fonts" / "a").touch()
print(folder, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files are made; this process has no folder there yet."""
    monkeypatch.setattr(temporary, "_own", None)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def other(parent: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process with a folder in which there is a file; ends when its input is closed."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | {"TMPDIR": str(parent), "PYTHONPATH": str(REPOSITORY)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(str(parent / "agreement-gen-"))
        yield process


def abandoned(parent: Path, name: str = "agreement-gen-1-abcdefgh") -> Path:
    """A folder as a command that was killed leaves it; its number is that of a living process."""
    folder = parent / name
    folder.mkdir(mode=0o700)
    (folder / "lock").touch()
    (folder / "weasyprint-x").mkdir()
    (folder / "weasyprint-x" / "font").write_text("font", encoding="utf-8")
    return folder


def test_a_process_removes_its_folder_when_it_ends(
    parent: Path, other: subprocess.Popen[str]
) -> None:
    other.communicate()
    assert list(parent.iterdir()) == []


def test_the_folder_of_a_killed_process_is_removed_by_the_next_command(
    parent: Path, other: subprocess.Popen[str]
) -> None:
    other.send_signal(signal.SIGKILL)
    other.wait()
    assert len(list(parent.iterdir())) == 1
    run_cli("schema", "region")
    assert list(parent.iterdir()) == []


def test_the_folder_of_a_running_process_is_left_alone(
    parent: Path, other: subprocess.Popen[str]
) -> None:
    remove_abandoned()
    [folder] = parent.iterdir()
    assert (folder / "fonts" / "a").exists()
    other.communicate()


def test_the_number_of_another_process_keeps_no_folder(parent: Path) -> None:
    """A process identifier is used again, and one of a container is unknown outside."""
    folder = abandoned(parent)
    remove_abandoned()
    assert not folder.exists()


def test_a_folder_that_was_never_locked_is_removed_only_if_it_is_empty(parent: Path) -> None:
    empty, full = parent / "agreement-gen-2-abcdefgh", parent / "agreement-gen-3-abcdefgh"
    for folder in (empty, full):
        folder.mkdir(mode=0o700)
    (full / "thesis").touch()
    remove_abandoned()
    assert list(parent.iterdir()) == [full]


@pytest.mark.parametrize(
    "name",
    [
        "agreement-gen-1-abc",
        "agreement-gen-1-abcdefgh-mine",
        "agreement-gen-x-abcdefgh",
        "agreement-gen-1-ABCDEFGH",
        "my-agreement-gen-1-abcdefgh",
        "weasyprint-abcdefgh",
    ],
)
def test_what_is_named_otherwise_is_left_alone(name: str, parent: Path) -> None:
    abandoned(parent, name)
    remove_abandoned()
    assert (parent / name / "weasyprint-x" / "font").exists()


def test_a_link_is_not_followed(parent: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    target = abandoned(tmp_path / "home")
    (parent / "agreement-gen-1-abcdefgh").symlink_to(target)
    inside = abandoned(parent, "agreement-gen-2-abcdefgh")
    (inside / "home").symlink_to(target)
    remove_abandoned()
    assert (target / "weasyprint-x" / "font").exists()
    assert not inside.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_folder_that_others_can_change_is_left_alone(parent: Path) -> None:
    folder = abandoned(parent)
    folder.chmod(0o770)
    remove_abandoned()
    assert folder.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_folder_of_another_user_is_left_alone(
    parent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = abandoned(parent)
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    remove_abandoned()
    assert folder.exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes with names")
def test_a_pipe_in_place_of_the_lock_hangs_nothing(parent: Path) -> None:
    folder = abandoned(parent)
    (folder / "lock").unlink()
    os.mkfifo(folder / "lock")
    remove_abandoned()


def test_a_parent_that_cannot_be_read_is_no_fault(
    parent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: StrPath) -> list[str]:
        raise PermissionError(13, "Permission denied", str(parent))

    monkeypatch.setattr(os, "listdir", refuse)
    remove_abandoned()


def test_temporary_files_are_made_in_the_folder_while_it_is_asked_for(parent: Path) -> None:
    with holding_temporary_files():
        inside = tempfile.mkdtemp()
    outside = tempfile.mkdtemp()
    assert Path(inside).parent == temporary_folder()
    assert Path(outside).parent == parent
