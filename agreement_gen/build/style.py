"""What a family's documents look like: its style sheet and Word file with its colour and fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreement_gen.checks.look import look_of
from agreement_gen.formats.look import styled_css, styled_reference
from agreement_gen.formats.render import DocumentStyle

if TYPE_CHECKING:
    from agreement_gen.workspace.reader import Standard


def style_of(standard: Standard) -> DocumentStyle:
    """The style of a family's documents."""
    look = look_of(standard)
    return DocumentStyle(
        styled_css(standard.css, look), styled_reference(standard.reference, standard.css, look)
    )
