"""What the agreements themselves say differently, wherever that comes from.

A change of one file can change other agreements (a county's table) and can change none (when an
agreement was signed). The composed documents decide: a comparison has something to report exactly
if one of them differs.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

from agreement_gen.build.compose import compose
from agreement_gen.changes import messages
from agreement_gen.changes.lines import clause_diff
from agreement_gen.changes.model import Cause, TextChange, ValueChange
from agreement_gen.checks.gate import SUMS, soundness
from agreement_gen.document.tree import text_of
from agreement_gen.problems import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from agreement_gen.changes.model import ReportedChange
    from agreement_gen.changes.states import StatePair
    from agreement_gen.document.tree import Clause, Document
    from agreement_gen.workspace.reader import Entry


class Documents:
    """The documents of two states, composed when they are asked for."""

    def __init__(
        self, pair: StatePair, matched: Sequence[tuple[Entry | None, Entry | None]]
    ) -> None:
        """Nothing is composed yet."""
        self._pair = pair
        self._matches: Mapping[str, tuple[Entry | None, Entry | None]] = {
            (now or was).label: (was, now)  # type: ignore[union-attr]  # one of them is there
            for was, now in matched
        }
        self.of = cache(self._of)

    @cached_property
    def _sound(self) -> tuple[frozenset[str], frozenset[str]]:
        """The files of the agreements that can be composed, in the old and in the new state.

        Sums that do not add up are shown as they are, so they keep nothing from being compared.
        """
        old, new = (
            frozenset(entry.path for entry in soundness(state, None, SUMS, may_wait=True).sound)
            for state in (self._pair.old, self._pair.new)
        )
        return old, new

    def _of(self, label: str) -> tuple[Document, Document] | None:
        """An agreement's two documents; None if there is only one, or one cannot be composed."""
        was, now = self._matches.get(label, (None, None))
        if was is None or now is None:
            return None
        old, new = self._sound
        if was.path not in old or now.path not in new:
            return None
        try:
            return (
                compose(self._pair.old, was).document,
                compose(self._pair.new, now).document,
            )
        except InputError:
            return None

    def is_alike(self, label: str) -> bool:
        """Whether an agreement is known to say the same in both states."""
        documents = self.of(label)
        return documents is not None and documents[0] == documents[1]


def is_bookkeeping(change: ReportedChange, documents: Documents, labels: AbstractSet[str]) -> bool:
    """Whether a change is in the files alone: no agreement that it concerns says anything else.

    Of those that it concerns only ``labels`` were asked for.
    """
    concerned = change.reach or ((change.subject,) if change.kind == "municipality" else labels)
    asked = [label for label in concerned if label in labels]
    return bool(asked) and all(documents.is_alike(label) for label in asked)


def unreported(
    label: str, documents: Documents, reported: Sequence[ReportedChange]
) -> Iterator[ReportedChange]:
    """Where an agreement differs and no change that was reported of it says so."""
    found = documents.of(label)
    if found is None or found[0] == found[1]:
        return
    own = [c for c in reported if label in c.reach or (not c.reach and c.subject == label)]
    shown = {change.clause for change in own if change.clause}
    before, after = found
    old = {clause.id: clause for clause in before.clauses}
    is_shown = False
    for clause in after.clauses:
        was = old.get(clause.id)
        if was is None or was.blocks == clause.blocks or text_of(clause.title) in shown:
            continue
        is_shown = True
        yield _clause_change(label, was, clause)
    if not own and not is_shown:
        yield ValueChange(
            kind="municipality",
            subject=label,
            label=str(messages.MARKS_OF_DOCUMENT()),
            cause=Cause.STANDARD,
            before="",
            after=str(messages.IS_ANOTHER()),
        )


def _clause_change(label: str, was: Clause, now: Clause) -> ReportedChange:
    """How a clause differs, in its changed lines; where no word differs, that its form does."""
    lines = clause_diff(was, now)
    return TextChange(
        kind="municipality",
        subject=label,
        clause=text_of(now.title),
        label="" if lines else str(messages.FORM_OF_TEXT()),
        cause=Cause.STANDARD if not lines else Cause.FACTS,
        lines=lines,
    )
