"""Pictures that somebody put into a folder, to the plain pixels that every format embeds.

A picture is decoded and written anew, so that a file holds its pixels and nothing else: no place
where it was taken, no second picture, no program. An SVG file is drawn once, after each of its
elements and attributes was found in a list of those that only draw. The same file gives the same
bytes with the same versions of the libraries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from lxml import etree

from agreement_gen.formats import messages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PIL.Image import Image as PixelImage

    from agreement_gen.messages import Text

FORMATS: Final[Mapping[str, str]] = MappingProxyType(
    {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".svg": "SVG"}
)
"""The formats that can be read, by the ends of their files' names."""

MAX_PIXELS: Final = 25_000_000
"""Pixels of a picture: those of a large camera."""

MAX_RATIO: Final = 50
"""How many times one side of a picture may be the other."""

_KEPT_PIXELS: Final = 1900
"""Pixels of the longer side that are kept: 300 for an inch on a page of 160 mm."""
_QUALITY: Final = 90
_WHITE: Final = (255, 255, 255)

MAX_ELEMENTS: Final = 3000
_MAX_DEPTH: Final = 32
_MAX_VALUE: Final = 100_000
_SVG: Final = "{http://www.w3.org/2000/svg}"
_ELEMENTS: Final = frozenset(
    (
        *("svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line"),
        *("polyline", "polygon", "linearGradient", "radialGradient", "stop", "clipPath"),
    )
)
_ATTRIBUTES: Final = frozenset(
    (
        *("id", "version", "viewBox", "preserveAspectRatio", "width", "height", "transform", "d"),
        *("y", "x", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "points"),
        *("fill", "fill-opacity", "fill-rule", "clip-rule", "clip-path", "clipPathUnits"),
        *("stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin"),
        *("stroke-miterlimit", "opacity", "offset", "stop-color", "stop-opacity", "color"),
        *("gradientUnits", "gradientTransform", "spreadMethod", "role", "aria-label", "xml:space"),
    )
)
_WORDS: Final = frozenset(("id", "fill", "stroke", "color", "stop-color", "clip-path", "role"))
"""Attributes whose values hold no lengths, but may look like numbers: ``#1e9999``."""
_REFERENCE: Final = re.compile(r"url\(\s*#[A-Za-z][A-Za-z0-9_-]*\s*\)")


class UnusablePictureError(Exception):
    """A file is no picture that can be shown; ``reason`` says why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture ready to embed; ``width`` and ``height`` are pixels of the file it came from."""

    data: bytes
    media_type: Literal["image/png", "image/jpeg"]
    width: float
    height: float


@lru_cache(maxsize=64)
def read_picture(data: bytes, name: str) -> Pixels:
    """Decode a picture and write it anew.

    Args:
        data: The file.
        name: Its name, whose end says what it is.

    Raises:
        UnusablePictureError: It is not what its name says, is too large, or holds what is no
            picture.
    """
    form = FORMATS["." + name.rpartition(".")[2].lower()]
    if form == "SVG":
        width, height = _svg_size(data)
        image = _opened(_drawn(data, width, height), "PNG")
        return Pixels(_written(image, "PNG"), "image/png", width, height)
    image = _opened(data, form)
    media_type: Literal["image/png", "image/jpeg"] = f"image/{form.lower()}"  # type: ignore[assignment]
    return Pixels(_written(image, form), media_type, image.width, image.height)


def _opened(data: bytes, form: str) -> PixelImage:
    """The picture, turned as it is to be seen, in colours or greys on white."""
    # Imported here because only agreements with pictures should pay for it.
    from PIL import Image, ImageFile, ImageOps

    # The PDF renderer, once imported, has broken files taken for whole ones.
    tolerated, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with Image.open(BytesIO(data), formats=[form]) as opened:
            _require_size(*opened.size)
            opened.load()
            image = ImageOps.exif_transpose(opened)
        if "A" in image.getbands() or "transparency" in image.info:
            rgba = image.convert("RGBA")
            ground = Image.new("RGBA", rgba.size, (*_WHITE, 255))
            image = Image.alpha_composite(ground, rgba)
        image = image.convert("L" if image.mode in ("1", "L") else "RGB")
    except UnusablePictureError:
        raise
    except Exception as error:
        # Decoders of pictures raise whatever a broken file leads to.
        raise UnusablePictureError(messages.PICTURE_UNREADABLE()) from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = tolerated
    image.info.clear()
    return image


