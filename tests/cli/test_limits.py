"""Files that are made to hang, exhaust or crash a reader end as problems, soon and in bounds."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from agreement_gen.cli import limits
from agreement_gen.formats.errors import UnreadableFileError
from agreement_gen.formats.messages import PDF_EMPTY
from agreement_gen.problems import InputError, Location, fault
from agreement_gen.signing.messages import SigningCode
from tests.support.cli import run_cli
from tests.support.hostile_files import PDF_FILES, WORD_FILES
from tests.support.processes import environment, program
from tests.support.workspaces import small_workspace

if TYPE_CHECKING:
    from collections.abc import Callable

QUICK = ("attachment-bomb", "content-bomb", "forms-drawn-in-forms", "names-doubling", "pages-loop")
"""One of each kind: bytes, memory of a library, a tree without end."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_workspace(tmp_path_factory.mktemp("limits") / "workspace")


def is_bounded(root: Path, path: Path, *call: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = run_cli(*call, root=root, exit_code=None)
    # A page without text may be a scanned paper, of which nothing can be proved.
    assert result.exit_code in ({1, 3} if call[0] == "verify" else {1})
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert f"{path.name}: error: " in result.stderr
    assert result.stderr.count("\n") == 1 + result.stderr.count(" error\n")
    assert grown < 200_000, "in KiB"


@pytest.mark.slow
@pytest.mark.parametrize("command", ["textconv", "verify"])
@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_pdf_ends_as_a_problem(
    root: Path, tmp_path: Path, name: str, command: str
) -> None:
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(PDF_FILES[name]())
    is_bounded(root, path, command, str(path))


@pytest.mark.long
@pytest.mark.parametrize("name", PDF_FILES)
def test_each_hostile_pdf_ends_in_each_command(root: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(PDF_FILES[name]())
    is_bounded(root, path, "textconv", str(path))
    is_bounded(root, path, "verify", str(path))
    is_bounded(root, path, "redline", "--from", str(path))
    is_bounded(root, path, "signed", "Alby", str(path), "--on", "2026-01-01")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[] if name in {"laughs", "deflate-broken"} else pytest.mark.long)
        for name in WORD_FILES
    ],
)
def test_a_hostile_word_file_ends_as_a_problem_or_a_text(
    root: Path, tmp_path: Path, name: str
) -> None:
    path = tmp_path / f"{name}.docx"
    path.write_bytes(WORD_FILES[name]())
    if name in {"tables-deep", "paragraphs-many"}:
        run_cli("textconv", path, root=root)
    else:
        is_bounded(root, path, "textconv", str(path))


def spin() -> NoReturn:
    while True:
        pass


def sleep() -> None:
    time.sleep(600)


def grow() -> bytes:
    return b"a" * 2 * limits.MOST_MEGABYTES * 1_000_000


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def fail() -> None:
    raise ZeroDivisionError("a\nb" * 1000)


def speak() -> str:
    os.write(1, b"PWNED")
    os.write(2, b"PWNED")
    return "done"


def talk() -> str:
    return "a" * 300_000_000


def refuse() -> None:
    raise fault(Location("x.pdf", 1, 2), SigningCode.EMPTY_PDF)


def give_up() -> None:
    raise UnreadableFileError(PDF_EMPTY())


@pytest.mark.parametrize(
    ("read", "code"),
    [
        (spin, "reading-time"),
        (sleep, "reading-time"),
        (grow, "reading-memory"),
        (talk, "reading-memory"),
        (crash, "reading-crash"),
        (fail, "reading-fault"),
        (refuse, "empty-pdf"),
    ],
)
def test_whatever_reading_does_is_a_problem(
    read: Callable[[], object], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_SECONDS", 1)
    with pytest.raises(InputError) as raised:
        limits.within_limits("x.pdf", read)
    [problem] = raised.value.problems
    assert (problem.code, problem.location.file) == (code, "x.pdf")
    assert len(problem.message) < 400


def test_what_reading_finds_is_given(capfd: pytest.CaptureFixture[str]) -> None:
    assert limits.within_limits("x.pdf", speak) == "done"
    assert capfd.readouterr() == ("", "")
    with pytest.raises(UnreadableFileError, match="the PDF is empty"):
        limits.within_limits("x.pdf", give_up)


ORPHAN = """
import time
from agreement_gen.cli.limits import within_limits
def read():
    print("never shown")
    time.sleep(600)
print("reading", flush=True)
within_limits("x.pdf", read)
"""


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_reader_ends_with_its_command(tmp_path: Path, number: int) -> None:
    process = subprocess.Popen(
        [*program()[:1], "-c", ORPHAN],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"reading\n"
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        deadline = time.monotonic() + 30
        while not (found := children.read_text().split()) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert found
        time.sleep(0.3)
        process.send_signal(number)
        process.wait(30)
        while any(Path(f"/proc/{pid}").exists() for pid in found) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not [pid for pid in found if Path(f"/proc/{pid}").exists()]
    finally:
        process.kill()
        process.communicate()
