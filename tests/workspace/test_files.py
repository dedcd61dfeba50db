"""What a folder may hold in place of a file: each is reported, none is waited for or followed."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agreement_gen.problems import InputError
from agreement_gen.workspace import files
from agreement_gen.workspace.files import MEGABYTE, names_below, read_below, read_file
from tests.support.cli import run_cli
from tests.support.workspaces import small_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")

PLACE = "m/x.yaml"


def code(error: pytest.ExceptionInfo[InputError]) -> str:
    (problem,) = error.value.problems
    return problem.code


def pipe(path: Path, _: Path) -> None:
    os.mkfifo(path)


def listening_socket(path: Path, _: Path) -> None:
    short = Path(f"/tmp/agreement-gen-test-{os.getpid()}")  # a socket's path has 107 bytes at most
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(short))
    shutil.move(short, path)


def device(path: Path, _: Path) -> None:
    try:
        os.mknod(path, 0o020600, os.makedev(1, 5))  # /dev/zero, which never ends
    except PermissionError:
        pytest.skip("only root makes devices")


def folder(path: Path, _: Path) -> None:
    path.mkdir()


def large(path: Path, _: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**40)


def loop(path: Path, _: Path) -> None:
    path.symlink_to(path.name)


def long_chain(path: Path, root: Path) -> None:
    (root / "m/end.yaml").write_bytes(b"end")
    names = ["end.yaml", *(f"link{number}" for number in range(45)), path.name]
    for target, name in itertools.pairwise(names):
        (root / "m" / name).symlink_to(target)


def dangling(path: Path, _: Path) -> None:
    path.symlink_to("nothing.yaml")


def absolute_out(path: Path, root: Path) -> None:
    path.symlink_to(root.parent / "outside")


def relative_out(path: Path, _: Path) -> None:
    path.symlink_to("../" * 9 + "etc/hosts")


def out_over_inside(path: Path, root: Path) -> None:
    (root / "m/step").symlink_to("../..")
    path.symlink_to("step/outside")


def out_and_in_again(path: Path, root: Path) -> None:
    (root / "region.yaml").write_bytes(b"region")
    path.symlink_to(f"../../{root.name}/region.yaml")


def to_device(path: Path, _: Path) -> None:
    path.symlink_to("/dev/zero")


CASES: tuple[tuple[Callable[[Path, Path], None], str], ...] = (
    (pipe, "not-a-file"),
    (listening_socket, "not-a-file"),
    (device, "not-a-file"),
    (folder, "not-a-file"),
    (large, "file-too-large"),
    (loop, "link-loop"),
    (long_chain, "link-loop"),
    (dangling, "dangling-link"),
    (absolute_out, "link-out"),
    (relative_out, "link-out"),
    (out_over_inside, "link-out"),
    (out_and_in_again, "link-out"),
    (to_device, "link-out"),
)


@pytest.fixture(params=[True, False], ids=["by handle", "by name"])
def root(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A folder with one file outside it, read in either of the two ways."""
    monkeypatch.setattr(files, "_HAS_HANDLES", request.param)
    (tmp_path / "outside").write_bytes(b"secret")
    root = tmp_path / "workspace"
    (root / "m").mkdir(parents=True)
    handles = Path("/dev/fd")
    before = len(list(handles.iterdir())) if handles.exists() else 0
    yield root
    after = len(list(handles.iterdir())) if handles.exists() else 0
    assert after == before, "a file or folder was left open"


@pytest.mark.parametrize(("make", "expected"), CASES, ids=[make.__name__ for make, _ in CASES])
def test_what_is_no_file_of_the_folder_is_reported(
    root: Path, make: Callable[[Path, Path], None], expected: str
) -> None:
    make(root / PLACE, root)
    if make in {out_and_in_again, long_chain} and not files._HAS_HANDLES:
        assert read_below(root, PLACE, MEGABYTE) is not None  # only the last place is known
        return
    with pytest.raises(InputError) as error:
        read_below(root, PLACE, MEGABYTE)
    assert code(error) == expected
    assert error.value.problems[0].location.file == PLACE


def test_links_inside_the_folder_are_followed(root: Path) -> None:
    (root / "region.yaml").write_bytes(b"region")
    (root / "m/x.yaml").symlink_to("../region.yaml")
    (root / "m/y.yaml").symlink_to(root / "region.yaml")
    (root / "n").symlink_to("m")
    (root / "o").symlink_to(root / "n")
    for path in ("m/x.yaml", "m/y.yaml", "n/x.yaml", "o/y.yaml", "./m/../m//x.yaml"):
        assert read_below(root, path, MEGABYTE) == b"region"
    assert list(names_below(root, "o")) == ["x.yaml", "y.yaml"]
    assert read_below(root, "n/none.yaml", MEGABYTE) is None
    assert list(names_below(root, "n/none")) == []


def test_what_is_not_there_is_none(root: Path) -> None:
    assert read_below(root / "none", "x", MEGABYTE) is None
    assert list(names_below(root / "none", "")) == []
    (root / "region.yaml").write_bytes(b"region")
    for path in ("none", "none/x", "region.yaml/x", "m/none"):
        assert read_below(root, path, MEGABYTE) is None
        assert list(names_below(root, path)) == []
    assert list(names_below(root, "region.yaml")) == []


@pytest.mark.parametrize("target", ["..", "/", "/proc/self/fd"])
def test_a_folder_outside_is_not_listed(root: Path, target: str) -> None:
    (root / "n").symlink_to(target)
    with pytest.raises(InputError) as error:
        names_below(root, "n")
    assert code(error) == "link-out"


