"""What a file states about its origin, and which commit that is."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest

from agreement_gen.build.build import Options, build
from agreement_gen.build.compose import compose
from agreement_gen.build.provenance import commits, content_fingerprint
from agreement_gen.problems import InputError
from tests.support import peers
from tests.support.workspaces import REPOSITORY, edit, entry, load, small_workspace

if TYPE_CHECKING:
    from pathlib import Path


def git(root: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid"]
    command = ["git", *identity, *arguments]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(root: Path) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "change")
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = small_workspace(tmp_path)
    git(root, "init", "-q")
    (root / ".gitignore").write_text("output/\n")
    commit(root)
    return root


def named(root: Path) -> dict[str, str]:
    return commits(root, load(root))


def test_the_commit_is_the_last_that_changed_an_input(repository: Path) -> None:
    first = git(repository, "rev-parse", "HEAD")
    assert named(repository) == {"alby": first, "osby-a": first}

    (repository / "anteckning.txt").write_text("unrelated")
    commit(repository)
    assert named(repository) == {"alby": first, "osby-a": first}

    edit(repository, "municipalities/alby.yaml", {"Tio ledare": "Elva ledare"})
    local = commit(repository)
    assert named(repository) == {"alby": local, "osby-a": first}

    edit(repository, "municipalities/alby.yaml", {"municipality: Alby": "municipality: Alby "})
    edit(
        repository, "templates/samverkan/clauses/mal.md.j2", {"Planen gäller": "Denna plan gäller"}
    )
    standard = commit(repository)
    assert named(repository) == {"alby": standard, "osby-a": standard}


def test_recording_a_signature_leaves_the_agreements_bytes_alone(repository: Path) -> None:
    first = git(repository, "rev-parse", "HEAD")
    signed = f"signed: {{date: 2024-02-01, edition: 2024-01-15, sha256: {'0' * 64}}}\n"
    alby = repository / "municipalities/alby.yaml"
    alby.write_text(f"# A comment.\n{alby.read_text(encoding='utf-8')}{signed}", encoding="utf-8")
    second = commit(repository)
    assert named(repository) == {"alby": first, "osby-a": first}
    # The file itself is another, so an embedded one must be found at its own commit.
    whole = commits(repository, load(repository), whole_files=True)
    assert whole == {"alby": second, "osby-a": first}


def test_another_municipalitys_row_is_an_input_because_the_table_holds_it(
    repository: Path,
) -> None:
    edit(repository, "municipalities/alby.yaml", {"hours_per_week: 12": "hours_per_week: 13"})
    row = commit(repository)
    assert named(repository) == {"alby": row, "osby-a": row}


def test_shared_parties_shared_texts_and_agreements_of_others_are_inputs(tmp_path: Path) -> None:
    """A file that was built from an uncommitted party named a commit that does not say so."""
    root = tmp_path / "planer"
    example = REPOSITORY / "examples/samverkansplan"
    shutil.copytree(example, root, ignore=shutil.ignore_patterns("output"))
    git(root, "init", "-q")
    # The folder of agreements that no one municipality has.
    (root / "agreements").mkdir()
    (root / "municipalities/testvik.yaml").rename(root / "agreements/testvik.yaml")
    first = commit(root)
    slugs = ("provby", "provby-rehabbad", "testvik")
    assert named(root) == dict.fromkeys(slugs, first)
    edit(root, "agreements/testvik.yaml", {"meetings: 2": "meetings: 3"})
    assert named(root) == {}
    own = commit(root)
    assert named(root) == {**dict.fromkeys(slugs, first), "testvik": own}
    edit(root, "templates/shared/kontakt.md.j2", {"Frågor om": "Alla frågor om"})
    shared = commit(root)
    assert named(root) == dict.fromkeys(slugs, shared)
    edit(root, "parties/forbund.yaml", {"§ 31": "§ 32"})
    assert named(root) == {}
    party = commit(root)
    assert named(root)["provby"] == party


def test_a_workspace_that_is_not_clean_names_no_commit(repository: Path) -> None:
    edit(repository, "municipalities/alby.yaml", {"Tio ledare": "Elva ledare"})
    assert named(repository) == {}


def test_outside_git_no_commit_is_named(tmp_path: Path) -> None:
    assert named(small_workspace(tmp_path)) == {}


def test_the_fingerprint_is_of_the_text_and_not_of_the_look(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    workspace = load(root)
    first = content_fingerprint(compose(workspace, entry(workspace, "alby")).document)
    css = root / "templates/samverkan/agreement.css"
    css.write_text(css.read_text(encoding="utf-8") + "p { color: black }\n", encoding="utf-8")
    workspace = load(root)
    assert content_fingerprint(compose(workspace, entry(workspace, "alby")).document) == first
    edit(root, "municipalities/alby.yaml", {"Tio ledare": "Elva ledare"})
    workspace = load(root)
    assert content_fingerprint(compose(workspace, entry(workspace, "alby")).document) != first


def build_one(root: Path, options: Options) -> Path:
    workspace = load(root)
    build(workspace, [entry(workspace, "alby")], root / "output", options, named(root))
    return root / "output"


def test_pdf_and_word_carry_the_facts(repository: Path) -> None:
    output = build_one(repository, Options(jobs=1))
    head = git(repository, "rev-parse", "HEAD")
    with pikepdf.open(output / "samverkansplan-alby.pdf") as pdf:
        xmp = pdf.Root.Metadata.read_bytes().decode("utf-8")
    word = zipfile.ZipFile(io.BytesIO((output / "samverkansplan-alby.docx").read_bytes()))
    custom = word.read("docProps/custom.xml").decode("utf-8")
    for fact in ("samverkan", "2024-01-15", "alby", head):
        assert f">{fact}<" in xmp
        assert f">{fact}<" in custom


def test_nothing_of_the_machine_is_in_a_file(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USER", "hemligaanvandaren")
    monkeypatch.setenv("LOGNAME", "hemligaanvandaren")
    output = build_one(repository, Options(formats=("pdf", "docx", "html", "txt"), jobs=1))
    for path in output.iterdir():
        data = path.read_bytes()
        if path.suffix == ".docx":
            members = zipfile.ZipFile(io.BytesIO(data))
            data = b"".join(members.read(name) for name in members.namelist())
        for secret in (b"hemligaanvandaren", str(repository).encode(), b"site-packages"):
            assert secret not in data, path.name


def test_the_sidecar_describes_the_pdf_for_the_archive(repository: Path) -> None:
    output = build_one(repository, Options(jobs=1))
    about = json.loads((output / "samverkansplan-alby.json").read_text(encoding="utf-8"))
    assert about["title"] == "Samverkansplan för Testmarks län – Alby kommun"
    assert [party["name"] for party in about["parties"]] == [
        "Region Testmark",
        "Idrottsförbundet i Testmark",
        "Alby kommun",
    ]
    assert (about["edition"], about["state"]) == ("2024-01-15", "ready")
    manifest = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    hashes = {file["name"]: file["sha256"] for file in manifest["agreements"][0]["files"]}
    assert about["sha256"] == hashes["samverkansplan-alby.pdf"]


def test_final_refuses_drafts_and_writes_nothing_of_them(repository: Path) -> None:
    workspace = load(repository)
    output = repository / "output"
    with pytest.raises(InputError, match=r"osby-a\.yaml:9:3: error: the local text"):
        build(workspace, [entry(workspace, "osby-a")], output, Options(jobs=1, final=True))
    assert not output.exists()
    with pytest.raises(InputError, match=r"osby-a\.yaml"):
        build(workspace, workspace.entries, output, Options(("txt",), jobs=1, final=True))
    assert sorted(path.name for path in output.iterdir()) == [
        "manifest.json",
        "samverkansplan-alby.txt",
    ]
    alby = [entry(workspace, "alby")]
    [built] = build(workspace, alby, output, Options(formats=("txt",), jobs=1, final=True))
    assert built.state == "ready"


@pytest.mark.peer
def test_the_embedded_source_is_the_municipalitys_file(repository: Path) -> None:
    output = build_one(repository, Options(formats=("pdf",), jobs=1, embed_source=True))
    path = output / "samverkansplan-alby.pdf"
    assert peers.verapdf([path], "3a", "ua1") == {path: []}
    pdf = pypdfium2.PdfDocument(path)
    attachment = pdf.get_attachment(0)
    assert attachment.get_name() == "alby.yaml"
    assert bytes(attachment.get_data()) == (repository / "municipalities/alby.yaml").read_bytes()
    pdf.close()
