"""The terms of one agreement: the standard's, or the municipality's own where it deviates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.agreement_state.dates import term_end

if TYPE_CHECKING:
    import datetime as dt

    from agreement_gen.workspace.model import Seat, Terms
    from agreement_gen.workspace.reader import Entry, Standard, Workspace


def terms_of(entry: Entry, standard: Standard) -> Terms:
    """The terms of one municipality's agreement; all lengths of time are in months.

    An override goes before the standard's term, whether or not the family allows it; what is
    not allowed is found by :func:`agreement_gen.checks.deviations.refused`.
    """
    overrides = entry.record.overrides.terms
    own: dict[str, object] = {key: override.value for key, override in overrides.items()}
    return standard.family.record.terms.model_copy(update=own)


def seats_of(workspace: Workspace, entry: Entry, standard: Standard) -> tuple[Seat, ...]:
    """The seats of an agreement's steering group: its own, or those of a joint group."""
    table = standard.family.record.steering_group
    if table is None or table.joint is None:
        return entry.record.steering_group
    return workspace.region.record.joint_groups.get(table.joint, ())


def term_end_of(entry: Entry, standard: Standard) -> dt.date | None:
    """The last day of an agreement's first term.

    It is the day that the agreement states, else as many months after its start as its family
    says. None for an agreement until further notice, and while the day or the start is not known.
    """
    terms, record = terms_of(entry, standard), entry.record
    if terms.duration == "until_further_notice":
        return None
    if record.valid_to is not None:
        return record.valid_to
    if record.valid_from is None or terms.term_months is None:
        return None
    return term_end(record.valid_from, terms.term_months)
