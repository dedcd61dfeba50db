"""The style sheet of what every page of a PDF shows beside the text: its header, a draft's mark.

It is the program's own, and goes before a family's: an agreement whose pages do not say whose it
is, or that it is a draft, is not a matter of style. The family's sheet sets fonts, colours and
margins. The header is an element of the page (``.page-header``) that is moved into each page's
margin; where it is higher than the margin, the margin grows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_BOXES = (
    *("top-left-corner", "top-center", "top-right", "top-right-corner"),
    *("left-top", "left-middle", "left-bottom", "right-top", "right-middle", "right-bottom"),
    *("bottom-left-corner", "bottom-left", "bottom-center", "bottom-right", "bottom-right-corner"),
)
_LEAST_ABOVE = 30
"""Pixels (8 mm) that stay free above a header, where printers do not print."""

_MARK_PT = 92
_MARK_LETTERS = 8
"""The size of a draft's mark, and the letters of that size that a page has room for."""

PAGE_SHEET = f"""
.page-header {{
  display: table !important; hyphens: manual !important; position: running(page-header) !important;
  overflow-wrap: anywhere; table-layout: fixed !important; width: 100% !important;
}}
.header-start, .header-end {{ display: table-cell !important; vertical-align: top !important; }}
.header-start {{ padding-right: 4mm; text-align: left; width: 44% !important; }}
.header-end {{ text-align: right; }}
.case-number {{ white-space: nowrap; }}
.page-header p {{ display: block !important; margin: 0 !important; }}
.page-number::after {{
  content: attr(data-before) counter(page) " (" counter(pages) ")" !important;
}}
/* The renderer takes each page of a named page, as a draft's are, to follow a forced break. */
* {{ margin-break: discard !important; }}
body {{ string-set: draft attr(data-draft) !important; }}
body.draft {{ page: draft !important; }}
@page {{
  {" ".join(f"@{name} {{ content: none !important }}" for name in _BOXES)}
  @top-left {{
    content: element(page-header) !important; vertical-align: bottom !important;
    padding: 0 0 1.5mm !important; width: 100% !important;
  }}
}}
@page draft {{
  @left-middle {{
    color: #f6e8e8; content: string(draft) !important; font-family: "Source Sans Pro";
    font-size: {_MARK_PT}pt; font-weight: 600; letter-spacing: 0.08em; line-height: 1;
    text-align: center;
    transform: translate(92.5mm, 0) rotate(-55deg); white-space: nowrap; z-index: -1;
  }}
}}
"""


def mark_sheet(mark: str | None) -> str:
    """A style sheet in which a long mark is smaller, so that no letter of it leaves the page."""
    if mark is None or len(mark) <= _MARK_LETTERS:
        return ""
    size = _MARK_PT * _MARK_LETTERS // len(mark)
    return f"@page draft {{ @left-middle {{ font-size: {size}pt !important }} }}"


def header_overflow(pages: Sequence[Any]) -> float:
    """How many pixels the header of the laid-out pages is higher than their margin has room for."""
    missing = 0.0
    for page in pages:
        box = page._page_box
        for margin_box in box.children:
            if getattr(margin_box, "at_keyword", None) == "@top-left":
                used = sum(child.margin_height() for child in margin_box.children)
                around = margin_box.padding_top + margin_box.padding_bottom
                missing = max(missing, used + around + _LEAST_ABOVE - box.margin_top)
    return missing


LOOSE = ".keep-with-previous { break-before: auto !important }"
"""A style sheet that lets the last clause begin a page."""


def has_moved_in_vain(pages: Sequence[Any]) -> bool:
    """Whether a clause that is to stay with the one before it begins a page of its own.

    Then the clause before it has left its page for nothing, and two pages are half empty.
    """
    for page in pages:
        sections = [
            box.element.get("class", "").split()
            for box in page._page_box.descendants()
            if box.element_tag == "section" and box.element is not None
        ]
        for number, classes in enumerate(sections):
            if "keep-with-previous" in classes:
                return number == 0
    return False


def taller_margin(page: Any, overflow: float) -> str:  # noqa: ANN401 - the renderer has no types
    """A style sheet that gives the header of every page ``overflow`` pixels more."""
    return f"@page {{ margin-top: {page._page_box.margin_top + overflow:.2f}px !important }}"
