"""Writes into a municipality's file that its agreement was signed; every other byte stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.workspace.model import Acceptance
from agreement_gen.yamlfile.edit import YamlEditor
from agreement_gen.yamlfile.emit import Plain

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

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
    accepted: tuple[str, Sequence[str]] | None = None,
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
        accepted: Why it is recorded although something is odd, and the codes of what is.

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
    if accepted is not None:
        reason, doubts = accepted
        values["accepted"] = {"reason": reason, "doubts": [Plain(code) for code in doubts]}
    editor = YamlEditor(entry.source)
    earlier = entry.record.signed
    if earlier is None:
        editor.put((_KEY,), values)
        return editor.verified()
    if earlier.accepted == _acceptance(accepted):
        values.pop("accepted", None)
    elif earlier.accepted is not None:
        editor.remove((_KEY, "accepted"))
    for key, value in values.items():
        editor.put((_KEY, key), value)
    for key in ("outside", "commit", "scanned"):
        if key not in values and editor.source.find((_KEY, key)) is not None:
            editor.remove((_KEY, key))
    return editor.verified()


def _acceptance(accepted: tuple[str, Sequence[str]] | None) -> Acceptance | None:
    return None if accepted is None else Acceptance(reason=accepted[0], doubts=tuple(accepted[1]))
