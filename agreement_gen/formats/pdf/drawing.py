"""Draws an SVG file as pixels, by the renderer that writes PDF files."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

import pypdfium2 as pdfium

from agreement_gen.formats.pdf.writer import data_fetcher, listening


def draw_svg(data: bytes, width: int, height: int) -> bytes | None:
    """An SVG file as a PNG file of that many pixels, on white; None if it cannot be drawn.

    The file must only draw: nothing is read for it, and nothing in it is run.
    """
    import weasyprint

    address = f"data:image/svg+xml;base64,{b64encode(data).decode('ascii')}"
    # A page as large as the picture; one of its pixels is one of the renderer's points.
    size = f"width: {width}pt; height: {height}pt; display: block"
    page = f'<img alt="-" style="{size}" src="{address}">'
    style = f"@page {{ size: {width}pt {height}pt; margin: 0 }} body {{ margin: 0 }}"
    with listening() as warnings:
        html = weasyprint.HTML(string=page, url_fetcher=data_fetcher())
        drawn: bytes = html.write_pdf(stylesheets=[weasyprint.CSS(string=style)])
    if warnings:
        return None
    pdf = pdfium.PdfDocument(drawn)
    try:
        image = pdf[0].render(scale=1).to_pil()
    finally:
        pdf.close()
    buffer = BytesIO()
    image.crop((0, 0, width, height)).save(buffer, "PNG")
    return buffer.getvalue()
