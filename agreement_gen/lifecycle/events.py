"""Records in an agreement's file what happened to it: notice, amendment, extension, signing.

Every other byte of the file stays. What cannot be so (a notice of an agreement that is not in
force, an end that the period of notice does not allow) is refused before anything is written.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from agreement_gen.agreement_state.dates import earliest_end, renewed_end
from agreement_gen.agreement_state.parties import parties
from agreement_gen.agreement_state.terms import terms_of
from agreement_gen.agreement_state.versions import notice_of, version_on, versions
from agreement_gen.lifecycle.messages import EventCode
from agreement_gen.problems import did_you_mean, fault
from agreement_gen.workspace.load import load
from agreement_gen.workspace.model import AMOUNT, AgreementRecord
from agreement_gen.yamlfile.edit import YamlEditor
from agreement_gen.yamlfile.emit import Plain

if TYPE_CHECKING:
    from agreement_gen.agreement_state.versions import Version
    from agreement_gen.workspace.model import Terms
    from agreement_gen.workspace.reader import Entry, Standard, Workspace
    from agreement_gen.yamlfile.emit import Value
    from agreement_gen.yamlfile.nodes import KeyPath

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
    current = _in_force(entry, terms, received)
    earlier = notice_of(record, received)
    if earlier is not None:
        raise fault(entry.at("terminations"), EventCode.UNDER_NOTICE, received=earlier.received)
    names = {party.id: party.name for party in parties(workspace, entry, standard)}
    name = names.get(by, by)
    if name not in names.values():
        suggestion = did_you_mean(by, names.values())
        raise fault(entry.at(), EventCode.NO_SUCH_PARTY, party=by, suggestion=suggestion)
    first = _first_end(current, terms, received)
    if ends is None and first is None:
        raise fault(entry.at(), EventCode.NO_NOTICE)
    last = ends or first or received
    if last < received:
        raise fault(entry.at(), EventCode.ENDS_BEFORE_NOTICE, ends=last, received=received)
    if not agreed and first is None:
        raise fault(entry.at(), EventCode.NO_NOTICE)
    if not agreed and first is not None and last < first:
        raise fault(entry.at(), EventCode.NOTICE_TOO_SHORT, ends=last, first=first)
    value: dict[str, Value] = {
        "by": name,
        "received": _plain(received),
        "ends": _plain(last),
        "source": source,
    }
    if agreed:
        value["agreed"] = Plain("true")
    return _with(entry, ("terminations",), value), last


def amend(
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
    _in_force(entry, terms_of(entry, standard), signed, effective)
    if amount_sek is not None and standard.funding is None:
        raise fault(entry.at(), EventCode.NO_MONEY)
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
    return _with(entry, ("amendments",), value)


def extend(
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
        entry: The agreement.
        standard: Its standard.
        signed: The day when the last party signed it.
        starts: The first day of the new term; None for the day after the present one.
        ends: Its last day.
        source: Where it is recorded, such as a case number.

    Raises:
        InputError: if the agreement is not signed, has no fixed term, or the days are not in order.
    """
    terms = terms_of(entry, standard)
    found = versions(entry.record, terms, signed)
    if not found:
        raise fault(entry.at(), EventCode.NOT_SIGNED, agreement=entry.label)
    last = found[-1].last
    if terms.duration != "fixed_term" or last is None:
        raise fault(entry.at(), EventCode.NO_FIXED_TERM)
    first = starts or last + _DAY
    if first <= found[-1].first or ends < first:
        raise fault(entry.at(), EventCode.EXTENSION_ORDER, starts=first, ends=ends)
    value: dict[str, Value] = {
        "signed": _plain(signed),
        "starts": _plain(first),
        "ends": _plain(ends),
        "source": source,
    }
    return _with(entry, ("extensions",), value), first


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
            entry.at("edition"), EventCode.OUTSIDE_LATER, edition=edition, own=record.edition
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
            raise fault(entry.at("funding", AMOUNT), EventCode.OTHER_AMOUNT, amount=own or 0)
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
            entry.at("valid_from"), EventCode.OTHER_START, starts=record.valid_from or starts
        )
    return _checked(entry, editor)


def _first_end(current: Version, terms: Terms, received: dt.date) -> dt.date | None:
    """The first last day in force that the terms allow; None where no party may give notice."""
    if terms.notice_months is None or terms.duration == "fixed_term":
        return None
    first = earliest_end(received, terms.notice_months)
    if terms.duration == "renewed_term" and current.term_last and terms.renewal_months:
        return renewed_end(current.term_last, terms.renewal_months, first)
    return first


def _in_force(
    entry: Entry, terms: Terms, known: dt.date, effective: dt.date | None = None
) -> Version:
    """What is in force on a day (without ``effective`` on that of the knowledge), or will be.

    Raises:
        InputError: if nothing is signed, or what is signed is over.
    """
    found = versions(entry.record, terms, known)
    if not found:
        raise fault(entry.at(), EventCode.NOT_SIGNED, agreement=entry.label)
    day = effective or known
    current = version_on(found, day)
    if current is None and effective is None and day < found[0].first:
        current = found[0]
    if current is None:
        raise fault(entry.at(), EventCode.NOT_IN_FORCE, day=day)
    return current


def _with(entry: Entry, path: KeyPath, value: dict[str, Value]) -> bytes:
    editor = YamlEditor(entry.source)
    editor.append(path, value)
    data = _checked(entry, editor)
    before = getattr(entry.record, str(path[0]))
    after = getattr(load(data, entry.path, AgreementRecord).record, str(path[0]))
    return entry.data if after[-1] in before else data  # recorded already


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
