"""Pictures that come from a folder: drawn from their pixels or shapes, and nothing else."""

from __future__ import annotations

import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from agreement_gen.formats.pictures import UnusablePictureError, read_picture
from tests.support.pictures import png, saved, svg


def colour(data: bytes, place: tuple[int, int]) -> object:
    with Image.open(BytesIO(data)) as image:
        return image.convert("RGB").getpixel(place)


def test_a_picture_keeps_its_colours_and_loses_what_it_tells_of_its_making() -> None:
    about = PngImagePlugin.PngInfo()
    about.add_text("Author", "Ann Exempel")
    original = saved(Image.new("RGB", (40, 20), (200, 30, 30)), "PNG", pnginfo=about)
    found = read_picture(original, "a.png")
    assert b"Ann Exempel" in original
    assert b"Ann Exempel" not in found.data
    assert (found.media_type, found.width, found.height) == ("image/png", 40, 20)
    assert colour(found.data, (5, 5)) == (200, 30, 30)


def test_what_is_transparent_is_white() -> None:
    assert colour(read_picture(png((200, 30, 30, 0)), "a.png").data, (5, 5)) == (255, 255, 255)


def test_a_photograph_is_turned_as_it_is_to_be_seen() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    found = read_picture(saved(Image.new("RGB", (40, 20)), "JPEG", exif=exif), "a.jpg")
    assert (found.media_type, found.width, found.height) == ("image/jpeg", 20, 40)


def test_more_pixels_than_a_page_shows_are_left_out() -> None:
    data = read_picture(png(size=(3800, 1900)), "a.png").data
    with Image.open(BytesIO(data)) as image:
        assert image.size == (1900, 950)


def test_an_svg_file_is_drawn_on_white() -> None:
    found = read_picture(svg('<circle cx="50" cy="50" r="40" fill="#1f4e79"/>'), "a.svg")
    assert (found.width, found.height) == (200, 100)
    assert colour(found.data, (475, 475)) == (31, 78, 121)
    assert colour(found.data, (1890, 940)) == (255, 255, 255)


def test_the_same_file_gives_the_same_bytes() -> None:
    drawn = svg('<path d="M0 0 L200 100 L0 100 Z" fill="#1f4e79" stroke="none"/>')
    first = read_picture(drawn, "a.svg").data
    read_picture.cache_clear()
    assert read_picture(drawn, "a.svg").data == first


def bomb() -> bytes:
    """A PNG file of a few bytes that names 40 000 × 40 000 pixels."""
    data = bytearray(png())
    data[16:24] = (40_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.png", b"", "cannot be decoded"),
        ("a.png", b"GIF89a", "cannot be decoded"),
        ("a.png", saved(Image.new("RGB", (4, 4)), "JPEG"), "cannot be decoded"),
        ("a.png", png()[:50], "cannot be decoded"),
        ("a.jpg", png(), "cannot be decoded"),
        ("a.png", bomb(), "cannot be decoded"),
        ("a.png", png(size=(6000, 5000)), "30 million pixels"),
        ("a.png", png(size=(4000, 2)), "more than 50 times"),
        ("a.svg", b"<svg", "not an SVG file"),
        ("a.svg", b"<html/>", "not an SVG file"),
        ("a.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"), "not an SVG file"),
        ("a.svg", svg("<script>alert(1)</script>"), "element `script`"),
        ("a.svg", svg('<image href="file:///etc/passwd"/>'), "element `image`"),
        ("a.svg", svg('<use href="#a"/>'), "element `use`"),
        ("a.svg", svg("<style>* { fill: url(http://example.org) }</style>"), "element `style`"),
        ("a.svg", svg("<text>Region</text>"), "element `text`"),
        ("a.svg", svg("<foreignObject/>"), "element `foreignObject`"),
        ("a.svg", svg('<animate attributeName="x"/>'), "element `animate`"),
        ("a.svg", svg("<g>" * 40 + "</g>" * 40), "element `g`"),
        ("a.svg", svg('<rect onload="a()"/>'), "attribute `onload`"),
        ("a.svg", svg('<rect style="fill: url(http://example.org)"/>'), "attribute `style`"),
        ("a.svg", svg('<rect stroke-dasharray="0.0001"/>'), "attribute `stroke-dasharray`"),
        ("a.svg", svg('<rect fill="url(http://example.org)"/>'), "`fill` may not be"),
        ("a.svg", svg('<rect clip-path="URL(file:///x)"/>'), "`clip-path` may not be"),
        ("a.svg", svg('<rect width="1e300"/>'), "`width` may not be"),
        ("a.svg", svg("", 'viewBox="0 0 1000 1"'), "more than 50 times"),
        ("a.svg", svg("", 'width="10%" height="10"'), "no `viewBox`"),
        ("a.svg", svg("<g/>" * 4000), "more than 3000 elements"),
    ],
)
def test_what_is_no_picture_or_more_than_one_is_refused(
    name: str, data: bytes, reason: str
) -> None:
    with pytest.raises(UnusablePictureError, match=reason):
        read_picture(data, name)
