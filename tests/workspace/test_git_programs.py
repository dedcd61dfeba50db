"""No program that a repository's configuration or attributes name is ever run."""

from __future__ import annotations

import os
import shutil
import stat
from typing import TYPE_CHECKING

import pytest

from agreement_gen.problems import InputError
from agreement_gen.workspace import git as asked
from tests.support.cli import run_cli
from tests.support.repositories import commit, git
from tests.support.workspaces import edit, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.peer

CONFIG = """
[core]
    fsmonitor = {run}
    hooksPath = {hooks}
    pager = {run}
    editor = {run}
    askPass = {run}
    sshCommand = {run}
    gitProxy = {run}
    alternateRefsCommand = {run}
    attributesFile = {attributes}
    autocrlf = true
[filter "evil"]
    clean = {run}
    smudge = {run}
    process = {run}
    required = true
[diff]
    external = {run}
    orderFile = {hooks}/none
[diff "evil"]
    command = {run}
    textconv = {run}
    cachetextconv = false
[merge "evil"]
    driver = {run}
[gpg]
    program = {run}
[gpg "ssh"]
    program = {run}
    allowedSignersFile = {run}
[log]
    showSignature = true
[commit]
    gpgSign = true
[credential]
    helper = !{run}
[alias]
    status = !{run}
    rev-parse = !{run}
    cat-file = !{run}
    ls-files = !{run}
[pager]
    log = {run}
    rev-list = {run}
    cat-file = {run}
[trailer "x"]
    command = {run}
[uploadpack]
    packObjectsHook = {run}
[protocol]
    allow = always
[protocol "ext"]
    allow = always
[protocol "file"]
    allow = always
[remote "origin"]
    url = {url}
    uploadpack = {run}
    promisor = true
    partialclonefilter = blob:none
    fetch = +refs/heads/*:refs/remotes/origin/*
[extensions]
    partialClone = origin
[url "ext::{run} "]
    insteadOf = evil:
[maintenance]
    auto = true
[gc]
    auto = 1
"""
HOOKS = (
    "post-checkout", "post-commit", "post-index-change", "post-merge", "post-rewrite",
    "pre-auto-gc", "pre-commit", "fsmonitor-watchman", "reference-transaction", "post-update",
)  # fmt: skip


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """A file that appears when any of the programs is run."""
    return tmp_path / "PWNED"


