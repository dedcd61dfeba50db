"""Files are written whole or not at all; the journal of many edits is tested with revisions."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from agreement_gen.workspace.transaction import write_files

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


def test_one_file_named_twice_is_written_once(tmp_path: Path) -> None:
    write_files(tmp_path, {"a": b"first", "./a": b"last"})
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"last"
