"""A whole new workspace: an example that comes with the program, copied whole or not at all."""

from __future__ import annotations

import secrets
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from agreement_gen.problems import Location, fault
from agreement_gen.workspace.messages import WorkspaceCode
from agreement_gen.workspace.reader import MUNICIPALITIES, PARTIES, load_workspace
from agreement_gen.workspace.root import REGION_FILE, TEMPLATES
from agreement_gen.workspace.schema import write_schemas
from agreement_gen.workspace.transaction import write_files
from agreement_gen.workspace.tree import DiskTree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Kind: TypeAlias = Literal["halsocenter", "samverkansplan", "blank"]
EXAMPLES: Mapping[Kind, str] = {
    "halsocenter": "exempelbygden",
    "samverkansplan": "samverkansplan",
    "blank": "blank",
}
"""The folder below ``examples/`` that each kind of workspace is a copy of."""

PARTS = (
    "README.md",
    ".gitattributes",
    ".gitignore",
    REGION_FILE,
    TEMPLATES,
    MUNICIPALITIES,
    PARTIES,
)
"""What an example's folder may hold; anything else in it was built there and is not copied."""

REVIEW = {
    "github-workflow.yml": ".github/workflows/agreements.yml",
    "gitlab-ci.yml": ".gitlab-ci.yml",
}
"""The files that have each change reviewed, and the paths where the services find them."""

_WHERE_INSTALLED = Path(__file__).parent.parent / "starter_files"
_CHECKOUT = Path(__file__).parent.parent.parent


def starter_files(kind: Kind = "halsocenter") -> Mapping[str, bytes]:
    """The files of a new workspace of a kind by path, sorted.

    They are in the installed package, or in the folders that they are packed from.

    Raises:
        FileNotFoundError: the program was installed without them.
    """
    installed = _WHERE_INSTALLED.is_dir()
    example = _WHERE_INSTALLED / kind if installed else _CHECKOUT / "examples" / EXAMPLES[kind]
    review = _WHERE_INSTALLED / "review" if installed else _CHECKOUT / "docs" / "review"
    found = {}
    for part in PARTS:
        top = example / part
        for path in [top] if top.is_file() else top.rglob("*"):
            if path.is_file():
                found[path.relative_to(example).as_posix()] = path.read_bytes()
    if REGION_FILE not in found:
        raise FileNotFoundError(f"{example} does not hold the starter: reinstall agreement-gen")
    for name, target in REVIEW.items():
        if (review / name).is_file():
            found[target] = (review / name).read_bytes()
    return dict(sorted(found.items()))


def write_starter(target: Path, kind: Kind = "halsocenter") -> tuple[str, ...]:
    """Make a new workspace of a kind in a folder that does not exist, or is empty but for ``.git``.

    Returns:
        The paths of its files, from its folder.

    Raises:
        InputError: something else is there; nothing is written.
    """
    target = target.absolute()
    _refuse_if_used(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _stage(target) as stage:
        files = starter_files(kind)
        write_files(stage, files)
        schemas = write_schemas(stage, load_workspace(DiskTree(stage)))
        _move(stage, target)
    return tuple(sorted([*files, *schemas]))


def _refuse_if_used(target: Path) -> None:
    if target.is_dir():
        others = sorted(entry.name for entry in target.iterdir() if entry.name != ".git")
        if not others:
            return
        raise fault(Location(str(target)), WorkspaceCode.NOT_EMPTY, name=others[0])
    if target.exists() or target.is_symlink():
        raise fault(Location(str(target)), WorkspaceCode.FILE_IN_THE_WAY)


@contextmanager
def _stage(target: Path) -> Iterator[Path]:
    # Beside the target, so that it is on the same disk and moving it is one step.
    stage = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
    stage.mkdir()
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _move(stage: Path, target: Path) -> None:
    """Move what was staged; a folder that exists stays, because it may be a shell's present one."""
    if not target.exists():
        stage.rename(target)
        return
    moved: list[Path] = []
    try:
        for entry in sorted(stage.iterdir()):
            entry.rename(target / entry.name)
            moved.append(target / entry.name)
    except OSError:
        for path in moved:
            path.rename(stage / path.name)
        raise
