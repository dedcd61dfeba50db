"""Whether a PDF shows, reads out and lists what the program writes, and nothing else.

What is other than the program writes fails. What is missing cannot be verified: many programs
lose it when they write a file anew, and nobody is misled by what is not there.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement_gen.signing.findings import Subject, fails, holds, shortened, unverified
from agreement_gen.signing.messages import (
    BOOKMARK_FOREIGN,
    BOOKMARKS_REORDERED,
    DESTINATION_DIFFERS,
    FIELD_DIFFERS,
    FIELD_FOREIGN,
    LINK_DIFFERS,
    LINKS_LOST,
    MARK_FOREIGN,
    PROPERTY_DIFFERS,
    PROPERTY_FOREIGN,
    READ_IN_ANOTHER_ORDER,
    READING_HOLDS,
    READING_LOST,
    SETTING_DIFFERS,
    SPOKEN_FOREIGN,
    TAGS_DIFFER,
    TAGS_LOST,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agreement_gen.messages import Text
    from agreement_gen.signing.anatomy import Anatomy, Annotation, Box, PageAnatomy, Spoken
    from agreement_gen.signing.findings import Finding


_LIGATURES = frozenset(("ff", "fi", "fl", "ffi", "ffl", "fj", "ft", "tt"))


def reading_findings(found: Anatomy, expected: Anatomy) -> Iterator[Finding]:
    """Whether a file reads out and lists what the agreement's does.

    Args:
        found: What the file holds; of its structure only what is on the agreement's own pages.
        expected: What the file holds that the program makes of the agreement today.
    """
    failed = [
        *_property_differences(found, expected),
        *_setting_differences(found, expected),
        *_bookmark_differences(found, expected),
        *_spoken_differences(found, expected),
    ]
    if _is_reordered(found, expected):
        failed.append(READ_IN_ANOTHER_ORDER())
    yield from (fails(Subject.READING, text) for text in failed)
    lost = list(_lost(found, expected))
    if lost:
        yield unverified(Subject.READING, READING_LOST(names=", ".join(lost)))
    if not found.order:
        yield unverified(Subject.READING, TAGS_LOST())
    elif not failed and _tags(found) != _tags(expected):
        yield unverified(Subject.READING, TAGS_DIFFER())
    elif not failed and not lost:
        yield holds(Subject.READING, READING_HOLDS())


def _property_differences(found: Anatomy, expected: Anatomy) -> Iterator[Text]:
    for name, texts in found.properties.items():
        right = expected.properties.get(name, ())
        for text in texts:
            stated = shortened(text)
            if not right and text:
                yield PROPERTY_FOREIGN(name=name, stated=stated)
            elif right and text not in right:
                yield PROPERTY_DIFFERS(name=name, stated=stated, expected=shortened(right[0]))


def _setting_differences(found: Anatomy, expected: Anatomy) -> Iterator[Text]:
    for name, value in found.settings.items():
        if value != expected.settings.get(name):
            yield SETTING_DIFFERS(name=name[1:])
    places = expected.destinations
    moved = [name for name, at in found.destinations.items() if at != places.get(name, at)]
    if moved:
        yield DESTINATION_DIFFERS(name=shortened(moved[0]))


def _bookmark_differences(found: Anatomy, expected: Anatomy) -> Iterator[Text]:
    if not found.bookmarks or found.bookmarks == expected.bookmarks:
        return
    foreign = [each for each in found.bookmarks if each not in set(expected.bookmarks)]
    if foreign:
        yield BOOKMARK_FOREIGN(title=shortened(foreign[0].title))
    else:
        yield BOOKMARKS_REORDERED()


def _spoken_differences(found: Anatomy, expected: Anatomy) -> Iterator[Text]:
    for spoken in _spoken(found) - _spoken(expected):
        # A printer gives the letters of a ligature, which has no letter of its own in the font.
        if spoken.kind != "ActualText" or spoken.text not in _LIGATURES or found.order:
            yield SPOKEN_FOREIGN(text=shortened(spoken.text), kind=spoken.kind)


def _spoken(file: Anatomy) -> Counter[Spoken]:
    in_tags = (spoken for element in file.elements for spoken in element.spoken)
    in_pages = (spoken for page in file.pages for spoken in page.spoken)
    return Counter((*in_tags, *in_pages))


def _is_reordered(found: Anatomy, expected: Anatomy) -> bool:
    """Whether the same content is read in another order."""
    return found.order != expected.order and Counter(found.order) == Counter(expected.order)


def _lost(found: Anatomy, expected: Anatomy) -> Iterator[str]:
    """The names of what the file lacks."""
    yield from sorted(expected.properties.keys() - found.properties.keys())
    yield from sorted(name[1:] for name in expected.settings.keys() - found.settings.keys())
    if expected.bookmarks and not found.bookmarks:
        yield "Outlines"
    if expected.destinations.keys() - found.destinations.keys():
        yield "Dests"


def _tags(file: Anatomy) -> object:
    return file.roles, file.order, [(each.depth, each.digest) for each in file.elements]


@dataclass(frozen=True, slots=True)
class Surface:
    """What the annotations of the agreement's own pages show.

    Attributes:
        findings: What is wrong with them.
        marks: The visible fields that the agreement does not have, with the index of their page.
        own_fields: By the index of a page the boxes in which a party's signature is drawn.
    """

    findings: tuple[Finding, ...]
    marks: tuple[tuple[int, Annotation], ...]
    own_fields: tuple[tuple[Box, ...], ...]


def surface(found: Sequence[PageAnatomy], expected: Sequence[PageAnatomy]) -> Surface:
    """Compare the annotations of the agreement's own pages with those that the program writes."""
    findings: list[Finding] = []
    marks: list[tuple[int, Annotation]] = []
    own_fields: list[tuple[Box, ...]] = []
    unlinked: list[str] = []
    for index, (page, right) in enumerate(zip(found, expected, strict=False)):
        waiting = list(right.annotations)
        boxes: list[Box] = []
        for annotation in page.annotations:
            match = _match(annotation, waiting)
            if match is not None:
                waiting.remove(match)
            if match is not None and annotation.subtype == "/Widget":
                boxes.append(match.box)
            text = _fault(annotation, match, index + 1)
            if text is not None:
                findings.append(fails(Subject.EXTRAS, text))
            elif _is_mark(annotation, match):
                marks.append((index, annotation))
        own_fields.append(tuple(boxes))
        if any(each.subtype == "/Link" for each in waiting):
            unlinked.append(str(index + 1))
    if unlinked:
        findings.append(unverified(Subject.READING, LINKS_LOST(pages=", ".join(unlinked))))
    return Surface(tuple(findings), tuple(marks), tuple(own_fields))


