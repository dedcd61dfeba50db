"""The output folder's manifest: which agreements are in it, and in which files.

Whoever can write to the folder can write its manifest. It is therefore read as what a stranger
wrote: every name in it is that of a file in the folder itself, as the program names its files.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

from pydantic import Field, TypeAdapter, ValidationError

import agreement_gen
from agreement_gen.build.messages import OutputCode
from agreement_gen.formats.render import OutputFormat
from agreement_gen.problems import InputError, Location, fault
from agreement_gen.workspace.files import MEGABYTE, MOST_OF_DOCUMENT, read_below
from agreement_gen.workspace.reader import INPUTS, OUTPUT
from agreement_gen.workspace.root import REGION_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable

MANIFEST = "manifest.json"

MOST_OF_MANIFEST = 8 * MEGABYTE
"""The most bytes of a manifest; that of 290 drafts has one megabyte."""

_ENDINGS = frozenset({*get_args(OutputFormat), "json"})
_LONGEST_NAME = 255
"""In bytes; what file systems take (NAME_MAX)."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file in the manifest: its name, SHA-256 and size."""

    name: str
    sha256: Sha256
    bytes: Count


@dataclass(frozen=True, slots=True)
class GapRow:
    """In the manifest, something that an agreement lacks before it can be signed."""

    file: str
    line: Count
    message: str


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One agreement in the manifest; ``slug`` is unique."""

    municipality: str
    slug: str
    code: str | None
    state: str
    missing: tuple[GapRow, ...]
    edition: str
    fingerprint: str
    pages: Count | None
    files: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True)
class _Manifest:
    program: str
    agreements: tuple[ManifestRow, ...]


_MANIFEST_TYPE = TypeAdapter(_Manifest)


def read_manifest(output: Path) -> dict[str, ManifestRow]:
    """The rows of an output folder's manifest by slug; none if there is no manifest.

    Raises:
        InputError: it is not one that this program wrote.
    """
    location = Location(str(output / MANIFEST))
    if not os.path.lexists(output / MANIFEST):
        return {}
    try:
        data = read_below(output, MANIFEST, MOST_OF_MANIFEST)
        if data is None or not is_regular(output / MANIFEST):
            raise fault(location, OutputCode.FOREIGN_MANIFEST)
        found = _MANIFEST_TYPE.validate_json(data, strict=True)
    except (InputError, ValidationError):
        raise fault(location, OutputCode.FOREIGN_MANIFEST) from None
    rows = {row.slug: row for row in found.agreements}
    if len(rows) < len(found.agreements) or not are_own_files(rows.values()):
        raise fault(location, OutputCode.FOREIGN_MANIFEST)
    return rows


def manifest_file(rows: Iterable[ManifestRow]) -> bytes:
    """The bytes of a manifest."""
    found = _Manifest(f"agreement-gen {agreement_gen.__version__}", tuple(rows))
    text = json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def are_own_files(rows: Iterable[ManifestRow]) -> bool:
    """Whether each row names files of its own agreement, and no file is in two of them."""
    names = [(row.slug, file.name) for row in rows for file in row.files]
    distinct = {folded(name) for _, name in names}
    return len(distinct) == len(names) and all(is_name_of(name, slug) for slug, name in names)


def is_name_of(name: str, slug: str) -> bool:
    """Whether a file of an agreement could have this name: ``PREFIX-SLUG.ENDING``.

    It is then a name in the folder itself, and none that has a meaning there.
    """
    stem, dot, ending = name.rpartition(".")
    return (
        bool(dot)
        and ending in _ENDINGS
        and bool(slug)
        and stem.endswith(f"-{slug}")
        and not name.startswith((".", "-", "~"))
        and not any(character in '/\\:*?"<>|' for character in name)
        and all(unicodedata.category(character)[0] != "C" for character in name)
        and len(name.encode("utf-8")) <= _LONGEST_NAME
    )


def folded(name: str) -> str:
    """A name as a file system compares it that takes no notice of capitals (Windows, macOS)."""
    return unicodedata.normalize("NFC", name).casefold()


def file_row(name: str, data: bytes) -> FileRow:
    """How the manifest names a file: its name, SHA-256 and size in bytes."""
    return FileRow(name, hashlib.sha256(data).hexdigest(), len(data))


def is_unchanged(output: Path, file: FileRow) -> bool:
    """Whether a file is in the folder with the bytes that its row in the manifest names."""
    return hash_of(output, file.name) == file.sha256


def hash_of(folder: Path, name: str) -> str | None:
    """The SHA-256 of a regular file in a folder; None if there is none, or something else."""
    if not is_regular(folder / name):
        return None
    try:
        data = read_below(folder, name, MOST_OF_DOCUMENT)
    except InputError:
        return None
    return None if data is None else hashlib.sha256(data).hexdigest()


def is_regular(path: Path) -> bool:
    """Whether there is a regular file, not only a link to one."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def output_folder(root: Path, chosen: Path | None) -> Path:
    """The folder that a command builds into: the one that a person named, or the workspace's.

    Args:
        root: The workspace's folder.
        chosen: What was named, if anything.

    Raises:
        InputError: the workspace's output folder is a link that leads out of it. Whoever writes a
            workspace must not choose which other files of the machine are replaced.
    """
    if chosen is not None:
        return chosen
    real = Path(os.path.realpath(root / OUTPUT))
    if not real.is_relative_to(os.path.realpath(root)):
        raise fault(Location(OUTPUT), OutputCode.OUTPUT_LEADS_OUT, folder=str(real))
    return root / OUTPUT


def require_output_folder(output: Path) -> None:
    """Make sure that files can be built here: in a folder that agreements are not made from.

    Raises:
        InputError: it is a workspace's own folder, or in one of those that agreements are made
            from; or it is a file.
    """
    if os.path.lexists(output) and not output.is_dir():
        raise fault(Location(str(output)), OutputCode.NOT_A_FOLDER)
    real = Path(os.path.realpath(output))
    for folder in (real, *real.parents):
        if (folder / REGION_FILE).is_file():
            inside = real.relative_to(folder).parts
            if not inside or inside[0] in {*INPUTS, ".git"}:
                raise fault(Location(str(output)), OutputCode.OUTPUT_AMONG_INPUTS)
