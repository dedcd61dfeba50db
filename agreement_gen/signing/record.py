"""Writes into a municipality's file that its agreement was signed; every other byte stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.problems import InputError, Problem
from agreement_gen.workspace.load import load
from agreement_gen.workspace.model import Municipality, Signed
from agreement_gen.yamlfile.edit import add_key, remove_key, set_scalar
from agreement_gen.yamlfile.emit import Plain
from agreement_gen.yamlfile.nodes import Edit, MappingNode, ScalarNode, read, splice

if TYPE_CHECKING:
    import datetime as dt

    from agreement_gen.workspace.reader import Entry
    from agreement_gen.yamlfile.emit import Value

_KEY = "signed"
_DATES = ("date", "edition")


def record_signed(
    entry: Entry, *, on: dt.date, edition: dt.date, sha256: str, commit: str | None
) -> bytes:
    """The new bytes of a municipality's file, read back and found to say what they should.

    An existing ``signed`` gets its values replaced where they stand, an empty one its value; a
    missing one is written at the end of the file.

    Args:
        entry: The municipality.
        on: The day when the last party signed.
        edition: The standard's edition that was signed.
        sha256: Of the signed file.
        commit: The commit that the file was built of, if it is known.

    Raises:
        InputError: the file cannot be edited, or would not say exactly this afterwards.
    """
    values = {"date": on.isoformat(), "edition": edition.isoformat(), "sha256": sha256}
    if commit is not None:
        values["commit"] = commit
    text = _spliced(entry.data.decode("utf-8"), entry.path, values)
    data = text.encode("utf-8")
    wanted = entry.record.model_copy(update={_KEY: Signed.model_validate(values)})
    if load(data, entry.path, Municipality).record != wanted:
        where = entry.at(_KEY)
        said = "the signed state cannot be written here without changing something else"
        raise InputError([Problem(where, "cannot-edit", said, "write it by hand")])
    return data


def _spliced(text: str, file: str, values: dict[str, str]) -> str:
    source = read(text.encode("utf-8"), file)
    node = source.find((_KEY,))
    if isinstance(node, MappingNode) and node.entries:
        for key, value in values.items():
            if node.get(key) is None:
                text = add_key(text, file, (_KEY,), key, _value(key, value))
            else:
                text = set_scalar(text, file, (_KEY, key), value)
        if "commit" not in values and node.get("commit") is not None:
            text = remove_key(text, file, (_KEY, "commit"))
        return text
    owner = source.root.key(_KEY) if isinstance(source.root, MappingNode) else None
    if node is None or owner is None:
        whole: dict[str, Value] = {key: _value(key, value) for key, value in values.items()}
        return add_key(text, file, (), _KEY, whole)
    # An empty value: the new one stands right after the colon, before any comment there.
    at = text.index(":", owner.span[1]) + 1
    end = max(at, node.span[1]) if isinstance(node, ScalarNode) and node.text else at
    quoted = {key: value if key in _DATES else f'"{value}"' for key, value in values.items()}
    inner = ", ".join(f"{key}: {value}" for key, value in quoted.items())
    return splice(text, [Edit(at, end, f" {{{inner}}}")])


def _value(key: str, value: str) -> Value:
    """Dates stand without quotes; a hash in quotes, as it may look like a number."""
    return Plain(value) if key in _DATES else value