def mark_finding(page: int, mark: Annotation) -> Finding:
    """That a visible field is nowhere in the agreement."""
    return fails(Subject.PAGES, MARK_FOREIGN(page=page + 1, field=shortened(mark.field)))


def _match(annotation: Annotation, expected: Sequence[Annotation]) -> Annotation | None:
    """The annotation of the program's file that this one is; a signed field differs from it."""
    for each in expected:
        is_own_field = each.field and (each.field, each.box) == (annotation.field, annotation.box)
        if each.digest == annotation.digest or is_own_field:
            return each
    return None


def _fault(annotation: Annotation, match: Annotation | None, page: int) -> Text | None:
    if annotation.subtype == "/Link":
        return None if match is not None else LINK_DIFFERS(page=page)
    if annotation.subtype != "/Widget":
        return None  # reported with all that an agreement never holds
    name = shortened(annotation.field)
    if not annotation.is_signature:
        return FIELD_FOREIGN(page=page, field=name)
    is_own = match is None or annotation.digest == match.digest
    is_filled = match is not None and annotation.is_signed and annotation.frame == match.frame
    if annotation.is_listed and annotation.is_plain and (is_own or is_filled):
        return None
    return FIELD_DIFFERS(page=page, field=name)


def _is_mark(annotation: Annotation, match: Annotation | None) -> bool:
    return annotation.subtype == "/Widget" and match is None and annotation.is_visible