@pytest.fixture
def program(tmp_path: Path, marker: Path) -> Path:
    program = tmp_path / "evil"
    program.write_text(f"#!/bin/sh\ntouch '{marker}'\ncat\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def poison(root: Path, program: Path, url: str) -> None:
    """Let a repository name a program wherever git lets one be named."""
    hooks = root.parent / "hooks"
    hooks.mkdir()
    for name in HOOKS:
        shutil.copy(program, hooks / name)
        shutil.copy(program, root / ".git" / "hooks" / name)
    attributes = root.parent / "attributes"
    attributes.write_text(
        "* filter=evil diff=evil merge=evil text ident working-tree-encoding=UTF-16\n"
    )
    shutil.copy(attributes, root / ".git" / "info" / "attributes")
    config = CONFIG.format(run=program, hooks=hooks, attributes=attributes, url=url)
    with (root / ".git" / "config").open("a") as file:
        file.write(config)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = small_workspace(tmp_path / "workspace")
    (root / ".gitattributes").write_text("* filter=evil diff=evil merge=evil\n")
    commit(root, "first")
    edit(root, "municipalities/alby.yaml", {"Kulturchef": "Fritidschef"})
    commit(root, "second")
    return root


def test_the_poison_works(root: Path, program: Path, marker: Path) -> None:
    """Without this nothing would be shown by the file that does not appear."""
    poison(root, program, f"ext::{program}")
    os.utime(root / "region.yaml", (1, 1))
    git_as_it_is = ["git", "-C", str(root), "status"]
    assert os.spawnvp(os.P_WAIT, "git", git_as_it_is) in range(256)
    assert marker.exists()


@pytest.mark.parametrize("url", ["ext::{program}", "{root}", "file://{root}", "evil:x", "host:x"])
@pytest.mark.parametrize("lacks", [False, True])
def test_no_command_runs_any_of_them(
    root: Path, program: Path, marker: Path, url: str, lacks: bool
) -> None:
    poison(root, program, url.format(program=program, root=root))
    if lacks:  # as in a partial clone, whose missing objects git would fetch
        blob = git(root, "rev-parse", "HEAD~1:municipalities/alby.yaml")
        (root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    marker.unlink(missing_ok=True)  # the line above may have run a program
    os.utime(root / "region.yaml", (1, 1))
    for command, ends_well in (
        (["check"], True),
        (["diff"], True),
        (["diff", "HEAD~1", "HEAD"], True),
        (["redline", "--from", "HEAD~1", "--to-format", "html"], not lacks),
        (["redline", "--from", "HEAD", "--to-format", "html"], True),
        (["build", "--to", "txt", "--jobs", "1"], True),
        (["revise", "--edition", "2024-01-15"], True),
    ):
        run_cli(*command, root=root, exit_code=0 if ends_well else 1)
        assert not marker.exists(), command
    for ask in (asked.is_clean, asked.find_repository, asked.last_commit, asked.git_place):
        ask(root)
    list(asked.history(root, ["municipalities"]))
    assert not marker.exists()


def test_an_object_that_a_clone_lacks_is_reported(root: Path) -> None:
    blob = git(root, "rev-parse", "HEAD~1:municipalities/alby.yaml")
    (root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    tree = asked.open_tree(root, "HEAD~1")
    with pytest.raises(InputError, match="does not hold this file's text") as error:
        tree.read("municipalities/alby.yaml")
    assert error.value.problems[0].location.file == "municipalities/alby.yaml"
    assert tree.read("municipalities/osby-a.yaml") is not None


def test_a_filter_does_not_decide_whether_files_are_as_committed(
    root: Path, program: Path, marker: Path
) -> None:
    """A clean filter could make any edit look as committed, which a PDF would then state."""
    poison(root, program, "")
    assert asked.is_clean(root)
    edit(root, "region.yaml", {"Regiondirektör": "Landshövding"})
    assert not asked.is_clean(root)
    assert not marker.exists()


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_no_flag_of_the_index_hides_an_edit(root: Path, flag: str) -> None:
    git(root, "update-index", flag, "region.yaml")
    assert asked.is_clean(root)
    with (root / "region.yaml").open("a") as file:
        file.write("# edited\n")
    assert not asked.is_clean(root)


def test_a_checkout_with_other_line_ends_is_as_committed(root: Path) -> None:
    """Git on Windows writes CR LF, so that every checkout there would be called changed."""
    for path in root.rglob("*"):
        if path.is_file() and ".git" not in path.parts and path.suffix != ".docx":
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert asked.is_clean(root)
    commit(root, "as on Windows")
    for path in root.rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))
    assert asked.is_clean(root, ["municipalities"])
    data = (root / "templates/samverkan/reference.docx").read_bytes()
    assert b"\n" in data
    (root / "templates/samverkan/reference.docx").write_bytes(data.replace(b"\n", b"\r\n", 1))
    assert not asked.is_clean(root, ["templates"])


@pytest.mark.parametrize("change", ["removed", "folder", "link", "staged", "added", "pipe"])
def test_every_other_change_is_seen(root: Path, change: str) -> None:
    place = root / "municipalities/alby.yaml"
    data = place.read_bytes()
    if change == "added":
        (root / "municipalities/new.yaml").write_bytes(data)
        git(root, "add", "municipalities/new.yaml")
    elif change == "staged":
        place.write_bytes(b"other\n")
        git(root, "add", "municipalities/alby.yaml")
        place.write_bytes(data)
    else:
        place.unlink()
        if change == "folder":
            place.mkdir()
        elif change == "link":
            (root / "same.yaml").write_bytes(data)
            place.symlink_to("../same.yaml")
        elif change == "pipe":
            os.mkfifo(place)
    assert not asked.is_clean(root, ["municipalities"])
    assert asked.is_clean(root, ["region.yaml"])


def test_a_program_called_git_in_the_workspace_is_not_run(
    root: Path, program: Path, marker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(program, root / "git")
    monkeypatch.chdir(root)
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.pathsep}{os.environ['PATH']}")
    asked.resolve(root, "HEAD")
    assert not marker.exists()


def raw_commit(root: Path, author: bytes, more: bytes = b"") -> str:
    """A commit that git itself would not make."""
    tree = git(root, "rev-parse", "HEAD^{tree}").encode()
    data = b"tree %s\nauthor %s\ncommitter A <a> 1 +0000\n%s\nm\n" % (tree, author, more)
    path = root.parent / "commit"
    path.write_bytes(data)
    made = git(root, "hash-object", "-t", "commit", "-w", "--literally", str(path))
    git(root, "update-ref", "HEAD", made)
    return made


@pytest.mark.parametrize(
    ("author", "more", "name"),
    [
        ("Åsa <a@b> 1700000000 +0100".encode(), b"", "Åsa"),
        ("A\u030asa <a@b> 1700000000 +0100".encode(), b"", "Åsa"),
        ("Åsa <a@b> 1700000000 -0330".encode("latin-1"), b"encoding ISO-8859-1\n", "Åsa"),
        ("Åsa <a@b> 1700000000 +0000".encode("latin-1"), b"", "\\u{FFFD}sa"),
        (b"A\x1b[8m\x07 <a@b> 1700000000 +0000", b"", r"A\u{001B}[8m\u{0007}"),
        (
            "A\u202eB\u2028 <a@b> 1 +0000".encode(),
            b"encoding unicode_escape\n",
            r"A\u{202E}B\u{2028}",
        ),
        (b" <a@b> 0 +1400", b"", "a@b"),
        (b"x" * 100_000 + b" <a> 1700000000 +0000", b"", "x" * 200),
        (b"A <a> 32503679999 +0000", b"", "A"),
    ],
)
def test_an_author_is_shown_as_a_reader_can_see(
    root: Path, author: bytes, more: bytes, name: str
) -> None:
    found = asked.commit_of(root, raw_commit(root, author, more))
    assert found.author == name


@pytest.mark.parametrize(
    "author",
    [
        b"A <a> 99999999999999999 +0000",
        b"A <a> 999999999999999999999999 +0000",
        b"A <a> 253402300799 +0000",
        b"A <a> -62135596800 +0000",
        b"A <a> -99999999999999 +0000",
        b"A <a> 32503680000 +0000",
        b"A <a> 1700000000 +9999",
        b"A <a> 1700000000",
        b"A <a> x +0000",
        b"A",
        b"",
    ],
)
def test_a_time_or_an_author_that_cannot_be_used_is_reported(root: Path, author: bytes) -> None:
    raw_commit(root, author)
    with pytest.raises(InputError) as error:
        asked.commit_of(root, "HEAD")
    assert [problem.code for problem in error.value.problems] == ["unusable-author"]
    shown = run_cli("redline", "--from", "HEAD~0", "--to", "HEAD", root=root, exit_code=1)
    assert "unusable-author" in shown.stderr
    run_cli("build", "--to", "txt", "--jobs", "1", root=root)


def test_git_that_does_not_end_is_ended(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "_LONGEST", 1)
    os.mkfifo(root.parent / "pipe")
    with (root / ".git" / "config").open("a") as file:
        file.write(f"[include]\n path = {root.parent / 'pipe'}\n")
    with pytest.raises(InputError, match="did not end within 1 seconds"):
        asked.resolve(root, "HEAD")
