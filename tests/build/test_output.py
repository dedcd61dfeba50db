"""The output folder: what a manifest may say, and where files are built."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement_gen.build.build import Options, build
from agreement_gen.build.output import (
    MANIFEST,
    MOST_OF_MANIFEST,
    is_name_of,
    manifest_file,
    output_folder,
    read_manifest,
)
from agreement_gen.problems import InputError
from tests.support.cli import run_cli
from tests.support.publications import row
from tests.support.workspaces import edit, load, small_workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from agreement_gen.problems import Problem

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no links for everybody")

TEXT_ONLY = Options(formats=("txt",), jobs=1)

Data = dict[str, Any]


def good() -> Data:
    files = {"plan-alby.pdf": b"pdf", "plan-alby.json": b"{}"}
    found: Data = json.loads(manifest_file([row("alby", "a", files), row("bro", "b", {})]))
    return found


def set_name(name: str) -> Callable[[Data], None]:
    def forge(data: Data) -> None:
        data["agreements"][0]["files"][0]["name"] = name

    return forge


def set_key(key: str, value: object) -> Callable[[Data], None]:
    def forge(data: Data) -> None:
        data["agreements"][0][key] = value

    return forge


def set_file_key(key: str, value: object) -> Callable[[Data], None]:
    def forge(data: Data) -> None:
        data["agreements"][0]["files"][0][key] = value

    return forge


def same_file_twice(data: Data) -> None:
    data["agreements"][0]["files"] *= 2


def same_slug_twice(data: Data) -> None:
    data["agreements"] *= 2


FORGERIES: dict[str, Callable[[Data], None]] = {
    "parent": set_name("../plan-alby.pdf"),
    "absolute": set_name("/etc/plan-alby.pdf"),
    "backslash": set_name("..\\plan-alby.pdf"),
    "drive": set_name("C:plan-alby.pdf"),
    "empty": set_name(""),
    "dot": set_name("."),
    "hidden": set_name(".plan-alby.pdf"),
    "NUL": set_name("plan\0-alby.pdf"),
    "line": set_name("plan\n-alby.pdf"),
    "long": set_name("x" * 300 + "-alby.pdf"),
    "manifest": set_name("manifest.json"),
    "ending": set_name("plan-alby.yaml"),
    "other": set_name("plan-bro.pdf"),
    "number": set_name(7),  # type: ignore[arg-type]
    "hash": set_file_key("sha256", "0" * 63),
    "hash kind": set_file_key("sha256", None),
    "size": set_file_key("bytes", -1),
    "size kind": set_file_key("bytes", "3"),
    "slug": set_key("slug", "../x"),
    "slug kind": set_key("slug", ["alby"]),
    "pages": set_key("pages", 1.5),
    "missing": set_key("missing", [{"file": 1}]),
    "files": set_key("files", "plan-alby.pdf"),
    "file": set_key("files", ["plan-alby.pdf"]),
    "twice": same_file_twice,
    "slug twice": same_slug_twice,
}

BROKEN = {
    "empty": b"",
    "half": b'{"program": "agreement-gen", "agreem',
    "deep": b"[" * 200_000,
    "number": b"1" * 10_000,
    "not UTF-8": b'{"program": "\xff"}',
    "list": b"[]",
    "huge": b" " * (MOST_OF_MANIFEST + 1),
}


def write(output: Path, data: bytes) -> None:
    output.mkdir(exist_ok=True)
    (output / MANIFEST).write_bytes(data)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    rows = [row("alby", "a", {"plan-alby.pdf": b"pdf"}), row("bro", "b", {})]
    write(tmp_path, manifest_file(rows))
    assert list(read_manifest(tmp_path).values()) == rows


def test_a_manifest_of_an_older_version_is_read(tmp_path: Path) -> None:
    """Its rows may have keys that are no longer written."""
    data = good()
    data["agreements"][0]["built_by"] = "somebody"
    write(tmp_path, json.dumps(data).encode())
    assert set(read_manifest(tmp_path)) == {"alby", "bro"}


def test_no_manifest_has_no_rows(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == {}
    assert read_manifest(tmp_path / "none") == {}


@pytest.mark.parametrize("kind", FORGERIES)
def test_a_forged_manifest_is_not_believed(kind: str, tmp_path: Path) -> None:
    data = good()
    FORGERIES[kind](data)
    write(tmp_path, json.dumps(data).encode())
    with pytest.raises(InputError, match="not a manifest that agreement-gen wrote"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_manifest_is_not_believed(kind: str, tmp_path: Path) -> None:
    write(tmp_path, BROKEN[kind])
    with pytest.raises(InputError, match="not a manifest that agreement-gen wrote"):
        read_manifest(tmp_path)


@posix
@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "loop"])
def test_a_manifest_that_is_no_file_is_not_believed(kind: str, tmp_path: Path) -> None:
    (tmp_path / "other.json").write_bytes(manifest_file([row("alby", "a", {})]))
    match kind:
        case "link":
            (tmp_path / MANIFEST).symlink_to("other.json")
        case "loop":
            (tmp_path / MANIFEST).symlink_to(MANIFEST)
        case "pipe":
            os.mkfifo(tmp_path / MANIFEST)
        case _:
            (tmp_path / MANIFEST).mkdir()
    with pytest.raises(InputError, match="not a manifest that agreement-gen wrote"):
        read_manifest(tmp_path)


@given(st.text(), st.text())
def test_the_name_of_an_agreements_file_is_one_in_the_folder_itself(name: str, slug: str) -> None:
    for candidate in (name, f"{name}-{slug}.pdf"):
        if is_name_of(candidate, slug):
            assert PurePath(candidate).name == candidate
            assert candidate not in {"", ".", ".."}
            assert "\0" not in candidate


def test_the_names_of_a_build_are_names_of_its_agreement() -> None:
    assert is_name_of("overenskommelse-halsocenter-aneby.pdf", "aneby")
    assert is_name_of("plan-osby-a.json", "osby-a")
    assert is_name_of("plan-ösby å.txt", "ösby å")


def built(root: Path, output: Path, options: Options = TEXT_ONLY) -> list[Problem]:
    """Build the texts; what is reported of the folder."""
    workspace = load(root)
    notes: list[Problem] = []
    build(workspace, workspace.entries, output, options, notify=notes.append)
    return notes


def test_a_foreign_manifest_is_reported_once_and_written_anew(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "w")
    output = root / "output"
    victim = root / "victim.txt"
    victim.write_text("mine", encoding="utf-8")
    data = good()
    set_name("../victim.txt")(data)
    write(output, json.dumps(data).encode())
    [note] = built(root, output)
    assert str(note) == (
        f"{output / MANIFEST}: warning: this is not a manifest that agreement-gen wrote; "
        "agreements are built anew [foreign-manifest]"
    )
    assert victim.read_text(encoding="utf-8") == "mine"
    assert set(read_manifest(output)) == {"alby", "osby-a"}
    assert built(root, output) == []


def test_a_forged_manifest_removes_no_file_that_the_program_did_not_write(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "w")
    output = root / "output"
    output.mkdir()
    (output / "my-thesis.txt").write_text("mine", encoding="utf-8")
    stranger = row("thesis", "x", {"my-thesis.txt": b"what somebody thinks that it is"})
    write(output, manifest_file([stranger]))
    built(root, output)
    assert (output / "my-thesis.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("place", [".", "templates", "municipalities/x", "templates/samverkan"])
def test_nothing_is_built_among_what_agreements_are_made_from(place: str, tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "w")
    before = sorted(root.rglob("*"))
    result = run_cli("build", "--to", "txt", "--output", root / place, root=root, exit_code=1)
    assert "[output-among-inputs]" in result.stderr
    assert sorted(root.rglob("*")) == before


@posix
def test_a_link_to_a_folder_of_inputs_is_one(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "w")
    (tmp_path / "link").symlink_to(root / "templates")
    with pytest.raises(InputError, match="agreements are made from the files in this folder"):
        built(root, tmp_path / "link")


def test_a_workspace_may_be_built_into_any_other_folder(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "w")
    for place in (tmp_path, root / "docs" / "output", tmp_path / "new" / "deep"):
        built(root, place)
        assert (place / "samverkansplan-alby.txt").exists()


@posix
def test_an_output_folder_that_leads_out_of_the_workspace_is_refused(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "w")
    (tmp_path / "elsewhere").mkdir()
    (root / "output").symlink_to(tmp_path / "elsewhere")
    result = run_cli("build", "--to", "txt", root=root, exit_code=1)
    assert "[output-leads-out]" in result.stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []
    run_cli("build", "--to", "txt", "--output", tmp_path / "elsewhere", root=root)
    assert (tmp_path / "elsewhere" / MANIFEST).exists()


@posix
def test_an_output_folder_may_be_a_link_inside_the_workspace(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "w")
    (root / "built").mkdir()
    (root / "output").symlink_to("built")
    run_cli("build", "--to", "txt", root=root)
    assert (root / "built" / MANIFEST).exists()
    assert output_folder(root, None) == root / "output"


def test_an_output_folder_that_is_a_file_is_reported(tmp_path: Path) -> None:
    root = small_workspace(tmp_path / "w")
    (root / "output").write_bytes(b"mine")
    result = run_cli("build", "--to", "txt", root=root, exit_code=1)
    assert "[output-not-a-folder]" in result.stderr
    assert (root / "output").read_bytes() == b"mine"


@posix
def test_an_output_folder_that_is_up_to_date_may_be_read_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small_workspace(tmp_path / "w")
    built(root, root / "output")

    def refuse(*_: object, **__: object) -> int:
        raise OSError(30, "Read-only file system", "output")

    monkeypatch.setattr(os, "mkdir", refuse)
    monkeypatch.setattr("agreement_gen.build.output_lock._tried", refuse)
    assert built(root, root / "output") == []
    with pytest.raises(OSError, match="Read-only"):
        built(root, root / "output", Options(formats=("txt",), jobs=1, force=True))


def rename_file(root: Path, old: str, new: str) -> None:
    (root / "municipalities" / old).rename(root / "municipalities" / new)


@posix
@pytest.mark.parametrize("name", ["a:b", 'a"b', "a\\b", "a|b", "x" * 240, "alby*"], ids=range(6))
def test_a_municipality_whose_files_could_not_be_named_is_reported(
    name: str, tmp_path: Path
) -> None:
    root = small_workspace(tmp_path / "w")
    rename_file(root, "alby.yaml", f"{name}.yaml")
    with pytest.raises(InputError, match="no file can be named"):
        built(root, root / "output")
    assert set(read_manifest(root / "output")) == {"osby-a"}, "the other one is built"


@pytest.mark.parametrize("name", ["manifest", ".build-x", "output", "con", "-rf", "alby.x"])
def test_a_municipality_may_be_named_like_something_of_the_program(
    name: str, tmp_path: Path
) -> None:
    root = small_workspace(tmp_path / "w")
    rename_file(root, "alby.yaml", f"{name}.yaml")
    built(root, root / "output")
    assert (root / "output" / f"samverkansplan-{name}.txt").exists()
    built(root, root / "output")
    assert set(read_manifest(root / "output")) == {name, "osby-a"}


@pytest.mark.parametrize("name", ["ALBY.yaml", "alby.yml"])
def test_two_municipalities_whose_files_differ_in_capitals_are_reported(
    name: str, tmp_path: Path
) -> None:
    root = small_workspace(tmp_path / "w")
    rename_file(root, "osby-a.yaml", name)
    with pytest.raises(InputError, match="is named like"):
        built(root, root / "output")


def test_two_families_whose_files_would_have_one_name_are_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small_workspace(tmp_path / "w")
    shutil.copytree(root / "templates" / "samverkan", root / "templates" / "annat")
    edit(root, "templates/annat/family.yaml", {"samverkansplan": "samverkansplan-x"})
    rename_file(root, "osby-a.yaml", "x-alby.yaml")
    edit(root, "municipalities/alby.yaml", {"agreement: samverkan": "agreement: annat"})
    monkeypatch.setattr("agreement_gen.checks.gate.check", lambda _: ())  # of the sums
    with pytest.raises(InputError, match=r"`samverkansplan-x-alby.docx` would be one of Alby too"):
        built(root, root / "output")
