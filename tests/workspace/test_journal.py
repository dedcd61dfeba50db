"""Several files change all or not at all, whatever happens and whatever lies about."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from agreement_gen.problems import InputError
from agreement_gen.workspace import journal
from agreement_gen.workspace.journal import recover, require_none_interrupted, write_all
from tests.support.cli import run_cli
from tests.support.repositories import commit, git
from tests.support.workspaces import TESTS, small_workspace, workspace_to_revise

if TYPE_CHECKING:
    from pathlib import Path

KILLED = TESTS / "programs" / "killed_edit.py"
NAMES = ("m/a.yaml", "m/b.yaml", "region.yaml")
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such lock or signal")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "workspace"
    (root / "m").mkdir(parents=True)
    for name in NAMES:
        (root / name).write_bytes(b"old")
    return root


def contents(root: Path) -> dict[str, bytes]:
    """Every file of a folder, also hidden ones, but those of git."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(root).parts
    }


def before(root: Path) -> dict[str, bytes]:
    return {name: (root / name).read_bytes() for name in NAMES}


def kill(root: Path, at: int) -> None:
    done = subprocess.run([sys.executable, KILLED, str(at), root, *NAMES], check=False)
    assert done.returncode == -9


def kept(root: Path) -> Path:
    """The folder of the one journal that there is."""
    (found,) = (each.kept for each in journal._journals(root) if each.kept.exists())
    return found


def code(error: pytest.ExceptionInfo[InputError]) -> str:
    (problem,) = error.value.problems
    return problem.code


def test_all_files_change_and_nothing_is_left(root: Path) -> None:
    write_all(root, dict.fromkeys(NAMES, b"new"), before(root))
    assert contents(root) == dict.fromkeys(NAMES, b"new")
    assert not any(each.kept.exists() for each in journal._journals(root))
    require_none_interrupted(root)
    assert recover(root) == ()


@posix
@pytest.mark.parametrize("in_git", [False, True])
@pytest.mark.parametrize("at", range(1, 8))
def test_a_kill_at_any_rename_is_reported_and_undone_when_a_person_asks(
    root: Path, at: int, in_git: bool
) -> None:
    if in_git:
        commit(root)
    # The first four renames put three old files and the plan into the journal.
    kill(root, at)
    if at <= 4:
        require_none_interrupted(root)  # no file was changed
    else:
        with pytest.raises(InputError, match=f"{at - 5} of 3 files are changed"):
            require_none_interrupted(root)
        assert kept(root).is_relative_to(root / ".git") == in_git
        changed = {name for name in NAMES if (root / name).read_bytes() == b"new"}
        assert changed == set(NAMES[: at - 5])
        if in_git:
            assert git(root, "status", "--porcelain", "--untracked-files=no").count("M") == at - 5
        assert recover(root) == NAMES[: at - 5]
        require_none_interrupted(root)
        assert contents(root) == dict.fromkeys(NAMES, b"old")
    write_all(root, dict.fromkeys(NAMES, b"newest"), before(root))
    assert contents(root) == dict.fromkeys(NAMES, b"newest")


