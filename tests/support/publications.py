"""A small output folder, and what is to be published into it: every kind of change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.build.output import ManifestRow, file_row, read_manifest
from agreement_gen.build.publication import Publication, prepare, publish

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from agreement_gen.problems import Problem

ORDER = ("alby", "bro", "cya", "dala")

OLD: dict[str, dict[str, bytes]] = {
    "alby": {"plan-alby.docx": b"old word", "plan-alby.pdf": b"old pdf"},
    "bro": {"plan-bro.pdf": b"bro pdf"},
    "cya": {"plan-cya.pdf": b"cya pdf", "plan-cya.json": b"{}"},
}
"""Alby's text changes and its Word file goes, Bro gets one more file, Cya goes, Dala is new."""

NEW: dict[str, dict[str, bytes]] = {
    "alby": {"plan-alby.pdf": b"new pdf", "plan-alby.txt": b"new text"},
    "bro": {"plan-bro.pdf": b"bro pdf", "plan-bro.docx": b"bro word"},
    "dala": {"plan-dala.pdf": b"dala pdf", "plan-dala.json": b"{}"},
}


def row(slug: str, fingerprint: str, files: Mapping[str, bytes]) -> ManifestRow:
    """A row of the manifest."""
    rows = tuple(file_row(name, files[name]) for name in sorted(files))
    return ManifestRow(slug.title(), slug, "9901", "ready", (), "2024-01-15", fingerprint, 1, rows)


def publication(slug: str, fingerprint: str, files: Mapping[str, bytes]) -> Publication:
    """What a build of one agreement publishes."""
    return Publication(f"municipalities/{slug}.yaml", row(slug, fingerprint, files), files)


def publish_old(output: Path) -> None:
    """Make the folder as it is before."""
    old = [publication(slug, f"old {slug}", files) for slug, files in OLD.items()]
    assert publish(output, old, {}, ORDER, lambda _: None) == ()


def publish_new(output: Path) -> tuple[Problem, ...]:
    """Publish every kind of change."""
    rows = read_manifest(output)
    changed = [
        publication("alby", "new alby", NEW["alby"]),
        publication("bro", "old bro", {"plan-bro.docx": NEW["bro"]["plan-bro.docx"]}),
        publication("dala", "new dala", NEW["dala"]),
    ]
    gone = {"cya": rows["cya"]} if "cya" in rows else {}
    return publish(output, changed, gone, ORDER, lambda _: None)


def settle(output: Path) -> None:
    """What the next build does first."""
    prepare(output, lambda _: None)


def states(output: Path) -> dict[str, str]:
    """Whether each agreement is ``old``, ``new``, or, which must not be, neither.

    One of which there is nothing in the folder is as it was before or is to be.
    """
    rows = read_manifest(output)
    return {slug: _state(output, slug, rows.get(slug)) for slug in ORDER}


def _state(output: Path, slug: str, found: ManifestRow | None) -> str:
    prefix = f"plan-{slug}."
    files = {
        path.name: path.read_bytes() for path in output.iterdir() if path.name.startswith(prefix)
    }
    listed = {} if found is None else {file.name: file for file in found.files}
    for state, expected in (("old", OLD), ("new", NEW)):
        if files == expected.get(slug, {}) and listed == {
            name: file_row(name, data) for name, data in files.items()
        }:
            return state
    return f"neither: {sorted(files)} with {sorted(listed)}"
