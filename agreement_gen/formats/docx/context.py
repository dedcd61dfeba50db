"""What the parts of a Word file's body share while it is written: styles, numbers and counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from agreement_gen.formats.docx.reference_styles import ReferenceStyles


@dataclass(frozen=True, slots=True)
class ListNumber:
    """What a paragraph is numbered by: a list's ``w:num``, and its level in it from 0."""

    num: int
    level: int


@dataclass(slots=True)
class WritingContext:
    """What all parts of one body share; what it counts grows while the body is written.

    Attributes:
        styles: The reference's styles.
        bookmarks: The names of the clauses' bookmarks by clause id.
        change_attributes: Author and date of tracked changes; None if there may not be any.
        embed: Puts a picture's file into the Word file and gives the id of the relationship to it.
        first_num: The ``w:num`` of the first ordered list.
        first_annex_num: The ``w:num`` of the annexes of the first name that annexes have.
        annexes: The names of annexes so far, such as ``Bilaga``; the one at index ``i`` is numbered
            by the ``w:num`` ``first_annex_num + i``, which the numbering part must have.
        list_levels: The level of each ordered list so far. The list at index ``i`` is numbered by
            the ``w:num`` ``first_num + i``, which the numbering part must have.
    """

    styles: ReferenceStyles
    bookmarks: Mapping[str, str]
    change_attributes: Mapping[str, str] | None
    embed: Callable[[bytes], str]
    first_num: int
    first_annex_num: int
    annexes: list[str] = field(default_factory=list)
    list_levels: list[int] = field(default_factory=list)
    _last_id: int = 0

    def next_id(self) -> int:
        """A number for the next bookmark or tracked change; no two in a file have the same."""
        self._last_id += 1
        return self._last_id

    def annex_number(self, name: str) -> ListNumber:
        """The numbering of the headings of annexes of a name."""
        if name not in self.annexes:
            self.annexes.append(name)
        return ListNumber(self.first_annex_num + self.annexes.index(name), 0)

    def begin_ordered_list(self, level: int) -> ListNumber:
        """The numbering of the next ordered list, whose items are at ``level``."""
        number = ListNumber(self.first_num + len(self.list_levels), level)
        self.list_levels.append(level)
        return number
