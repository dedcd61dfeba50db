"""Real processes whose output cannot be written, or not in the terminal's encoding."""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from agreement_gen.cli import group
from tests.support import signing_samples
from tests.support.processes import run_in_shell, run_program
from tests.support.repositories import commit
from tests.support.workspaces import edit, small_workspace

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import CompletedProcess

CALLS = {
    "build": ("build", "Alby", "--to", "txt"),
    "check": ("check",),
    "confirm": ("confirm", "Alby", "--by", "Chef", "--on", "2026-01-01", "--source", "Dnr 1"),
    "deviations": ("deviations",),
    "diff": ("diff",),
    "doctor": ("doctor",),
    "funding": ("funding",),
    "init": ("init", "ny"),
    "invoice": ("invoice", "2026", "--to", "csv"),
    "new": ("new", "Nyby", "--code", "9909", "--group", "Norra", "--title", "Chef"),
    "redline": ("redline", "--from", "HEAD"),
    "register": ("register",),
    "revise": ("revise", "--edition", "2025-01-15"),
    "schema": ("schema", "region"),
    "signed": (
        "signed",
        "Alby",
        "scan.pdf",
        "--scanned",
        "--built",
        "built.pdf",
        "--on",
        "2026-01-01",
    ),
    "status": ("status",),
    "textconv": ("textconv", "built.pdf"),
    "tidy": ("tidy", "untidy.yaml"),
    "verify": ("verify", "built.pdf"),
    "amend": (
        *("amend", "osby-a", "--on", "2024-03-01", "--from", "2900-02-01"),
        *("--text", "Ändring", "--source", "KS 1"),
    ),
    "extend": ("extend", "osby-a", "--on", "2024-03-01", "--to", "2905-12-31", "--source", "KS 2"),
    "terminate": (
        *("terminate", "osby-a", "--by", "region", "--received", "2024-03-02"),
        *("--ends", "2900-12-31", "--agreed", "--source", "KS 3"),
    ),
}
"""A call of each command that prints something and ends with status 0."""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = small_workspace(tmp_path_factory.mktemp("streams") / "workspace")
    (root / "built.pdf").write_bytes(signing_samples.built(root, slug="alby"))
    (root / "scan.pdf").write_bytes(signing_samples.scan())
    (root / "untidy.yaml").write_bytes(b"a: 1  \n")
    # Signed for a term that lies ahead, so that nothing is late on any day.
    block = f'{{date: 2024-02-01, edition: 2024-01-15, sha256: "{"a" * 64}"}}'
    with (root / "municipalities/osby-a.yaml").open("a", encoding="utf-8") as file:
        file.write(f"valid_from: 2900-01-01\nsigned: {block}\n")
    commit(root)
    return root


def everywhere(root: Path, tmp_path: Path, line: str) -> dict[str, CompletedProcess[bytes]]:
    """The call of each command in a shell's line, each in a copy of the workspace."""

    def run(name: str) -> CompletedProcess[bytes]:
        copy = tmp_path / name
        shutil.copytree(root, copy)
        if name == "revise":
            edit(copy, "templates/samverkan/family.yaml", {"2024-01-15": "2025-01-15"})
        return run_in_shell(line, *CALLS[name], folder=copy)

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(CALLS, pool.map(run, CALLS), strict=True))


def test_each_command_is_called() -> None:
    assert set(CALLS) == set(group.commands)


@pytest.mark.slow
@pytest.mark.parametrize("where", ["/dev/full", "&-"])
def test_an_output_that_cannot_be_written_is_reported(
    prepared: Path, tmp_path: Path, where: str
) -> None:
    for name, done in everywhere(prepared, tmp_path, f'"$@" >{where}').items():
        assert (name, done.returncode) == (name, 1), done.stderr.decode()
        last = done.stderr.decode().splitlines()[-1]
        assert last.startswith("agreement-gen: the output could not be written: "), name
        assert b"Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("line", ['"$@" 2>/dev/full', '"$@" 2>&- <&-'])
def test_messages_that_cannot_be_written_change_no_exit_status(
    prepared: Path, tmp_path: Path, line: str
) -> None:
    for name, done in everywhere(prepared, tmp_path, line).items():
        assert (name, done.returncode, done.stderr) == (name, 0, b""), done.stdout.decode()


def test_what_a_command_does_is_done_though_nobody_reads_its_output(
    prepared: Path, tmp_path: Path
) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(prepared, root)
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = run_program(*CALLS["tidy"], folder=root, out=writer)
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")
    assert (root / "untidy.yaml").read_bytes() == b"a: 1\n"


def test_a_closed_stream_never_gets_the_number_of_a_file(prepared: Path, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(prepared, root)
    done = run_in_shell('"$@" <&- >&- 2>&-', *CALLS["tidy"], folder=root)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
    assert (root / "untidy.yaml").read_bytes() == b"a: 1\n"


@pytest.mark.parametrize(
    ("variables", "shown"),
    [
        ({"PYTHONIOENCODING": "latin-1"}, "Ösby Å".encode("latin-1")),
        ({"PYTHONIOENCODING": "cp437"}, "Ösby Å".encode("cp437")),
        ({"PYTHONIOENCODING": "ascii"}, rb"\xd6sby \xc5"),
        ({"PYTHONIOENCODING": "cp1250"}, rb"\xd6sby \xc5".replace(rb"\xd6", b"\xd6")),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, rb"\xd6sby \xc5"),
        ({"LC_ALL": "xx_XX.nonsense"}, "Ösby Å".encode()),
    ],
)
def test_a_message_arrives_in_every_encoding(
    prepared: Path, variables: dict[str, str], shown: bytes
) -> None:
    done = run_program("check", "Ösby Ä", folder=prepared, variables=variables)
    assert done.returncode == 1
    assert done.stderr.endswith(b"1 error\n")
    assert b"Traceback" not in done.stderr
    assert shown in done.stderr
    assert run_program("check", "Ösby Å", folder=prepared, variables=variables).returncode == 0


@pytest.mark.parametrize("call", ["status --format json", "register", "schema family"])
def test_what_a_program_reads_is_utf_8_everywhere(prepared: Path, call: str) -> None:
    plain = run_program(*call.split(), folder=prepared, variables={"PYTHONUTF8": "1"})
    ascii_only = run_program(
        *call.split(), folder=prepared, variables={"PYTHONIOENCODING": "ascii"}
    )
    assert plain.stdout == ascii_only.stdout
    assert plain.stdout.decode("utf-8-sig")
    assert not plain.stdout.isascii()


def test_an_undecodable_name_is_reported(prepared: Path) -> None:
    done = run_program("check", os.fsdecode(b"\xff\xfe"), folder=prepared)
    assert done.returncode == 1
    assert rb"\u{DCFF}\u{DCFE}: error: no such municipality" in done.stderr
    as_json = run_program("check", os.fsdecode(b"\xff"), "--format", "json", folder=prepared)
    assert json.loads(as_json.stdout)[0]["file"] == "\udcff"
