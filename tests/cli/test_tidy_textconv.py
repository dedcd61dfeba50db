"""Files are tidied without a change of what they say; built files are shown as text by git."""

from __future__ import annotations

import re
import shlex
import sys
from itertools import pairwise
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from agreement_gen.cli import group
from agreement_gen.problems import InputError
from agreement_gen.yamlfile.nodes import plain_values, read
from agreement_gen.yamlfile.tidy import tidy
from tests.support.docx_samples import written
from tests.support.repositories import commit, git
from tests.support.sample_documents import draft_document, final_document
from tests.support.workspaces import REPOSITORY, repository_workspace

MUNICIPALITY = (REPOSITORY / "municipalities" / "vetlanda.yaml").read_text(encoding="utf-8")


def test_line_ends_and_white_space_before_them() -> None:
    data = b"\xef\xbb\xbfa: 1  \r\n# note\t\r\nb: |\r\n  x  \r\n\r\n  y\r\n\r\n\r\n"
    assert tidy(data, "f.yaml") == b"a: 1\n# note\nb: |\n  x\n\n  y\n"


@pytest.mark.parametrize(
    "data", [b"a: 1\n", b"a: 'x'\nb:\n  - {c: d}   # e\n", b"a: >-\n  x\n  y\n"]
)
def test_a_tidy_file_stays_as_it_is(data: bytes) -> None:
    assert tidy(data, "f.yaml") == data


@pytest.mark.parametrize("data", [b"a: [\n", b"a: 1\na: 2\n", b"\xff"])
def test_what_is_no_yaml_of_a_workspace_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        tidy(data, "f.yaml")


@given(st.lists(st.sampled_from(["", " ", "  ", "\t", "\r"]), min_size=60, max_size=60))
def test_white_space_anywhere_is_taken_away_and_no_value_changes(endings: list[str]) -> None:
    lines = MUNICIPALITY.splitlines()
    # YAML allows no tab on an empty line of a block of text.
    ends = [
        end if line else end.replace("\t", " ") for line, end in zip(lines, endings, strict=False)
    ]
    untidy = "".join(f"{line}{end}\n" for line, end in zip(lines, ends, strict=True))
    tidied = tidy(untidy.encode("utf-8"), "f.yaml").decode("utf-8")
    assert tidied == MUNICIPALITY
    before = [(path, node.text) for path, node in plain_values(read(tidied.encode(), "f").root)]
    after = [
        (path, node.text) for path, node in plain_values(read(MUNICIPALITY.encode(), "f").root)
    ]
    assert before == after


def test_the_command_checks_or_mends_all_files_or_none(tmp_path: Path) -> None:
    untidy, fine, broken = (tmp_path / name for name in ("untidy.yaml", "fine.yaml", "broken.yaml"))
    untidy.write_bytes(b"a: 1 \n")
    fine.write_bytes(b"a: 1\n")
    broken.write_bytes(b"a: [\n")
    runner = CliRunner()
    files = [str(untidy), str(fine)]
    result = runner.invoke(group, ["tidy", "--check", *files])
    assert (result.exit_code, result.output) == (1, f"not tidy: {untidy}\n")
    assert runner.invoke(group, ["tidy", *files, str(broken)]).exit_code == 1
    assert untidy.read_bytes() == b"a: 1 \n"
    assert runner.invoke(group, ["tidy", *files]).output == f"tidied: {untidy}\n"
    assert untidy.read_bytes() == b"a: 1\n"
    assert runner.invoke(group, ["tidy", "--check", *files]).exit_code == 0


@pytest.mark.parametrize("data", [b"", b"nothing", b"%PDF-1.7 nothing", b"PK\x03\x04"])
def test_textconv_says_what_it_cannot_read(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "file.docx"
    path.write_bytes(data)
    result = CliRunner().invoke(group, ["textconv", str(path)])
    assert result.exit_code == 1
    assert "file.docx" in result.output


@pytest.mark.peer
def test_git_shows_built_files_as_text(tmp_path: Path) -> None:
    word = tmp_path / "avtal.docx"
    (tmp_path / ".gitattributes").write_text("*.docx diff=agreement-gen\n")
    word.write_bytes(written(draft_document()))
    commit(tmp_path)
    word.write_bytes(written(final_document()))
    program = Path(sys.executable).parent / "agreement-gen"
    git(tmp_path, "config", "diff.agreement-gen.textconv", f"{shlex.quote(str(program))} textconv")
    shown = git(tmp_path, "diff", "--no-ext-diff", "--textconv")
    assert "Binary files" not in shown
    assert re.search(r"^-.*kommunens text", shown, re.MULTILINE)
    assert re.search(r"^\+\S", shown, re.MULTILINE)


@pytest.mark.peer
def test_textconv_gives_the_same_text_of_word_and_pdf(tmp_path: Path) -> None:
    root = repository_workspace(tmp_path / "arbete")
    runner = CliRunner()
    assert runner.invoke(group, ["-C", str(root), "build", "Habo"]).exit_code == 0
    texts = [
        "".join(runner.invoke(group, ["textconv", str(path)]).output.split())
        for path in sorted((root / "output").glob("*habo.*"))
        if path.suffix in {".docx", ".pdf"}
    ]
    assert len(texts) == 2
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    "path",
    ["docs/review/github-workflow.yml", "docs/review/gitlab-ci.yml", ".pre-commit-hooks.yaml"],
)
def test_the_workflows_call_commands_and_options_that_exist(path: str) -> None:
    text = (REPOSITORY / path).read_text(encoding="utf-8")
    assert yaml.safe_load(text)
    found = 0
    for line in re.findall(r"(?:run:|- |entry:|^ +)\s*agreement-gen ([a-z].*)", text, re.MULTILINE):
        name, *rest = shlex.split(line.split("|")[0].split(">")[0])
        command = group.commands[name]
        known = {option for parameter in command.params for option in parameter.opts}
        options = {part for part in rest if part.startswith("--")}
        assert options <= known, f"{path}: {name} has no {sorted(options - known)}"
        for flag, value in pairwise(rest):
            for parameter in command.params:
                if flag in parameter.opts and isinstance(parameter.type, click.Choice):
                    assert value in parameter.type.choices
        found += 1
    assert found >= 2


def test_the_hooks_look_at_the_files_of_a_workspace_wherever_it_lies() -> None:
    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    tidying = next(hook for hook in hooks if hook["id"] == "agreement-gen-tidy")["files"]
    for path in ("region.yaml", "län/municipalities/å.yaml", "templates/x/family.yaml"):
        assert re.search(tidying, path)
    for path in ("municipalities/x.docx", "other/file.yaml", "myregion.yaml"):
        assert not re.search(tidying, path)
