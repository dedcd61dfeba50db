"""The standard that one agreement follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.agreement_state.messages import AgreementCode
from agreement_gen.problems import InputError, did_you_mean, problem

if TYPE_CHECKING:
    from agreement_gen.problems import Problem
    from agreement_gen.workspace.reader import Entry, Standard, Workspace


def standard_of(workspace: Workspace, entry: Entry) -> Standard:
    """The standard that a municipality's agreement follows.

    Raises:
        InputError: if the workspace has no such standard.
    """
    standard = workspace.standard(entry)
    if standard is None:
        raise InputError([unknown_standard(workspace, entry)])
    return standard


def unknown_standard(workspace: Workspace, entry: Entry) -> Problem:
    """The problem of a municipality's file that names a standard that does not exist."""
    agreement = entry.record.agreement
    return problem(
        entry.at("agreement"),
        AgreementCode.UNKNOWN_AGREEMENT,
        agreement=agreement,
        suggestion=did_you_mean(agreement, workspace.standards),
    )
