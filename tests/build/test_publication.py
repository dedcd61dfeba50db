"""Publishing: each agreement is all new or all old, whatever ends the program or is in the way."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from agreement_gen.build import output_lock, publication
from agreement_gen.build.messages import OutputCode
from agreement_gen.build.output import MANIFEST, read_manifest
from agreement_gen.build.output_lock import LOCK, is_locked, locked
from agreement_gen.build.publication import interrupted, prepare, publish
from agreement_gen.problems import InputError
from tests.support.programs import output_of
from tests.support.publications import (
    NEW,
    OLD,
    ORDER,
    publish_new,
    publish_old,
    row,
    settle,
    states,
)
from tests.support.publications import (
    publication as published,
)
from tests.support.workspaces import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from agreement_gen.problems import Problem

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork, links or pipes")

ALL_OLD = {"alby": "old", "bro": "old", "cya": "old", "dala": "old"}
ALL_NEW = dict.fromkeys(ALL_OLD, "new")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    publish_old(folder)
    assert states(folder) == ALL_OLD
    return folder


def ignore(_: Problem) -> None:
    """Take no notice of a warning."""


def contents(folder: Path) -> dict[str, bytes | None]:
    """What a folder and its folders hold, by path; None for a folder."""
    return {
        path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in folder.rglob("*")
    }


def interrupt(output: Path, monkeypatch: pytest.MonkeyPatch, after: int = 1) -> Path:
    """Leave a publication as a kill after some renames does; its stage."""
    left = [after]

    def rename(source: Path, target: Path) -> None:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        source.replace(target)

    with monkeypatch.context() as patch:
        patch.setattr(publication, "put", rename)
        with pytest.raises(KeyboardInterrupt):
            publish_new(output)
    [stage] = output.glob(".build-??????*")
    return stage


def codes(problems: list[Problem] | tuple[Problem, ...]) -> list[str]:
    return [found.code for found in problems]


def warnings_of(action: Callable[[Callable[[Problem], None]], object]) -> list[str]:
    """The codes of the warnings that an action gives."""
    found: list[Problem] = []
    action(found.append)
    return codes(found)


def check_every_end(*arguments: str) -> None:
    """Run the program that ends a publication everywhere, and check each of its runs."""
    lines = [
        json.loads(line) for line in output_of("killed_publication.py", *arguments).splitlines()
    ]
    assert len(lines) > 50
    assert {state for line in lines for state in line["after"].values()} == {"old", "new"}
    for line in lines:
        assert set(line["after"].values()) <= {"old", "new"}, line
        assert line["left"] == [], line
        is_whole = set(line["before"].values()) <= {"old", "new"}
        assert is_whole or line["reported"], line
    assert any(set(line["before"].values()) - {"old", "new"} for line in lines)


def test_every_kind_of_change_is_published(output: Path) -> None:
    assert publish_new(output) == ()
    assert states(output) == ALL_NEW
    assert sorted(contents(output)) == sorted({MANIFEST, *(n for f in NEW.values() for n in f)})
    assert list(read_manifest(output)) == ["alby", "bro", "dala"]


@posix
def test_a_kill_at_any_change_leaves_each_agreement_whole() -> None:
    check_every_end("kill")


@posix
@pytest.mark.parametrize("fault", ["ENOSPC", "EIO"])
def test_a_fault_at_any_change_leaves_each_agreement_whole(fault: str) -> None:
    check_every_end(fault)


@posix
@pytest.mark.slow
@pytest.mark.parametrize("action", ["kill", "ENOSPC"])
def test_the_next_command_may_be_ended_anywhere_too(action: str) -> None:
    check_every_end(action, "twice")


def test_a_full_disk_changes_nothing(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(output)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "secret/name")

    monkeypatch.setattr(publication, "write_files", full)
    with pytest.raises(OSError, match="No space left") as raised:
        publish_new(output)
    assert raised.value.filename == str(output), "not the name of a staged file"
    assert contents(output) == before


def test_an_interrupted_publication_is_reported_by_readers_and_changed_by_none(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert interrupted(output) is None
    interrupt(output, monkeypatch)
    before = contents(output)
    found = interrupted(output)
    assert found is not None
    assert found.code == OutputCode.INTERRUPTED
    assert contents(output) == before
    assert warnings_of(lambda notify: prepare(output, notify)) == ["build-settled"]
    assert states(output) == ALL_NEW
    assert interrupted(output) is None


def test_what_is_ended_with_an_exception_is_finished_before_it_ends(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stop(BaseException):
        pass

    count = 0

    def rename(source: Path, target: Path) -> None:
        nonlocal count
        count += 1
        if count == 2:
            raise Stop
        source.replace(target)

    monkeypatch.setattr(publication, "put", rename)
    with pytest.raises(Stop):
        publish_new(output)
    assert states(output) == ALL_NEW
    assert interrupted(output) is None


@posix
@pytest.mark.parametrize("kind", ["folder", "link", "pipe"])
def test_a_name_that_is_taken_holds_up_only_its_own_agreement(
    kind: str, output: Path, tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    taken = output / "plan-alby.pdf"
    taken.unlink()
    match kind:
        case "folder":
            taken.mkdir()
            (taken / "mine").touch()
        case "link":
            taken.symlink_to(victim)
        case _:
            os.mkfifo(taken)
    problems = publish_new(output)
    assert [(p.code, p.location.file) for p in problems] == [("name-taken", str(taken))]
    assert victim.read_bytes() == b"mine"
    assert read_manifest(output)["alby"] == row("alby", "old alby", OLD["alby"])
    assert (output / "plan-alby.docx").read_bytes() == b"old word"
    assert not (output / "plan-alby.txt").exists()
    remove(taken)
    assert states(output).items() >= {"bro": "new", "cya": "new", "dala": "new"}.items()


def remove(path: Path) -> None:
    """Remove a folder, a link or a pipe."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def test_an_agreement_that_cannot_be_put_in_place_is_undone(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rename(source: Path, target: Path) -> None:
        if target.name == "plan-alby.txt":
            raise OSError(5, "Input/output error", str(target))
        source.replace(target)

    monkeypatch.setattr(publication, "put", rename)
    [found] = publish_new(output)
    assert str(found).startswith(
        "municipalities/alby.yaml: error: the files of this agreement could not be put in place: "
        "input/output error"
    )
    assert states(output) == ALL_NEW | {"alby": "old"}


