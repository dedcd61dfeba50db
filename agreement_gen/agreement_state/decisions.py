"""Which of the parties' decisions are older than the edition that they are to cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.agreement_state.parties import parties, party_problems

if TYPE_CHECKING:
    from agreement_gen.agreement_state.parties import PartyFacts
    from agreement_gen.workspace.reader import Entry, Standard, Workspace


def with_old_decisions(
    workspace: Workspace, entry: Entry, standard: Standard
) -> tuple[PartyFacts, ...]:
    """The parties that decided before the edition of the agreement's file.

    Whether an old decision covers a new edition is asked for as long as that is not signed.
    """
    record = entry.record
    is_open = not record.history or record.signed is None
    if not is_open or any(party_problems(workspace, entry, standard)):
        return ()
    return tuple(
        party
        for party in parties(workspace, entry, standard)
        if party.decision.date is not None and party.decision.date < record.edition
    )
