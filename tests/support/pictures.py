"""Small pictures for tests."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image


def png(color: tuple[int, ...] = (200, 30, 30), size: tuple[int, int] = (40, 20)) -> bytes:
    """A PNG file of one colour; with four numbers the last is how opaque it is."""
    return saved(Image.new("RGB" if len(color) == 3 else "RGBA", size, color), "PNG")


def saved(image: Image.Image, form: str, **more: Any) -> bytes:
    """A picture as a file of a format."""
    buffer = BytesIO()
    image.save(buffer, form, **more)
    return buffer.getvalue()


def svg(inner: str, attributes: str = 'viewBox="0 0 200 100"') -> bytes:
    """An SVG file with some elements."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inner}</svg>'.encode()