def _require_size(width: float, height: float) -> None:
    if width * height > MAX_PIXELS:
        count = round(width * height / 1_000_000)
        most = MAX_PIXELS // 1_000_000
        raise UnusablePictureError(messages.PICTURE_TOO_MANY_PIXELS(count=count, most=most))
    if max(width, height) > MAX_RATIO * min(width, height):
        raise UnusablePictureError(messages.PICTURE_TOO_THIN(most=MAX_RATIO))


def _written(image: PixelImage, form: str) -> bytes:
    """The bytes of a picture, made smaller if no page could show all of its pixels."""
    kept = image.copy()
    kept.thumbnail((_KEPT_PIXELS, _KEPT_PIXELS))
    buffer = BytesIO()
    if form == "JPEG":
        kept.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    else:
        kept.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _svg_size(data: bytes) -> tuple[float, float]:
    """The width and height of an SVG file that only draws.

    Raises:
        UnusablePictureError: It could do something else, or has no size.
    """
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\x00" in data:
        raise UnusablePictureError(messages.SVG_NOT_XML())
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnusablePictureError(messages.SVG_NOT_XML()) from error
    if root.tag != f"{_SVG}svg":
        raise UnusablePictureError(messages.SVG_NOT_XML())
    for number, element in enumerate(root.iter()):
        if number >= MAX_ELEMENTS:
            raise UnusablePictureError(messages.SVG_TOO_LARGE(most=MAX_ELEMENTS))
        if isinstance(element, etree._Comment):
            continue
        name = element.tag if isinstance(element.tag, str) else "?"
        nested = name == f"{_SVG}svg" and element is not root
        depth = sum(1 for _ in element.iterancestors())
        if nested or depth > _MAX_DEPTH or name.removeprefix(_SVG) not in _ELEMENTS:
            raise UnusablePictureError(messages.SVG_ELEMENT(element=name.removeprefix(_SVG)[:60]))
        for key, value in element.attrib.items():
            _require_attribute(str(key), str(value))
    box = [float(number) for number in _numbers(root.get("viewBox", ""))]
    sides = box[2:] if len(box) == 4 else [_length(root.get(key)) for key in ("width", "height")]
    if len(sides) != 2 or not all(0 < side <= _MAX_VALUE for side in sides):
        raise UnusablePictureError(messages.SVG_WITHOUT_SIZE())
    width, height = sides
    _require_size(1000.0, 1000.0 * height / width)
    return width, height


def _require_attribute(key: str, value: str) -> None:
    if key not in _ATTRIBUTES and key != "{http://www.w3.org/XML/1998/namespace}space":
        raise UnusablePictureError(messages.SVG_ATTRIBUTE(attribute=key[:60]))
    rest = _REFERENCE.sub("", value) if key in ("fill", "stroke", "clip-path") else value
    is_address = "(" in rest and "url" in rest.lower()
    numbers = () if key in _WORDS else _numbers(value)
    if is_address or any(abs(float(number)) > _MAX_VALUE for number in numbers):
        raise UnusablePictureError(messages.SVG_VALUE(attribute=key, value=value[:60]))


def _numbers(value: str) -> list[str]:
    return re.findall(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?", value)


def _length(value: str | None) -> float:
    found = re.fullmatch(r"([0-9.]{1,10})(px|pt|mm|cm|in)?", (value or "").strip())
    try:
        return 0.0 if found is None else float(found[1])
    except ValueError:
        return 0.0


def _drawn(data: bytes, width: float, height: float) -> bytes:
    """An SVG file that only draws, as a PNG file.

    Raises:
        UnusablePictureError: The renderer cannot draw it.
    """
    from agreement_gen.formats.pdf.drawing import draw_svg

    scale = _KEPT_PIXELS / max(width, height)
    drawn = draw_svg(data, round(width * scale), round(height * scale))
    if drawn is None:
        raise UnusablePictureError(messages.PICTURE_UNREADABLE())
    return drawn
