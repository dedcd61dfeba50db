"""Git is asked in a way that no setting of the caller can change the answer of."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from agreement_gen.problems import InputError
from agreement_gen.workspace import git as asked
from tests.support.repositories import AUTHOR, DATE, commit, git

pytestmark = pytest.mark.peer


def code(error: pytest.ExceptionInfo[InputError]) -> str:
    (problem,) = error.value.problems
    return problem.code


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "arbete"
    write(root, "region.yaml", "one\n")
    write(root, "municipalities/åsele.yaml", "Åsele\n")
    write(root, "municipalities/vetlanda.yaml", "Vetlanda\n")
    commit(root, "first")
    return root


def test_a_tree_reads_a_revision_and_not_the_disk(root: Path) -> None:
    write(root, "region.yaml", "two\n")
    tree = asked.open_tree(root, "HEAD")
    assert tree.read("region.yaml") == b"one\n"
    assert tree.read("municipalities/åsele.yaml") == "Åsele\n".encode()
    with pytest.raises(InputError, match="this is a folder, not a file"):
        tree.read("municipalities")
    assert tree.read("missing.yaml") is None
    assert list(tree.names("municipalities")) == ["vetlanda.yaml", "åsele.yaml"]
    assert list(tree.names("")) == ["municipalities", "region.yaml"]
    assert list(tree.names("nowhere")) == []


def test_a_tree_of_a_folder_inside_the_repository_has_paths_from_that_folder(root: Path) -> None:
    tree = asked.open_tree(root / "municipalities", "HEAD")
    assert list(tree.names("")) == ["vetlanda.yaml", "åsele.yaml"]
    assert tree.read("vetlanda.yaml") == b"Vetlanda\n"


def test_renames_and_deletions_show_in_the_trees(root: Path) -> None:
    git(root, "mv", "municipalities/vetlanda.yaml", "municipalities/vetlanda stad.yaml")
    git(root, "rm", "--quiet", "municipalities/åsele.yaml")
    commit(root)
    assert list(asked.open_tree(root, "HEAD").names("municipalities")) == ["vetlanda stad.yaml"]
    assert len(asked.open_tree(root, "HEAD~1").names("municipalities")) == 2


def test_a_link_is_followed_inside_the_tree(root: Path) -> None:
    (root / "municipalities" / "länk.yaml").symlink_to("../region.yaml")
    (root / "kommuner").symlink_to("municipalities")
    commit(root)
    tree = asked.open_tree(root, "HEAD")
    assert tree.read("municipalities/länk.yaml") == b"one\n"
    assert tree.read("kommuner/vetlanda.yaml") == b"Vetlanda\n"
    assert tree.names("kommuner") == tree.names("municipalities")
    assert tree.read("kommuner/none.yaml") is None


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("x.yaml", "link-loop"),
        ("none.yaml", "dangling-link"),
        ("../../outside", "link-out"),
        ("/etc/hostname", "link-out"),
        ("../municipalities", "not-a-file"),
        ("y/" * 3000, "dangling-link"),
    ],
)
def test_a_link_that_leads_to_no_file_of_the_tree_is_reported(
    root: Path, target: str, expected: str
) -> None:
    blob = git(root, "hash-object", "-w", "--stdin", given=target)
    git(root, "update-index", "--add", "--cacheinfo", f"120000,{blob},municipalities/x.yaml")
    git(root, "commit", "--quiet", "--message", "link")
    with pytest.raises(InputError) as error:
        asked.open_tree(root, "HEAD").read("municipalities/x.yaml")
    assert code(error) == expected


def test_a_file_of_a_commit_has_the_same_limit_as_one_on_the_disk(root: Path) -> None:
    write(root, "region.yaml", "x" * 1_000_000)
    write(root, "municipalities/large.yaml", "x" * 1_000_001)
    commit(root)
    tree = asked.open_tree(root, "HEAD")
    assert tree.read("municipalities/vetlanda.yaml") == b"Vetlanda\n"
    assert len(tree.read("region.yaml") or b"") == 1_000_000
    with pytest.raises(InputError, match="larger than 1 MB"):
        tree.read("municipalities/large.yaml")


def test_a_commit_whose_folders_hold_each_other_many_times_is_read_in_no_time(root: Path) -> None:
    """Ten folders in each of ten levels are ten thousand million files, in ten objects."""
    blob = git(root, "hash-object", "-w", "--stdin", given="x")
    listed = "".join(f"100644 blob {blob}\tf{n}\n" for n in range(10))
    for _ in range(10):
        tree = git(root, "mktree", given=listed)
        listed = "".join(f"040000 tree {tree}\tf{n}\n" for n in range(10))
    git(root, "read-tree", "--empty")
    top = git(root, "mktree", given=f"040000 tree {tree}\tmunicipalities\n")
    bomb = git(root, "commit-tree", top, "-m", "bomb")
    tree_of_bomb = asked.open_tree(root, bomb)
    assert len(tree_of_bomb.names("municipalities")) == 10
    assert tree_of_bomb.read("municipalities/" + "f1/" * 9 + "f2") == b"x"
    git(root, "update-ref", "HEAD", bomb)
    assert not asked.is_clean(root)


def test_branches_merges_and_a_detached_head_are_revisions(root: Path) -> None:
    first = git(root, "rev-parse", "HEAD")
    git(root, "switch", "--quiet", "--create", "sido/å")
    write(root, "municipalities/vetlanda.yaml", "Vetlanda sido\n")
    side = commit(root, "side")
    git(root, "switch", "--quiet", "main")
    write(root, "region.yaml", "main\n")
    commit(root, "main")
    git(root, "merge", "--quiet", "--no-edit", "sido/å")
    merged = asked.open_tree(root, "HEAD")
    assert merged.read("municipalities/vetlanda.yaml") == b"Vetlanda sido\n"
    assert merged.read("region.yaml") == b"main\n"
    changed = asked.last_commit(root, ["municipalities"])
    assert changed is not None
    assert changed.id == side
    git(root, "checkout", "--quiet", "--detach", first)
    assert asked.resolve(root, "HEAD") == first
    assert asked.resolve(root, "sido/å") == side


def test_a_commit_says_who_and_when(root: Path) -> None:
    found = asked.commit_of(root, "main")
    assert (found.author, found.date.isoformat()) == (AUTHOR, DATE)


def test_clean_counts_changed_and_new_files_below_the_paths(root: Path) -> None:
    assert asked.is_clean(root)
    write(root, "municipalities/ny å.yaml", "ny\n")
    assert not asked.is_clean(root)
    assert asked.is_clean(root, ["region.yaml"])
    write(root, "region.yaml", "two\n")
    assert not asked.is_clean(root, ["region.yaml"])


@pytest.mark.parametrize(
    "revision", ["nope", "", "-rf", "--help", "HEAD^{tree}", "^HEAD", "HEAD\n", "HEAD..HEAD", "a b"]
)
def test_what_names_no_commit_is_refused(root: Path, revision: str) -> None:
    with pytest.raises(InputError) as error:
        asked.resolve(root, revision)
    assert code(error) == "unknown-revision"
    assert not asked.is_revision(root, revision)


def test_a_shallow_clone_says_why_a_revision_is_missing(root: Path, tmp_path: Path) -> None:
    write(root, "region.yaml", "two\n")
    commit(root)
    git(tmp_path, "clone", "--quiet", "--depth=1", root.as_uri(), "shallow")
    clone = tmp_path / "shallow"
    assert asked.open_tree(clone, "HEAD").read("region.yaml") == b"two\n"
    with pytest.raises(InputError, match="git fetch --unshallow"):
        asked.resolve(clone, "HEAD~1")
    # Its only commit seems to bring in every file, which is not so.
    assert asked.last_commit(clone, ["municipalities"]) is None


def test_no_repository_a_bare_one_and_one_without_commits_are_told_apart(tmp_path: Path) -> None:
    empty, bare, plain = tmp_path / "empty", tmp_path / "bare", tmp_path / "plain"
    plain.mkdir()
    git(tmp_path, "init", "--quiet", "empty")
    git(tmp_path, "init", "--quiet", "--bare", "bare")
    assert asked.find_repository(plain) is None
    assert asked.find_repository(bare) is None
    for folder, expected in ((plain, "no-repository"), (bare, "bare-repository")):
        with pytest.raises(InputError) as error:
            asked.resolve(folder, "HEAD")
        assert code(error) == expected
    with pytest.raises(InputError, match="nothing is committed yet"):
        asked.resolve(empty, "HEAD")


def test_without_git_the_message_says_so(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root))
    assert asked.find_repository(root) is None
    with pytest.raises(InputError) as error:
        asked.open_tree(root, "HEAD")
    assert code(error) == "no-git"


def test_hostile_variables_and_settings_change_nothing(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    write(other, "region.yaml", "another\n")
    commit(other)
    expected = asked.commit_of(root, "HEAD")
    ignored = tmp_path / "ignored"
    ignored.write_text("*\n")
    config = tmp_path / "config"
    config.write_text(
        "[core]\n\tquotePath = true\n\tpager = false\n"
        f"\texcludesFile = {ignored}\n\tfsmonitor = false-is-no-hook\n"
        "[color]\n\tui = always\n[log]\n\tshowSignature = true\n"
        "[status]\n\tshowUntrackedFiles = no\n[diff]\n\texternal = false\n"
        "[format]\n\tpretty = oneline\n[i18n]\n\tlogOutputEncoding = latin1\n"
    )
    hostile = {
        "GIT_DIR": str(other / ".git"),
        "GIT_WORK_TREE": str(other),
        "GIT_INDEX_FILE": str(tmp_path / "index"),
        "GIT_OBJECT_DIRECTORY": str(other / ".git" / "objects"),
        "GIT_NAMESPACE": "elsewhere",
        "GIT_PAGER": "false",
        "GIT_TRACE": "1",
        "GIT_EXTERNAL_DIFF": "false",
        "GIT_LITERAL_PATHSPECS": "0",
        "GIT_CONFIG_GLOBAL": str(config),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.bare",
        "GIT_CONFIG_VALUE_0": "true",
        "HOME": str(tmp_path),
        "LANG": "sv_SE.UTF-8",
        "LANGUAGE": "sv",
        "LC_ALL": "sv_SE.UTF-8",
    }
    (tmp_path / ".gitconfig").write_text(config.read_text())
    for name, value in hostile.items():
        monkeypatch.setenv(name, value)
    assert asked.commit_of(root, "HEAD") == expected
    tree = asked.open_tree(root, "HEAD")
    assert tree.read("region.yaml") == b"one\n"
    assert tree.read("municipalities/åsele.yaml") == "Åsele\n".encode()
    assert asked.is_clean(root)
    write(root, "municipalities/ny.yaml", "ny\n")
    assert not asked.is_clean(root)
    assert asked.find_repository(root / "municipalities") == Path(os.path.realpath(root))


def test_a_path_is_never_a_pattern(root: Path) -> None:
    write(root, "municipalities/*.yaml", "star\n")
    star = commit(root, "star")
    write(root, "municipalities/vetlanda.yaml", "later\n")
    commit(root, "later")
    changed = asked.last_commit(root, ["municipalities/*.yaml"])
    assert changed is not None
    assert changed.id == star
