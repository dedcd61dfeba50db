"""Whom a problem concerns: one agreement, those that share what is wrong, or the whole workspace.

A fault in one agreement's file holds up only that agreement, unless others show what is wrong in
it: its row in the family's funding table, or its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.checks.messages import RuleCode
from agreement_gen.workspace.messages import MunicipalityCode
from agreement_gen.workspace.reader import AGREEMENT_FOLDERS, PARTIES
from agreement_gen.workspace.root import TEMPLATES

if TYPE_CHECKING:
    from agreement_gen.problems import Problem
    from agreement_gen.workspace.reader import Entry, Workspace

_OF_THE_ROW = frozenset(
    {
        MunicipalityCode.SAME_MUNICIPALITY,
        MunicipalityCode.UNKNOWN_GROUP,
        RuleCode.SUM,
    }
)
"""Problems of an agreement's row, which the tables of the others show too."""

_OF_COLUMNS = frozenset({RuleCode.KEY_NOT_IN_STANDARD, RuleCode.KEY_OF_STANDARD_MISSING})


def concerns(workspace: Workspace, entry: Entry, found: Problem) -> bool:
    """Whether a problem keeps an agreement from being composed, built or counted."""
    file = found.location.file
    if file == entry.path:
        return True
    if file.startswith(AGREEMENT_FOLDERS):
        return _is_of_the_row(workspace, found) and _shows_row_of(workspace, entry, file)
    if file.startswith(f"{TEMPLATES}/"):
        return file.startswith(f"{TEMPLATES}/{entry.record.agreement}/")
    if file.startswith(f"{PARTIES}/"):
        return file.removeprefix(f"{PARTIES}/").partition(".")[0] in _party_files(workspace, entry)
    return True


def _is_of_the_row(workspace: Workspace, found: Problem) -> bool:
    if found.location.file in workspace.without_row or found.code in _OF_THE_ROW:
        return True
    return found.code in _OF_COLUMNS and dict(found.values).get("section") == "funding"


def _shows_row_of(workspace: Workspace, entry: Entry, file: str) -> bool:
    """Whether the funding table of an agreement has the row of another agreement's file."""
    standard = workspace.standard(entry)
    if standard is None or standard.funding is None:
        return False
    rows = {other.path: other.record.agreement for other in workspace.entries}
    rows |= {row.source.file: row.record.agreement for row in workspace.rows}
    # A file whose row cannot be read at all may belong to any family.
    return rows.get(file, standard.key) == standard.key


def _party_files(workspace: Workspace, entry: Entry) -> set[str]:
    """The files in ``parties/`` that an agreement's parties may come from."""
    standard = workspace.standard(entry)
    roles = set() if standard is None else {role.id for role in standard.family.record.parties}
    return roles | {party.file for party in entry.record.parties.values() if party.file}
