"""The fonts that documents are set in: the same files on every machine, from two packages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import font_source_sans_pro
import font_source_serif_pro
from fontTools.ttLib import TTFont

FAMILIES = ("Source Serif Pro", "Source Sans Pro")
"""The families whose files come with the program."""

FALLBACKS = (
    *("Georgia", "Times New Roman", "Cambria", "Palatino", "Charter", "serif"),
    *("Segoe UI", "Arial", "Helvetica", "Helvetica Neue", "Calibri", "Verdana", "Tahoma"),
    *("sans-serif", "system-ui"),
)
"""Families of text that a web page may name after those, for a machine that has none of them."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font file and what it is called in a style sheet; ``weight`` as in CSS."""

    family: str
    weight: int
    style: Literal["normal", "italic"]
    path: Path


def faces() -> tuple[Face, ...]:
    """The faces that a style sheet may use.

    Raises:
        FileNotFoundError: a font package does not hold the file that it should.
    """
    families = (
        ("Source Serif Pro", "SourceSerifPro", Path(font_source_serif_pro.font_directory)),
        ("Source Sans Pro", "SourceSansPro", Path(font_source_sans_pro.font_directory)),
    )
    found = []
    for family, stem, folder in families:
        for weight, style, suffix in _STYLES:
            path = folder / f"{stem}-{suffix}.ttf"
            if not path.is_file():
                raise FileNotFoundError(f"the font file {path} is missing: reinstall the package")
            found.append(Face(family, weight, style, path))
    return tuple(found)


_STYLES: tuple[tuple[int, Literal["normal", "italic"], str], ...] = (
    (400, "normal", "Regular"),
    (400, "italic", "It"),
    (600, "normal", "Semibold"),
    (600, "italic", "SemiboldIt"),
)


def font_face_css() -> str:
    """``@font-face`` rules with the file URL of every face on this machine."""
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f'font-style: {face.style}; src: url("{face.path.as_uri()}"); }}'
        for face in faces()
    )


@cache
def common_characters() -> frozenset[str]:
    """The characters that every face can show, whatever style a text is given."""
    sets = []
    for face in faces():
        with TTFont(face.path, lazy=True) as font:
            sets.append(frozenset(map(chr, font.getBestCmap())))
    return frozenset.intersection(*sets)
