"""Records in an agreement's file what happened to it: notice, amendment, extension, signing.

Every other byte of the file stays. What cannot be so (a notice of an agreement that is not in
force, an end that the period of notice does not allow) is refused before anything is written.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from agreement_gen.agreement_state.event_rules import (
    event_problems,
    first_end,
    version_at_notice,
)
from agreement_gen.agreement_state.messages import EventCode
from agreement_gen.agreement_state.parties import parties
from agreement_gen.agreement_state.terms import terms_of
from agreement_gen.agreement_state.versions import versions
from agreement_gen.lifecycle.messages import OutsideCode
from agreement_gen.problems import InputError, fault
from agreement_gen.workspace.load import load
from agreement_gen.workspace.model import AMOUNT, AgreementRecord
from agreement_gen.yamlfile.edit import YamlEditor
from agreement_gen.yamlfile.emit import Plain

if TYPE_CHECKING:
    from typing import Literal

    from agreement_gen.workspace.reader import Entry, Standard, Workspace
    from agreement_gen.yamlfile.emit import Value

_DAY = dt.timedelta(days=1)


def terminate(
    workspace: Workspace,
    entry: Entry,
    standard: Standard,
    *,
    by: str,
    received: dt.date,
    ends: dt.date | None,
    source: str,
    agreed: bool,
) -> tuple[bytes, dt.date]:
    """The file with a notice that ends the agreement, and its last day in force.

    Args:
        workspace: For the names of the parties.
        entry: The agreement.
        standard: Its standard.
        by: The party that gives notice, by its name or its id.
        received: The day when the other party had it.
        ends: The last day in force; None: the first one that the period of notice allows, of a
            renewed term the end of the term in which that day lies.
        source: Where the notice is recorded, such as a case number.
        agreed: Whether the parties agree on a day that the period of notice does not allow.

    Raises:
        InputError: if the agreement is not in force, is under notice already, or may not end so.
    """
    record, terms = entry.record, terms_of(entry, standard)
    names = {party.id: party.name for party in parties(workspace, entry, standard)}
    name = names.get(by, by)
    current = version_at_notice(record, terms, received)
    first = None if current is None else first_end(current, terms, received)
    if ends is None and current is not None and first is None:
        raise fault(entry.at(), EventCode.NO_NOTICE)
    last = ends or first or received
    value: dict[str, Value] = {
        "by": name,
        "received": _plain(received),
        "ends": _plain(last),
        "source": source,
    }
    if agreed:
        value["agreed"] = Plain("true")
    return _with(workspace, entry, standard, "terminations", value), last


def amend(
    workspace: Workspace,
    entry: Entry,
    standard: Standard,
    *,
    signed: dt.date,
    effective: dt.date,
    text: str,
    source: str,
    amount_sek: int | None,
    price_year: int | None,
    sha256: str | None,
) -> bytes:
    """The file with a supplementary agreement (tilläggsavtal).

    Args:
        workspace: For the names of the parties.
        entry: The agreement.
        standard: Its standard.
        signed: The day when the last party signed it.
        effective: Its first day; the agreement is in force on it.
        text: What was agreed, in the words of the supplementary agreement.
        source: Where it is recorded, such as a case number.
        amount_sek: The new yearly amount in whole kronor; None if it changes no amount.
        price_year: The year that the amount holds for; None for the year of its first day.
        sha256: The hash of the signed file, if there is one.

    Raises:
        InputError: if the agreement is not in force on that day, or has no money to change.
    """
    value: dict[str, Value] = {
        "signed": _plain(signed),
        "effective": _plain(effective),
        "text": text,
        "source": source,
    }
    if amount_sek is not None:
        value[AMOUNT] = Plain(str(amount_sek))
    if price_year is not None:
        value["price_year"] = Plain(str(price_year))
    if sha256 is not None:
        value["sha256"] = sha256
    return _with(workspace, entry, standard, "amendments", value)


def extend(
    workspace: Workspace,
    entry: Entry,
    standard: Standard,
    *,
    signed: dt.date,
    starts: dt.date | None,
    ends: dt.date,
    source: str,
) -> tuple[bytes, dt.date]:
    """The file with the extension of a fixed term, and the first day of the new term.

    Args:
        workspace: For the names of the parties.
        entry: The agreement.
        standard: Its standard.
        signed: The day when the last party signed it.
        starts: The first day of the new term; None for the day after the present one.
        ends: Its last day.
        source: Where it is recorded, such as a case number.

    Raises:
        InputError: if the agreement is not signed, has no fixed term, or the days are not in order.
    """
    found = versions(entry.record, terms_of(entry, standard), signed)
    last = found[-1].last if found else None
    first = starts or (ends if last is None else last + _DAY)
    value: dict[str, Value] = {
        "signed": _plain(signed),
        "starts": _plain(first),
        "ends": _plain(ends),
        "source": source,
    }
    return _with(workspace, entry, standard, "extensions", value), first


def sign_outside(
    entry: Entry,
    *,
    on: dt.date,
    edition: dt.date,
    sha256: str,
    starts: dt.date | None,
    amount_sek: int | None,
) -> bytes:
    """The file with an edition that was signed outside the program.

    It is in force for state, money and calendar. Its text was never composed here, and nothing
    calls it verified. An edition before the one that the file follows goes to its history.

    Args:
        entry: The agreement.
        on: The day when the last party signed.
        edition: The edition that was signed.
        sha256: The hash of the signed file.
        starts: The first day in force, where the file has none; None for the file's own.
        amount_sek: The yearly amount of an earlier edition, in whole kronor.

    Raises:
        InputError: if the edition is later than the file's, or the file states another amount or
            another first day.
    """
    record = entry.record
    if edition > record.edition:
        raise fault(
            entry.at("edition"), OutsideCode.OUTSIDE_LATER, edition=edition, own=record.edition
        )
    block: dict[str, Value] = {
        "date": _plain(on),
        "edition": _plain(edition),
        "sha256": sha256,
        "outside": Plain("true"),
    }
    editor = YamlEditor(entry.source)
    if edition == record.edition:
        own = record.funding.get(AMOUNT)
        if amount_sek is not None and amount_sek != own:
            raise fault(entry.at("funding", AMOUNT), OutsideCode.OTHER_AMOUNT, amount=own or 0)
        if record.signed is not None:
            editor.remove(("signed",))
        editor.put(("signed",), block)
    else:
        past: dict[str, Value] = {"edition": _plain(edition)}
        if amount_sek is not None:
            past[AMOUNT] = Plain(str(amount_sek))
        if starts is not None and record.valid_from is not None and starts != record.valid_from:
            past["valid_from"] = _plain(starts)
        past["signed"] = block
        known = [each.edition for each in record.history]
        if edition in known:
            number = known.index(edition)
            for key, value in past.items():
                if key != "edition":
                    editor.put(("history", number, key), value)
        else:
            editor.append(("history",), past)
    if starts is not None and record.valid_from is None:
        editor.put(("valid_from",), _plain(starts))
    elif starts is not None and edition == record.edition and starts != record.valid_from:
        raise fault(
            entry.at("valid_from"), OutsideCode.OTHER_START, starts=record.valid_from or starts
        )
    return _checked(entry, editor)


def _with(
    workspace: Workspace,
    entry: Entry,
    standard: Standard,
    key: Literal["terminations", "amendments", "extensions"],
    value: dict[str, Value],
) -> bytes:
    """The file with one more event; its own bytes if that is recorded already.

    Raises:
        InputError: if the file cannot be edited, or the check would refuse it because of the event.
    """
    editor = YamlEditor(entry.source)
    editor.append((key,), value)
    data = _checked(entry, editor)
    after = load(data, entry.path, AgreementRecord).record
    if getattr(after, key)[-1] in getattr(entry.record, key):
        return entry.data
    # What the terms refuse is no error in a file of another edition, but nothing to record.
    before, found = (
        [
            replace(each, severity="error")
            for each in event_problems(workspace, entry, standard, record)
        ]
        for record in (entry.record, after)
    )
    problems = [each for each in found if each not in before]
    if problems:
        raise InputError(problems)
    return data


def _checked(entry: Entry, editor: YamlEditor) -> bytes:
    """The new bytes, which a file of an agreement may hold.

    Raises:
        InputError: if the file cannot be edited, or a value is not one that a file may hold.
    """
    data = editor.verified()
    load(data, entry.path, AgreementRecord)
    return data


def _plain(day: dt.date) -> Plain:
    return Plain(day.isoformat())
