"""The output folder: its manifest, and new files put in place whole or not at all."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import agreement_gen
from agreement_gen.workspace.transaction import write_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MANIFEST = "manifest.json"

ManifestRow = dict[str, Any]
"""One agreement in the manifest; ``slug`` is unique, ``files`` has each file's name and hash."""


def read_manifest(output: Path) -> dict[str, ManifestRow]:
    """The rows of an output folder's manifest by slug; none if there is no usable manifest."""
    try:
        rows = json.loads((output / MANIFEST).read_text(encoding="utf-8"))["agreements"]
        return {row["slug"]: row for row in rows if [file["sha256"] for file in row["files"]]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def file_row(name: str, data: bytes) -> ManifestRow:
    """How the manifest names a file: its name, SHA-256 and size in bytes."""
    return {"name": name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def stands(output: Path, file: Mapping[str, Any]) -> bool:
    """Whether a file stands in the folder as the manifest says."""
    try:
        data = (output / Path(file["name"]).name).read_bytes()
    except OSError:
        return False
    return bool(hashlib.sha256(data).hexdigest() == file["sha256"])


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
    gone = {file["name"] for row in old.values() for file in row["files"]} - present
    for name in gone:
        (output / Path(name).name).unlink(missing_ok=True)
