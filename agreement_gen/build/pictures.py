"""A family's pictures, decoded and sized for an agreement."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from agreement_gen.build.messages import BuildCode
from agreement_gen.document.markdown import PICTURE_WIDTHS, RefusedPicture
from agreement_gen.document.tree import Picture
from agreement_gen.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

_TENTHS_OF_PIXEL: Final = 254 / 150
"""Tenths of a millimetre of a pixel, where a text gives no width: 150 pixels for an inch."""
_HIGHEST: Final = 2200
"""Tenths of a millimetre of the highest picture: a page of A4 has room for it."""


def picture_of(
    files: Mapping[str, bytes], name: str, alternative: str, width: int | None
) -> Picture | RefusedPicture:
    """The picture of a file, or why it cannot be shown.

    Args:
        files: The pictures that may be shown, by their names.
        name: The file's name.
        alternative: What those get who do not see it; empty for one that only decorates.
        width: How wide it is shown, in millimetres; None for that of its pixels.
    """
    # Imported here because only agreements with pictures should pay for it.
    from agreement_gen.formats.pictures import UnusablePictureError, read_picture

    data = files.get(name)
    if data is None:
        suggestion = did_you_mean(name, files)
        return RefusedPicture(
            BuildCode.UNKNOWN_PICTURE, {"name": name[:60], "suggestion": suggestion}
        )
    try:
        pixels = read_picture(data, name)
    except UnusablePictureError as error:
        return RefusedPicture(BuildCode.UNUSABLE_PICTURE, {"name": name, "reason": error.reason})
    wanted = pixels.width * _TENTHS_OF_PIXEL if width is None else width * 10
    across = min(wanted, PICTURE_WIDTHS[-1] * 10, _HIGHEST * pixels.width / pixels.height)
    height = across * pixels.height / pixels.width
    return Picture(
        name,
        pixels.data,
        pixels.media_type,
        alternative,
        max(1, round(across)),
        max(1, round(height)),
    )


def logotype_of(files: Mapping[str, bytes], name: str, party: str) -> Picture | RefusedPicture:
    """A party's logotype as the header of a page shows it, or why it cannot be shown.

    Args:
        files: The pictures that may be shown, by their names.
        name: The file's name.
        party: The party's name, which is the logotype's text.
    """
    found = picture_of(files, name, party, PICTURE_WIDTHS[-1])
    if isinstance(found, RefusedPicture):
        return found
    scale = min(_LOGOTYPE_HEIGHT / found.height, _LOGOTYPE_WIDTH / found.width)
    across, height = round(found.width * scale), round(found.height * scale)
    return replace(found, width=max(1, across), height=max(1, height))


_LOGOTYPE_HEIGHT: Final = 100
_LOGOTYPE_WIDTH: Final = 320
"""Tenths of a millimetre of the highest and the widest logotype: two have room side by side."""
