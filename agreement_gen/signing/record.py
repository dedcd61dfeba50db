"""Writes into a municipality's file that its agreement was signed; every other byte stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.yamlfile.edit import YamlEditor
from agreement_gen.yamlfile.emit import Plain

if TYPE_CHECKING:
    import datetime as dt

    from agreement_gen.workspace.reader import Entry
    from agreement_gen.yamlfile.emit import Value

_KEY = "signed"


def record_signed(
    entry: Entry,
    *,
    on: dt.date,
    edition: dt.date,
    sha256: str,
    text: str,
    commit: str | None,
    scanned: bool = False,
) -> bytes:
    """The new bytes of a municipality's file, verified to record this and change nothing else.

    The values of an existing ``signed`` are replaced where they are, an empty one is filled, and a
    missing one is written at the end of the file.

    Args:
        entry: The municipality.
        on: The day when the last party signed.
        edition: The standard's edition that was signed.
        sha256: Of the signed file.
        text: The hash of the words that were signed; see
            :func:`agreement_gen.agreement_state.signed_text.text_hash`.
        commit: The commit that the file was built of, if it is known.
        scanned: Whether it is a scanned paper, whose text nothing compared.

    Raises:
        InputError: the file cannot be edited, or would record something else afterwards.
    """
    # Hashes are in quotes, because one of digits alone looks like a number.
    values: dict[str, Value] = {
        "date": Plain(on.isoformat()),
        "edition": Plain(edition.isoformat()),
        "sha256": sha256,
        "text": text,
    }
    if commit is not None:
        values["commit"] = commit
    if scanned:
        values["scanned"] = Plain("true")
    editor = YamlEditor(entry.source)
    if entry.record.signed is None:
        editor.put((_KEY,), values)
        return editor.verified()
    for key, value in values.items():
        editor.put((_KEY, key), value)
    for key in ("outside", "commit", "scanned"):
        if key not in values and editor.source.find((_KEY, key)) is not None:
            editor.remove((_KEY, key))
    return editor.verified()
