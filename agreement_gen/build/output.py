"""The output folder: its manifest, and new files put in place whole or not at all."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import agreement_gen
from agreement_gen.problems import InputError
from agreement_gen.workspace.files import MOST_OF_DOCUMENT, read_below
from agreement_gen.workspace.transaction import write_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MANIFEST = "manifest.json"


class FileRow(TypedDict):
    """A file in the manifest: its name, SHA-256 and size."""

    name: str
    sha256: str
    bytes: int


class GapRow(TypedDict):
    """In the manifest, something that an agreement lacks before it can be signed."""

    file: str
    line: int
    message: str


class ManifestRow(TypedDict):
    """One agreement in the manifest; ``slug`` is unique."""

    municipality: str
    slug: str
    code: str
    state: str
    missing: list[GapRow]
    edition: str
    fingerprint: str
    pages: int | None
    files: list[FileRow]


def read_manifest(output: Path) -> dict[str, ManifestRow]:
    """The rows of an output folder's manifest by slug; none if there is no usable manifest."""
    try:
        data = read_below(output, MANIFEST, MOST_OF_DOCUMENT) or b""
        rows = json.loads(data)["agreements"]
        return {row["slug"]: row for row in rows if [file["sha256"] for file in row["files"]]}
    except (InputError, ValueError, KeyError, TypeError, RecursionError):
        return {}


def file_row(name: str, data: bytes) -> FileRow:
    """How the manifest names a file: its name, SHA-256 and size in bytes."""
    return {"name": name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def is_unchanged(output: Path, file: FileRow) -> bool:
    """Whether a file is in the folder with the bytes that its row in the manifest names."""
    try:
        data = read_below(output, Path(file["name"]).name, MOST_OF_DOCUMENT)
    except InputError:
        return False
    return data is not None and hashlib.sha256(data).hexdigest() == file["sha256"]


def publish(
    output: Path,
    rows: Sequence[ManifestRow],
    files: Mapping[str, bytes],
    old: Mapping[str, ManifestRow],
) -> None:
    """Write new files and the manifest, then remove the files that the manifest no longer names.

    The manifest is put in place last; see :func:`agreement_gen.workspace.transaction.write_files`.
    Files that no manifest named are left alone.
    """
    manifest = {"program": f"agreement-gen {agreement_gen.__version__}", "agreements": list(rows)}
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    output.mkdir(parents=True, exist_ok=True)
    write_files(output, {**files, MANIFEST: text.encode("utf-8")})
    present = {file["name"] for row in rows for file in row["files"]}
    deleted = {file["name"] for row in old.values() for file in row["files"]} - present
    for name in deleted:
        (output / Path(name).name).unlink(missing_ok=True)
