"""The terms of one agreement: the standard's, or the municipality's own where it deviates."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agreement_gen.workspace.model import Terms
    from agreement_gen.workspace.reader import Entry, Standard


def terms_of(entry: Entry, standard: Standard) -> Terms:
    """The terms of one municipality's agreement; all lengths of time are in months.

    An override goes before the standard's term, whether or not the family allows it; what is
    not allowed is found by :func:`agreement_gen.checks.deviations.refused`.
    """
    overrides = entry.record.overrides.terms
    own: dict[str, object] = {key: override.value for key, override in overrides.items()}
    return standard.family.record.terms.model_copy(update=own)
