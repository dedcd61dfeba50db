"""Records in a municipality's file that it has confirmed its own texts; all other bytes stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.agreement_state.confirmations import STEERING_GROUP, own_texts, text_hash
from agreement_gen.lifecycle.messages import ConfirmCode
from agreement_gen.problems import InputError, did_you_mean, problem
from agreement_gen.yamlfile.edit import YamlEditor
from agreement_gen.yamlfile.emit import Plain

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from agreement_gen.agreement_state.confirmations import OwnText
    from agreement_gen.workspace.reader import Entry
    from agreement_gen.yamlfile.emit import Value


def confirm(
    entry: Entry, keys: Sequence[str], *, by: str, on: dt.date, source: str
) -> tuple[bytes, tuple[str, ...]]:
    """The new bytes of a municipality's file, and the keys of the texts that it now confirms.

    Args:
        entry: The municipality.
        keys: Those of the texts that it confirms; all that are written if none is named.
        by: The role of the person who confirmed them, never a name.
        on: The day when they were confirmed.
        source: Where that is recorded, such as a case number or the hash of a form.

    Raises:
        InputError: for keys that are none of the municipality's written texts, or if the file
            cannot be edited.
    """
    texts = {text.key: text for text in own_texts(entry.record)}
    chosen = _chosen(entry, keys, texts)
    editor = YamlEditor(entry.source)
    unconfirmed = list(entry.record.unconfirmed)
    for text in chosen:
        while text.key in unconfirmed:
            editor.remove(("unconfirmed", unconfirmed.index(text.key)))
            unconfirmed.remove(text.key)
        value: dict[str, Value] = {
            "by": by,
            "on": Plain(on.isoformat()),
            "source": source,
            "sha256": text_hash(text.text),
        }
        if editor.source.find(("confirmed",)) is None:
            editor.add(("confirmed",), {text.key: value})
        elif editor.source.find(("confirmed", text.key)) is None:
            editor.add(("confirmed", text.key), value)
        else:
            for key, fact in value.items():
                editor.put(("confirmed", text.key, key), fact)
    return editor.verified(), tuple(text.key for text in chosen)


def _chosen(entry: Entry, keys: Sequence[str], texts: dict[str, OwnText]) -> list[OwnText]:
    problems = []
    for key in keys:
        if key not in texts:
            path = () if key == STEERING_GROUP else ("local_resources",)
            problems.append(
                problem(
                    entry.at(*path, key),
                    ConfirmCode.NO_TEXT,
                    key=key,
                    suggestion=did_you_mean(key, texts),
                )
            )
    if not keys and not texts:
        problems.append(problem(entry.at(), ConfirmCode.NOTHING_WRITTEN))
    if problems:
        raise InputError(problems)
    return [texts[key] for key in dict.fromkeys(keys or texts)]
