"""An overlay reads as the folder that its files would make, if they were written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from agreement_gen.problems import InputError
from agreement_gen.workspace.tree import DiskTree, OverlayTree, Tree, TreeWithParts

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PATHS = ("a.yaml", "b.yaml", "m/a.yaml", "m/b.yaml", "t/x/c/1.md", "t/x/f.yaml", "t/y/f.yaml")
FOLDERS = ("", ".", "m", "t", "t/x", "t/x/c", "t/y", "none", "a.yaml")

own_files = st.dictionaries(st.sampled_from(PATHS), st.binary(max_size=2))
changes = st.dictionaries(st.sampled_from(PATHS), st.none() | st.binary(max_size=2))


def write(root: Path, files: dict[str, bytes]) -> DiskTree:
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return DiskTree(root)


def holds_file(tree: Tree, path: str) -> bool:
    """Whether a path is a file or a folder with one somewhere in it."""
    names = tree.names(path)
    if names:
        return any(holds_file(tree, f"{path}/{name}") for name in names)
    try:
        return tree.read(path) is not None
    except InputError:
        return False


@settings(max_examples=60)
@given(own=own_files, changed=changes)
def test_an_overlay_reads_as_the_files_written(
    tmp_path_factory: pytest.TempPathFactory,
    own: dict[str, bytes],
    changed: dict[str, bytes | None],
) -> None:
    overlay = OverlayTree(write(tmp_path_factory.mktemp("own"), own), changed)
    after = {path: data for path, data in (own | changed).items() if data is not None}
    expected = write(tmp_path_factory.mktemp("after"), after)
    assert [overlay.read(path) for path in PATHS] == [expected.read(path) for path in PATHS]
    for folder in FOLDERS:
        # A folder that has lost its last file is still listed.
        start = "" if folder in {"", "."} else f"{folder}/"
        kept = [name for name in overlay.names(folder) if holds_file(overlay, start + name)]
        assert kept == list(expected.names(folder))


@settings(max_examples=60)
@given(own=own_files, others=own_files, parts=st.sets(st.sampled_from(["a.yaml", "m", "t/x"])))
def test_parts_of_another_tree_replace_those_of_the_own_whole(
    tmp_path_factory: pytest.TempPathFactory,
    own: dict[str, bytes],
    others: dict[str, bytes],
    parts: set[str],
) -> None:
    def is_in_part(path: str) -> bool:
        return any(path == part or path.startswith(f"{part}/") for part in parts)

    own_tree = write(tmp_path_factory.mktemp("own"), own)
    other_tree = write(tmp_path_factory.mktemp("other"), others)
    mixed = TreeWithParts(own_tree, other_tree, frozenset(parts))
    after = {path: data for path, data in own.items() if not is_in_part(path)}
    after |= {path: data for path, data in others.items() if is_in_part(path)}
    expected = write(tmp_path_factory.mktemp("after"), after)
    assert [mixed.read(path) for path in PATHS] == [expected.read(path) for path in PATHS]
    for folder in FOLDERS:
        start = "" if folder in {"", "."} else f"{folder}/"
        kept = [name for name in mixed.names(folder) if holds_file(mixed, start + name)]
        assert kept == list(expected.names(folder))


def test_a_new_file_is_listed_in_its_folder_and_the_folders_above(tmp_path: Path) -> None:
    overlay = OverlayTree(DiskTree(tmp_path), {"t/x/f.yaml": b""})
    assert [overlay.names(folder) for folder in ("", "t", "t/x")] == [["t"], ["x"], ["f.yaml"]]
