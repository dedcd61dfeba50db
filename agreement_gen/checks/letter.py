"""What an agreement lacks, told apart by who is to give it, as text that can be forwarded.

The person who reads it has neither the files nor the program: no key, no code and no line of a
file is in it.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypeAlias

from agreement_gen.agreement_state.confirmations import STEERING_GROUP
from agreement_gen.checks import messages
from agreement_gen.checks.messages import MissingCode
from agreement_gen.messages import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agreement_gen.messages import Value
    from agreement_gen.problems import Problem
    from agreement_gen.workspace.reader import Entry, Standard

Owner: TypeAlias = Literal["local", "region"]
"""Who is to give what is missing: those who write the agreement's own file, or the region."""

_OF_THE_REGION = frozenset(
    {
        MissingCode.START,
        MissingCode.END,
        MissingCode.FIGURE,
        MissingCode.GROUP,
        MissingCode.ORGANISATION_NUMBER_SOURCE,
        MissingCode.NOT_SIGNED,
        MissingCode.SUM,
    }
)
"""What the region sets, decides or checks itself, though the municipality's file has it."""

_BY_TITLE = {
    MissingCode.FIELD: messages.ASK_FIELD,
    MissingCode.CELL: messages.ASK_CELL,
    MissingCode.ROLE: messages.ASK_ROLE,
    MissingCode.NAME: messages.ASK_NAME,
    MissingCode.SIGNATORY: messages.ASK_SIGNATORY,
    MissingCode.ORGANISATION_NUMBER: messages.ASK_ORGANISATION_NUMBER,
    MissingCode.ORGANISATION_NUMBER_SOURCE: messages.ASK_NUMBER_SOURCE,
    MissingCode.PLACEHOLDER: messages.ASK_ANSWER,
    MissingCode.END: messages.ASK_END,
    MissingCode.START: messages.ASK_START,
    MissingCode.GROUP: messages.ASK_GROUP_OF_TABLE,
    MissingCode.NOT_SIGNED: messages.ASK_SIGNING,
    MissingCode.SUM: messages.ASK_SUM,
}
"""What is asked for, with the values that the problem has."""


def owner_of(gap: Problem, path: str) -> Owner:
    """Who is to give what an agreement lacks.

    Args:
        gap: What is missing.
        path: The agreement's own file.
    """
    if gap.location.file != path or gap.code in _OF_THE_REGION:
        return "region"
    return "local"


def letter(entry: Entry, standard: Standard, gaps: Iterable[Problem]) -> Iterator[Text | str]:
    """The lines of a letter about what an agreement lacks.

    Args:
        entry: The agreement.
        standard: The one it follows.
        gaps: What is missing (:func:`agreement_gen.checks.readiness.missing`).
    """
    by_owner: dict[Owner, list[Problem]] = {"local": [], "region": []}
    for gap in gaps:
        by_owner[owner_of(gap, entry.path)].append(gap)
    if not any(by_owner.values()):
        yield messages.LETTER_NOTHING(agreement=entry.label)
        return
    yield messages.LETTER_TITLE(agreement=entry.label, edition=entry.record.edition)
    for owner, found in by_owner.items():
        if found:
            yield ""
            yield messages.LETTER_PARTS[owner](party=entry.record.legal_name or entry.label)
            for asked in dict.fromkeys(_asked(found, standard)):
                yield messages.LETTER_ITEM(what=asked)


def _asked(gaps: list[Problem], standard: Standard) -> Iterator[Text]:
    """What is asked for: one item for all parts of a party's decision, else one for each gap."""

    def kind(gap: Problem) -> tuple[str, Value]:
        is_decision = gap.code is MissingCode.DECISION
        return gap.code, dict(gap.values)["party"] if is_decision else id(gap)

    for (code, party), group in groupby(gaps, key=kind):
        found = list(group)
        if code == MissingCode.DECISION:
            parts = [dict(gap.values)["part"] for gap in found]
            yield messages.ASK_DECISION(party=party, parts=_listed(parts))
        else:
            yield _asked_by(found[0], standard)


def _listed(parts: list[Value]) -> Text:
    """Some texts with commas between, and a word before the last."""
    if len(parts) == 1:
        return messages.LIST_ALONE(last=parts[0])
    first = parts[0]
    for part in parts[1:-1]:
        first = messages.LIST_GOES_ON(first=first, next=part)
    return messages.LIST_ENDS(first=first, last=parts[-1])


def _asked_by(gap: Problem, standard: Standard) -> Text:
    values = dict(gap.values)
    family = standard.family.record
    items = {item.key: item.name or item.text.rstrip(".") for item in family.local_items}
    match gap.code:
        case MissingCode.LOCAL_TEXT:
            return messages.ASK_LOCAL_TEXT(text=items[str(values["item"])])
        case MissingCode.UNCONFIRMED | MissingCode.CHANGED if values["key"] == STEERING_GROUP:
            return messages.ASK_CONFIRMED_GROUP()
        case MissingCode.UNCONFIRMED | MissingCode.CHANGED:
            return messages.ASK_CONFIRMED(text=items[str(values["key"])])
        case MissingCode.FIGURE:
            table = family.funding
            columns = {} if table is None else {one.key: one.title for one in table.columns}
            return messages.ASK_FIGURE_OF_ROW(title=columns[str(values["column"])])
        case MissingCode() as code if code in _BY_TITLE:
            return Text(_BY_TITLE[code], gap.values)
        case _:
            return Text(gap.code.message, gap.values)
