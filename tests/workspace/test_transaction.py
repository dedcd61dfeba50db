"""Files are written whole or not at all, no edit is lost, and nothing is left beside them."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from agreement_gen.problems import InputError
from agreement_gen.workspace.transaction import write_files, write_results
from tests.support.workspaces import TESTS

if TYPE_CHECKING:
    from pathlib import Path


def names(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_new_and_old_files_get_their_bytes(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"before")
    write_files(tmp_path, {"old": b"after", "a/b/new": b"new", "empty": b""})
    assert names(tmp_path) == ["a/b/new", "empty", "old"]
    assert (tmp_path / "old").read_bytes() == b"after"
    assert (tmp_path / "a/b/new").read_bytes() == b"new"


def test_no_file_is_changed_when_one_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"before")
    (tmp_path / "b").write_bytes(b"before")
    with pytest.raises(NotADirectoryError) as error:
        write_files(tmp_path, {"a": b"after", "b/c": b"after"})
    assert error.value.filename == str(tmp_path / "b/c")
    assert names(tmp_path) == ["a", "b"]
    assert (tmp_path / "a").read_bytes() == b"before"


def test_an_error_names_the_folder_that_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "folder" / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="folder") as error:
        write_files(tmp_path, {"folder": b""})
    assert error.value.filename == str(tmp_path / "folder")
    assert names(tmp_path) == []


def test_a_folder_that_is_misspelled_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as error:
        write_files(tmp_path / "mispelled", {"calendar.ics": b""})
    assert error.value.filename == str(tmp_path / "mispelled" / "calendar.ics")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_between_two_files_leaves_each_whole_and_nothing_beside_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {name: name.encode() * 100 for name in "abc"}
    write_files(tmp_path, dict.fromkeys(files, b"before"))
    whole = os.replace

    def fails(source: Path, target: Path) -> None:
        if target.name == "b":
            raise OSError(28, "No space left on device")
        whole(source, target)

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(OSError, match="No space left") as error:
        write_files(tmp_path, files)
    assert error.value.filename == str(tmp_path / "b")
    assert names(tmp_path) == ["a", "b", "c"]
    found = [(tmp_path / name).read_bytes() for name in "abc"]
    assert found == [files["a"], b"before", b"before"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions and links")
def test_permissions_links_and_pipes_are_kept(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"before")
    (tmp_path / "real").chmod(0o640)
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "new").touch()
    usual = (tmp_path / "new").stat().st_mode
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write_files(tmp_path, {"link": b"after", "made": b"", "pipe": b"through"})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"after"
    assert (tmp_path / "real").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "made").stat().st_mode == usual
    assert os.read(reader, 20) == b"through"
    os.close(reader)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_that_nobody_reads_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="No such device or address") as error:
        write_files(tmp_path, {"pipe": b"x"})
    assert error.value.filename == str(tmp_path / "pipe")


def test_one_file_named_twice_is_written_once(tmp_path: Path) -> None:
    write_files(tmp_path, {"a": b"first", "./a": b"last"})
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"last"


def code(error: pytest.ExceptionInfo[InputError]) -> str:
    (problem,) = error.value.problems
    return problem.code


@pytest.mark.parametrize("now", [b"edited", None])
def test_a_file_that_is_not_as_it_was_read_is_not_replaced(
    tmp_path: Path, now: bytes | None
) -> None:
    (tmp_path / "a").write_bytes(b"before")
    if now is not None:
        (tmp_path / "b").write_bytes(now)
    expected = {"a": b"before", "b": b"before"}
    with pytest.raises(InputError) as error:
        write_files(tmp_path, {"a": b"after", "b": b"after"}, expected=expected)
    assert code(error) == "changed-meanwhile"
    assert names(tmp_path) == (["a"] if now is None else ["a", "b"])
    assert (tmp_path / "a").read_bytes() == b"before"


@pytest.mark.parametrize("has_links", [True, False])
def test_a_file_that_is_made_meanwhile_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    def makes(source: Path, target: Path) -> None:
        (tmp_path / "new").write_bytes(b"another's")
        if not has_links:
            raise PermissionError(1, "Operation not permitted")
        linking(source, target)

    linking = os.link
    monkeypatch.setattr(os, "link", makes)
    with pytest.raises(InputError) as error:
        write_files(tmp_path, {"new": b"own"}, expected={"new": None})
    assert code(error) == "changed-meanwhile"
    assert names(tmp_path) == ["new"]
    assert (tmp_path / "new").read_bytes() == b"another's"


def test_a_new_file_is_made_as_any_other(tmp_path: Path) -> None:
    write_files(tmp_path, {"m/new": b"own"}, expected={"m/new": None})
    write_files(tmp_path, {"m/other": b"own"})
    assert names(tmp_path) == ["m/new", "m/other"]
    assert (tmp_path / "m/new").stat().st_mode == (tmp_path / "m/other").stat().st_mode


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_name_that_the_program_chooses_leads_nowhere_else(tmp_path: Path) -> None:
    """Links that are committed under the names of output files would overwrite any file."""
    root, victim = tmp_path / "root", tmp_path / "victim"
    (root / "real").mkdir(parents=True)
    victim.write_bytes(b"mine")
    (root / "output").symlink_to(tmp_path)
    (root / "file").symlink_to(victim)
    (root / "dangling").symlink_to(tmp_path / "made")
    (root / "inside").symlink_to("real")
    os.mkfifo(root / "pipe")
    for path, expected in (
        ("output/victim", "link-out"),
        ("output/new/file", "link-out"),
        ("file", "link-out"),
        ("dangling", "link-out"),
        ("../victim", "link-out"),
        ("pipe", "not-a-file"),
    ):
        with pytest.raises(InputError) as error:
            write_files(root, {path: b"evil"}, inside=root)
        assert code(error) == expected
    with pytest.raises(InputError):
        write_results(root, {"victim": b"evil"}, None, "output")
    with pytest.raises(InputError):
        write_results(root, {"file": b"evil"}, root, "output")
    write_files(root, {"inside/file": b"own"}, inside=root)
    assert (root / "real/file").read_bytes() == b"own"
    assert victim.read_bytes() == b"mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["root", "victim"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such lock or signal")
def test_what_a_killed_writer_left_is_removed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    program = TESTS / "programs" / "killed_edit.py"
    killed = subprocess.run([sys.executable, program, "3", tmp_path, "a"], check=False)
    assert killed.returncode == -9
    (tmp_path / ".agreement-gen-000000000000.7").touch()  # its marker is gone already
    (tmp_path / ".agreement-gen-mine").touch()
    assert len(names(tmp_path)) > 3
    with subprocess.Popen(
        [sys.executable, TESTS / "programs" / "slow_writer.py", tmp_path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"staged\n"
        write_files(tmp_path, {"a": b"new"})
        alive = [name for name in names(tmp_path) if name not in {"a", ".agreement-gen-mine"}]
        assert len(alive) == 2  # another writer's, which is at work
        other.communicate(b"go on\n")
    assert other.returncode == 0
    assert names(tmp_path) == [".agreement-gen-mine", "a", "slow"]