def test_a_change_that_can_be_neither_finished_nor_undone_loses_its_row(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody has changed the files since; the next build makes the agreement anew."""
    stage = interrupt(output, monkeypatch, after=2)
    for path in stage.glob("0-*"):
        path.unlink()
    (output / "plan-alby.pdf").write_bytes(b"edited")
    settle(output)
    assert "alby" not in read_manifest(output)
    assert (output / "plan-alby.pdf").read_bytes() == b"edited"
    found = states(output)
    assert [found[slug] for slug in ("bro", "cya", "dala")] == ["new", "new", "new"]


def test_what_somebody_has_changed_is_not_removed(output: Path) -> None:
    (output / "plan-alby.docx").write_bytes(b"edited")
    (output / "plan-cya.pdf").write_bytes(b"signed")
    assert publish_new(output) == ()
    assert (output / "plan-alby.docx").read_bytes() == b"edited"
    assert (output / "plan-cya.pdf").read_bytes() == b"signed"
    assert list(read_manifest(output)) == ["alby", "bro", "dala"]


def test_a_file_keeps_its_permissions(output: Path) -> None:
    (output / "plan-alby.pdf").chmod(0o640)
    publish_new(output)
    assert (output / "plan-alby.pdf").stat().st_mode & 0o777 == 0o640


@posix
def test_a_file_system_without_hard_links_does(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    stage = interrupt(output, monkeypatch)
    for path in stage.glob("*.new"):
        path.unlink()
    settle(output)
    assert states(output)["alby"] == "old"


def test_nothing_is_written_where_nothing_changes(output: Path) -> None:
    rows = {slug: published(slug, f"old {slug}", {}) for slug in OLD}
    before = {path.name: path.stat().st_mtime_ns for path in [output, *output.iterdir()]}
    assert publish(output, tuple(rows.values()), {}, ORDER, ignore) == ()
    assert {path.name: path.stat().st_mtime_ns for path in [output, *output.iterdir()]} == before


def test_what_another_command_has_published_meanwhile_stays(output: Path) -> None:
    """This command read the manifest before the other one wrote: no row and no file is lost."""
    seen = read_manifest(output)
    other = [published("cya", "newer", {"plan-cya.pdf": b"new"}), published("erd", "e", {})]
    erd = published("erd", "e", {"plan-erd.pdf": b"erd"})
    publish(output, [other[0], erd], {}, (), ignore)
    publish(output, [published("alby", "old alby", {})], {"cya": seen["cya"]}, ORDER, ignore)
    assert set(read_manifest(output)) == {"alby", "bro", "cya", "erd"}
    assert (output / "plan-cya.pdf").read_bytes() == b"new"


def test_a_text_that_another_command_has_replaced_meanwhile_is_not_claimed(output: Path) -> None:
    publish(output, [published("bro", "newer", {"plan-bro.pdf": b"newer"})], {}, (), ignore)
    publish(output, [published("bro", "old bro", {})], {}, ORDER, ignore)
    assert read_manifest(output)["bro"].fingerprint == "newer"


def hashed(data: bytes) -> frozenset[str]:
    return frozenset({hashlib.sha256(data).hexdigest()})


def test_a_signed_file_is_never_removed_and_what_is_removed_is_reported(output: Path) -> None:
    """Another text of Cya is built as Word only, while its PDF is the one that was signed."""
    notices: list[Problem] = []
    word = published("cya", "new cya", {"plan-cya.docx": b"new word"})
    signed = hashed(OLD["cya"]["plan-cya.pdf"])
    assert publish(output, [word], {}, ORDER, notices.append, signed) == ()
    assert [(found.code, found.location.file) for found in notices] == [
        (OutputCode.SIGNED_KEPT, str(output / "plan-cya.pdf"))
    ]
    assert {name: (output / name).read_bytes() for name in OLD["cya"]} == OLD["cya"]
    assert (output / "plan-cya.docx").read_bytes() == b"new word"
    notices.clear()
    gone = {"alby": read_manifest(output)["alby"], "cya": read_manifest(output)["cya"]}
    signed = hashed(OLD["alby"]["plan-alby.docx"])
    publish(output, [], gone, ORDER, notices.append, signed)
    assert {(found.code, found.location.file) for found in notices} == {
        (OutputCode.SIGNED_KEPT, str(output / "plan-alby.docx")),
        (OutputCode.REMOVED, str(output / "plan-alby.pdf")),
        (OutputCode.REMOVED, str(output / "plan-cya.docx")),
    }
    assert (output / "plan-alby.docx").is_file()
    assert not (output / "plan-alby.pdf").exists()


def test_the_metadata_beside_a_file_that_was_signed_in_its_place_stays(output: Path) -> None:
    (output / "plan-cya.pdf").write_bytes(b"cya pdf, signed")
    word = published("cya", "new cya", {"plan-cya.docx": b"new word"})
    publish(output, [word], {}, ORDER, ignore, hashed(b"cya pdf, signed"))
    assert (output / "plan-cya.pdf").read_bytes() == b"cya pdf, signed"
    assert (output / "plan-cya.json").is_file()


def test_a_signed_file_is_never_replaced(output: Path) -> None:
    signed = hashed(OLD["alby"]["plan-alby.pdf"])
    new = [published(slug, f"new {slug}", NEW[slug]) for slug in ("alby", "dala")]
    [found] = publish(output, new, {}, ORDER, ignore, signed)
    assert (found.code, found.location.file) == (
        OutputCode.SIGNED_IN_THE_WAY,
        str(output / "plan-alby.pdf"),
    )
    assert states(output) == {**ALL_OLD, "dala": "new"}


def test_two_agreements_never_share_a_file(output: Path) -> None:
    """Where a file system takes no notice of capitals, one would replace the other."""
    other = published("Bro", "x", {"plan-Bro.pdf": b"other"})
    [found] = publish(output, [other], {}, (), ignore)
    assert found.code == OutputCode.SAME_FILE
    assert states(output) == ALL_OLD


@posix
def test_commands_at_the_same_time_lose_no_row(tmp_path: Path) -> None:
    output = tmp_path / "output"
    program = REPOSITORY / "tests" / "programs" / "publish_often.py"
    commands = [
        subprocess.Popen(
            [sys.executable, program, output, slug, "8"],
            env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        )
        for slug in "abcd"
    ]
    assert [command.wait(120) for command in commands] == [0, 0, 0, 0]
    rows = read_manifest(output)
    assert {slug: row.fingerprint for slug, row in rows.items()} == dict.fromkeys("abcd", "7")
    assert [path.name for path in output.iterdir() if path.name.startswith(".")] == []


@posix
def test_a_command_that_waits_says_so_and_goes_on(output: Path) -> None:
    held = locked(output, ignore)
    held.__enter__()
    assert is_locked(output)

    def release(found: Problem) -> None:
        assert found.code == OutputCode.BUSY
        held.__exit__(None, None, None)

    with locked(output, release):
        assert is_locked(output)
    assert not is_locked(output)
    assert not (output / LOCK).exists()


@posix
def test_waiting_ends_with_a_message(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output_lock, "WAIT_SECONDS", 0)
    before = contents(output)
    with locked(output, ignore), pytest.raises(InputError, match="over 0 seconds"):
        publish_new(output)
    assert contents(output) == before


@posix
def test_a_lock_that_a_killed_command_left_blocks_nobody(output: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from agreement_gen.build.output_lock import *\n"
        "with locked(Path(sys.argv[1]), print): os.kill(os.getpid(), 9)"
    )
    subprocess.run(
        [sys.executable, "-c", program, output], env={"PYTHONPATH": str(REPOSITORY)}, check=False
    )
    assert (output / LOCK).exists()
    assert not is_locked(output)
    assert warnings_of(lambda notify: prepare(output, notify)) == []
    assert not (output / LOCK).exists()


@posix
@pytest.mark.parametrize("kind", ["folder", "link", "pipe"])
def test_something_else_with_the_name_of_the_lock_is_reported(
    kind: str, output: Path, tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    match kind:
        case "folder":
            (output / LOCK).mkdir()
        case "link":
            (output / LOCK).symlink_to(victim)
        case _:
            os.mkfifo(output / LOCK)
    with pytest.raises(InputError, match="something else has it"):
        publish_new(output)
    assert victim.read_bytes() == b"mine"
    assert read_manifest(output)["alby"].fingerprint == "old alby"


@posix
def test_a_file_system_without_locks_is_reported(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> bool:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(output_lock, "try_lock", refuse)
    with pytest.raises(InputError, match="cannot be locked"):
        publish_new(output)


def stale(output: Path, name: str = ".build-abc123") -> Path:
    folder = output / name
    folder.mkdir()
    (folder / "0-0.new").write_bytes(b"half of a fi")
    (folder / "plan-alby.pdf").write_bytes(b"as an older version named it")
    return folder


def test_stale_stages_are_removed_by_the_next_command(output: Path) -> None:
    folders = [stale(output), stale(output, ".build-z"), stale(output, ".build-a_b-c")]
    settle(output)
    assert [folder for folder in folders if folder.exists()] == []
    assert states(output) == ALL_OLD


@posix
def test_the_stage_of_a_running_command_is_left_alone(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output_lock, "WAIT_SECONDS", 0)
    with locked(output, ignore):
        folder = stale(output)
        with pytest.raises(InputError, match="another agreement-gen"):
            settle(output)
    assert folder.exists()


@posix
def test_what_is_no_stage_is_left_alone(output: Path, tmp_path: Path) -> None:
    target = tmp_path / "home"
    target.mkdir()
    (target / "thesis").touch()
    (output / ".build-link01").symlink_to(target)
    nested = stale(output, ".build-nested")
    (nested / "sources").mkdir()
    (output / ".build-notes.txt").touch()
    (output / "build-abc").mkdir()
    before = contents(output)
    settle(output)
    assert contents(output) == before
    assert (target / "thesis").exists()


Change = dict[str, Any]


def forged(output: Path, monkeypatch: pytest.MonkeyPatch, forge: Callable[[Change], None]) -> Path:
    """An interrupted publication whose record somebody has changed."""
    stage = interrupt(output, monkeypatch, after=0)
    record = json.loads((stage / "publication.json").read_bytes())
    forge(record["changes"][0])
    (stage / "publication.json").write_text(json.dumps(record), encoding="utf-8")
    return stage


def set_name(name: str) -> Callable[[Change], None]:
    def forge(change: Change) -> None:
        change["files"][0]["name"] = name

    return forge


def set_slug(change: Change) -> None:
    change["slug"] = "bro"


def set_row_name(change: Change) -> None:
    change["new"]["files"][0]["name"] = "../plan-alby.pdf"


def set_hash(change: Change) -> None:
    change["files"][0]["old"] = "0" * 63


def double(change: Change) -> None:
    change["files"].append(change["files"][0])


@pytest.mark.parametrize(
    "forge",
    [
        set_name("../victim-alby.pdf"),
        set_name("/etc/victim-alby.pdf"),
        set_name("..\\victim-alby.pdf"),
        set_name("C:victim-alby.pdf"),
        set_name(".bashrc-alby.pdf"),
        set_name("manifest.json"),
        set_name("plan-bro.pdf"),
        set_name("plan-alby.yaml"),
        set_name("plan-alby.pdf\0"),
        set_name(f"{'x' * 300}-alby.pdf"),
        set_slug,
        set_row_name,
        set_hash,
        double,
    ],
    ids=range(14),
)
def test_a_record_that_is_not_the_programs_is_not_believed(
    forge: Callable[[Change], None], output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "victim-alby.pdf").write_bytes(b"mine")
    stage = forged(output, monkeypatch, forge)
    before = {name: data for name, data in contents(output).items() if not name.startswith(".")}
    assert warnings_of(lambda notify: prepare(output, notify)) == ["foreign-record"]
    assert (tmp_path / "victim-alby.pdf").read_bytes() == b"mine"
    assert contents(output) == before
    assert not stage.exists()


@posix
def test_staged_links_are_not_followed(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bytes of another file of the machine never become an agreement's."""
    stage = interrupt(output, monkeypatch, after=0)
    secret = tmp_path / "secret"
    for number in (0, 1):
        staged = stage / f"0-{number}.new"
        secret.write_bytes(staged.read_bytes())
        staged.unlink()
        staged.symlink_to(secret)
    settle(output)
    assert states(output) == ALL_NEW | {"alby": "old"}


@posix
@pytest.mark.parametrize(
    "data", [b"", b"{", b"[" * 100_000, b'{"format": 1}', b"\xff", None], ids=range(6)
)
def test_a_broken_record_is_not_believed(data: bytes | None, output: Path) -> None:
    folder = stale(output)
    if data is None:
        (folder / "publication.json").symlink_to("/etc/passwd")
    else:
        (folder / "publication.json").write_bytes(data)
    assert warnings_of(lambda notify: prepare(output, notify)) == ["foreign-record"]
    assert states(output) == ALL_OLD


@posix
@pytest.mark.parametrize("kind", ["folder", "link"])
def test_a_manifest_that_is_no_file_is_reported(kind: str, output: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes((output / MANIFEST).read_bytes())
    (output / MANIFEST).unlink()
    if kind == "folder":
        (output / MANIFEST).mkdir()
    else:
        (output / MANIFEST).symlink_to(victim)
    before = victim.read_bytes()
    with pytest.raises(InputError, match="something else has it"):
        publish(output, [published("alby", "x", {"plan-alby.pdf": b"x"})], {}, ORDER, ignore)
    assert victim.read_bytes() == before
    assert (output / "plan-alby.pdf").read_bytes() == b"old pdf"