def test_a_size_at_the_limit_is_read_and_one_byte_more_is_not(root: Path) -> None:
    (root / "a").write_bytes(b"x" * MEGABYTE)
    (root / "b").write_bytes(b"x" * (MEGABYTE + 1))
    assert read_below(root, "a", MEGABYTE) == b"x" * MEGABYTE
    with pytest.raises(InputError, match="larger than 1 MB"):
        read_below(root, "b", MEGABYTE)


def test_a_file_that_states_no_size_is_bounded_as_well(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "a").write_bytes(b"x")
    monkeypatch.setattr(os, "read", lambda _, count: b"x" * count)
    with pytest.raises(InputError, match="larger than 1 MB"):
        read_below(root, "a", MEGABYTE)


@pytest.mark.parametrize(
    "number", [errno.EACCES, errno.EIO, errno.EFBIG, errno.EAGAIN, errno.ENXIO]
)
def test_what_the_machine_refuses_is_reported(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    (root / "a").write_bytes(b"x")

    def refuse(*_: object, **__: object) -> bytes:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "read", refuse)
    reason = os.strerror(number).lower()
    with pytest.raises(InputError, match=reason) as error:
        read_below(root, "a", 1)
    with pytest.raises(InputError, match=reason) as named:
        read_file(root / "a", 1)
    assert code(error) == code(named) == "file-unreadable"


def read_nothing(root: Path, path: str) -> str:
    return str(read_below(root, path, 1) or "")


@pytest.mark.parametrize("path", ["x" * 300, "a/" * 3000, "a\0b", "\ud800"])
def test_a_name_that_no_file_can_have_is_reported_or_absent(root: Path, path: str) -> None:
    found: list[str] = []
    for ask in (read_nothing, names_below):
        try:
            found += ask(root, path)
        except InputError as error:
            found += {problem.code for problem in error.problems} - {"file-unreadable"}
    assert found == []


def test_a_folder_that_is_exchanged_for_a_link_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody moves links about between the look at a step and its being opened."""
    if not files._HAS_HANDLES:
        pytest.skip("without handles of folders the place is only compared afterwards")
    root, outside = tmp_path / "workspace", tmp_path / "outside"
    (root / "m").mkdir(parents=True)
    outside.mkdir()
    (root / "m/x.yaml").write_bytes(b"own")
    (outside / "x.yaml").write_bytes(b"secret")
    opening = os.open

    def exchange(path: str, flags: int, *, dir_fd: int | None = None) -> int:
        if path == "m" and not (root / "m").is_symlink():
            (root / "m").rename(root / "away")
            (root / "m").symlink_to(outside)
        return opening(path, flags, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", exchange)
    with pytest.raises(InputError):
        read_below(root, "m/x.yaml", MEGABYTE)


NAMED = [case for case in CASES if case[1] not in {"link-out"}]


@pytest.mark.parametrize(("make", "expected"), NAMED, ids=[make.__name__ for make, _ in NAMED])
def test_a_file_that_a_person_names_is_read_in_the_same_way(
    tmp_path: Path, make: Callable[[Path, Path], None], expected: str
) -> None:
    (tmp_path / "m").mkdir()
    make(tmp_path / PLACE, tmp_path)
    with pytest.raises(InputError) as error:
        read_file(tmp_path / PLACE, MEGABYTE)
    assert code(error) == expected


def test_a_link_that_a_person_names_leads_anywhere_but_to_a_device(tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(b"own")
    (tmp_path / "link").symlink_to(tmp_path / "outside")
    assert read_file(tmp_path / "link", MEGABYTE) == b"own"
    with pytest.raises(InputError, match="this is a device"):
        read_file(Path("/dev/zero"), MEGABYTE)
    with pytest.raises(InputError) as error:
        read_file(tmp_path / "none", MEGABYTE)
    assert code(error) == "no-file"


WHERE = (
    "region.yaml",
    "templates/samverkan/family.yaml",
    "templates/samverkan/clauses/mal.md.j2",
    "templates/samverkan/agreement.css",
    "templates/samverkan/reference.docx",
    "municipalities/alby.yaml",
    "municipalities/osby-b.yml",
)


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("make", [pipe, folder, large, loop, dangling, relative_out, to_device])
def test_check_reports_each_kind_at_each_place_and_ends(
    tmp_path: Path, where: str, make: Callable[[Path, Path], None]
) -> None:
    root = small_workspace(tmp_path / "workspace")
    place = root / where
    place.unlink(missing_ok=True)
    make(place, root)
    shown = run_cli("check", root=root, exit_code=1).stderr
    assert f"{where}: error:" in shown
    assert dict(CASES)[make] in shown


@pytest.mark.parametrize("name", ["municipalities", "templates", "templates/samverkan/clauses"])
@pytest.mark.parametrize("make", [loop, dangling, relative_out, to_device])
def test_check_reports_a_link_in_place_of_a_folder(
    tmp_path: Path, name: str, make: Callable[[Path, Path], None]
) -> None:
    root = small_workspace(tmp_path / "workspace")
    shutil.rmtree(root / name)
    make(root / name, root)
    assert dict(CASES)[make] in run_cli("check", root=root, exit_code=1).stderr


def test_a_name_that_is_not_utf8_is_reported(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    try:
        (root / os.fsdecode(b"municipalities/v\xe4sterby.yaml")).write_bytes(b"x: 1\n")
    except OSError:
        pytest.skip("this file system has UTF-8 names only")
    shown = run_cli("check", root=root, exit_code=1).stderr
    assert "municipalities/v\\u{DCE4}sterby.yaml: error: this name is not UTF-8 text" in shown