@posix
def test_a_failure_between_two_files_changes_none(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, calls = os.replace, []

    def fails(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 6:
            raise OSError(28, "No space left on device")
        whole(source, target)

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(OSError, match="No space left"):
        write_all(root, dict.fromkeys(NAMES, b"new"), before(root))
    assert len(calls) > 6  # the file that was changed is restored
    assert contents(root) == dict.fromkeys(NAMES, b"old")
    require_none_interrupted(root)


def test_an_edit_made_before_the_command_writes_is_never_lost(root: Path) -> None:
    read = before(root)
    (root / "m/b.yaml").write_bytes(b"edited")
    with pytest.raises(InputError) as error:
        write_all(root, dict.fromkeys(NAMES, b"new"), read)
    assert code(error) == "changed-meanwhile"
    assert contents(root) == {**dict.fromkeys(NAMES, b"old"), "m/b.yaml": b"edited"}


def test_an_edit_made_between_two_replacements_is_never_lost(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = os.replace

    def edits(source: Path, target: Path) -> None:
        whole(source, target)
        if target.name == "a.yaml":
            (root / "m/b.yaml").write_bytes(b"edited")

    monkeypatch.setattr(os, "replace", edits)
    with pytest.raises(InputError) as error:
        write_all(root, dict.fromkeys(NAMES, b"new"), before(root))
    assert code(error) == "changed-meanwhile"
    assert contents(root) == {**dict.fromkeys(NAMES, b"old"), "m/b.yaml": b"edited"}
    require_none_interrupted(root)


@posix
def test_an_edit_made_after_an_interruption_is_never_overwritten(root: Path) -> None:
    kill(root, 6)
    (root / "m/b.yaml").write_bytes(b"edited")
    with pytest.raises(InputError, match="edited after a revision was interrupted"):
        recover(root)
    assert (root / "m/a.yaml").read_bytes() == b"new"
    assert (root / "m/b.yaml").read_bytes() == b"edited"
    (root / "m/b.yaml").write_bytes(b"old")
    assert recover(root) == ("m/a.yaml",)
    assert contents(root) == dict.fromkeys(NAMES, b"old")


@posix
def test_a_revision_that_is_under_way_is_left_alone(root: Path) -> None:
    import fcntl

    kill(root, 6)
    with (kept(root).parent / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for ask in (require_none_interrupted, recover):
            with pytest.raises(InputError, match="another agreement-gen is changing files"):
                ask(root)
    assert recover(root) == ("m/a.yaml",)


@posix
def test_every_command_that_reads_reports_it_and_only_recover_repairs(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    (root / "m").mkdir()
    shutil.copy(root / "region.yaml", root / "m/a.yaml")
    shutil.copy(root / "region.yaml", root / "m/b.yaml")
    original = contents(root)
    commit(root)
    kill(root, 7)
    changed = contents(root)
    pdf = tmp_path.with_name("any.pdf")
    pdf.write_bytes(b"%PDF-1.7")
    for command in (
        ["check"],
        ["build"],
        ["status"],
        ["register"],
        ["funding"],
        ["deviations"],
        ["diff"],
        ["redline", "--from", "HEAD"],
        ["invoice", "2026"],
        ["new", "Nyby"],
        ["verify", pdf],
        ["signed", "Alby", pdf, "--on", "2026-01-01"],
        ["revise", "--edition", "2026-01-01"],
        ["schema", "--write"],
    ):
        shown = run_cli(*command, root=root, exit_code=1).stderr
        assert "2 of 3 files are changed (agreement-gen revise --recover restores them)" in shown
        assert contents(root) == changed
    run_cli("revise", "--recover", "--dry-run", root=root, exit_code=2)
    assert "2 files are as they were" in run_cli("revise", "--recover", root=root).stdout
    assert contents(root) == original
    assert "0 files are" in run_cli("revise", "--recover", root=root).stdout


def plan(*paths: str, old: bytes = b"victim", new: bytes = b"evil") -> bytes:
    """A plan as somebody else could write it: whatever holds the victim's bytes gets others."""
    rows = [
        {"path": path, "old": sha256(new).hexdigest(), "new": sha256(old).hexdigest()}
        for path in paths
    ]
    return json.dumps({"version": 1, "files": rows}).encode()


def plant(folder: Path, data: bytes) -> None:
    folder.mkdir(parents=True)
    (folder / "plan.json").write_bytes(data)
    for number in range(3):
        (folder / f"{number}.old").write_bytes(b"evil")


@pytest.mark.parametrize("place", ["revise-journal", "journal", "", "x/journal"])
def test_a_journal_inside_the_workspace_does_nothing(tmp_path: Path, place: str) -> None:
    """A journal that was committed with the files once made `check` overwrite any file."""
    root, victim = small_workspace(tmp_path / "workspace"), tmp_path / "victim"
    victim.write_bytes(b"victim")
    plant(root / ".agreement-gen" / place, plan("../victim"))
    original = contents(root)
    commit(root)
    run_cli("check", root=root)
    assert "0 files are" in run_cli("revise", "--recover", root=root).stdout
    assert victim.read_bytes() == b"victim"
    assert contents(root) == original


@pytest.mark.parametrize(
    "path",
    ["../victim", "m/../../victim", "/victim", "", ".", "m//a.yaml", ".git/config", "m\\..\\x",
     "C:x", "m/\n", 3, None],
)  # fmt: skip
def test_a_journal_that_names_anything_but_files_of_the_workspace_is_refused(
    root: Path, path: str
) -> None:
    commit(root)
    place = next(journal._journals(root)).kept
    plant(
        place,
        json.dumps({"version": 1, "files": [{"path": path, "old": "x", "new": "y"}]}).encode(),
    )
    (root.parent / "victim").write_bytes(b"victim")
    for ask in (require_none_interrupted, recover):
        with pytest.raises(InputError) as error:
            ask(root)
        assert code(error) == "broken-journal"


def test_a_journal_does_not_reach_through_a_link(root: Path) -> None:
    commit(root)
    (root.parent / "victim").write_bytes(b"victim")
    (root / "m/link.yaml").symlink_to("../../victim")
    plant(next(journal._journals(root)).kept, plan("m/link.yaml"))
    with pytest.raises(InputError):
        recover(root)
    assert (root.parent / "victim").read_bytes() == b"victim"


@posix
@pytest.mark.parametrize("part", [1, 2, 3])
def test_a_journal_that_is_a_link_is_refused(root: Path, part: int) -> None:
    commit(root)
    place = next(journal._journals(root)).kept
    elsewhere = root.parent / "elsewhere"
    link = list(reversed([place, *place.parents]))[-4 + part]
    link.parent.mkdir(parents=True, exist_ok=True)
    (elsewhere / place.relative_to(link)).mkdir(parents=True)
    link.symlink_to(elsewhere)
    (elsewhere / place.relative_to(link) / "0.old").write_bytes(b"mine")
    with pytest.raises(InputError) as error:
        write_all(root, dict.fromkeys(NAMES, b"new"), before(root))
    assert code(error) == "broken-journal"
    assert contents(root) == dict.fromkeys(NAMES, b"old")
    assert (elsewhere / place.relative_to(link) / "0.old").read_bytes() == b"mine"


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"version": 2, "files": []}', b"[" * 10_000, b"\xff"]
)
def test_a_journal_that_cannot_be_read_is_reported(root: Path, data: bytes) -> None:
    commit(root)
    plant(next(journal._journals(root)).kept, data)
    with pytest.raises(InputError, match="what was kept of an interrupted revision"):
        require_none_interrupted(root)
    with pytest.raises(InputError) as error:
        write_all(root, dict.fromkeys(NAMES, b"new"), before(root))
    assert code(error) == "broken-journal"
    assert contents(root) == dict.fromkeys(NAMES, b"old")


@posix
def test_old_bytes_that_are_not_those_of_the_plan_are_not_restored(root: Path) -> None:
    kill(root, 6)
    (kept(root) / "0.old").write_bytes(b"other")
    with pytest.raises(InputError) as error:
        recover(root)
    assert code(error) == "broken-journal"
    assert (root / "m/a.yaml").read_bytes() == b"new"


@posix
def test_worktrees_and_workspaces_of_one_repository_have_their_own_journals(root: Path) -> None:
    commit(root)
    git(root, "worktree", "add", "--quiet", "../other")
    other = root.parent / "other"
    kill(root, 6)
    require_none_interrupted(other)
    require_none_interrupted(root / "m")
    with pytest.raises(InputError):
        require_none_interrupted(root)
    moved = root.rename(root.parent / "moved")
    with pytest.raises(InputError, match="1 of 3 files"):
        require_none_interrupted(moved)
    assert recover(moved) == ("m/a.yaml",)


@posix
def test_outside_git_the_journal_is_in_the_users_state_folder(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    kill(root, 6)
    assert kept(root).is_relative_to(tmp_path / "state" / "agreement-gen")
    assert kept(root).stat().st_mode & 0o777 == 0o700
    # A repository that is made afterwards hides nothing.
    commit(root)
    with pytest.raises(InputError, match="1 of 3 files"):
        require_none_interrupted(root)
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert journal._state_folder() == tmp_path / ".local" / "state"


@pytest.mark.slow
@posix
@pytest.mark.parametrize("at", [16, 17, 20, 29])
def test_a_revision_that_is_killed_leaves_nothing_half_done(tmp_path: Path, at: int) -> None:
    root = workspace_to_revise(tmp_path)
    original = contents(root)
    program = TESTS / "programs" / "killed_command.py"
    call = ["revise", "--edition", "2022-12-22", "--index", "2023"]
    killed = subprocess.run([sys.executable, program, str(at), root, *call], check=False)
    assert killed.returncode == -9
    now = contents(root)
    changed = sum(now[path] != data for path, data in original.items())
    assert changed == at - 16  # fourteen old files and the plan are put into the journal first
    command = [sys.executable, "-m", "agreement_gen", "-C", str(root)]
    shown = subprocess.run([*command, "funding"], capture_output=True, check=False, text=True)
    assert shown.returncode == 1
    assert f"{changed} of 14 files are changed" in shown.stderr
    subprocess.run([*command, "revise", "--recover"], check=True, capture_output=True)
    assert contents(root) == original
