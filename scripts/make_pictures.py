"""Renders the README's pictures: real pages of agreements, as PNG files in docs/pictures/.

The PDF's pages are drawn by PDFium; the Word file's page is drawn from what LibreOffice makes of
it. Usage: python scripts/make_pictures.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
EXAMPLE = ROOT / "examples" / "exempelbygden"
WIDTH = 900
"""Pixels across a page."""

COLOURS = 64
MOST_BYTES = 120_000


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture ``name`` of the first page that says ``text``, from a file with that ending."""

    name: str
    workspace: Path
    municipality: str
    ending: str
    text: str


PICTURES_OF = (
    Picture("first-page", EXAMPLE, "Exempelby", "pdf", "Bakgrund och syfte"),
    Picture("county-table", ROOT, "Vetlanda", "pdf", "Totalsumma"),
    Picture("signatures", EXAMPLE, "Exempelby", "pdf", "Förtydligande"),
    Picture("draft", EXAMPLE, "Mallåker", "pdf", "Fylls i av kommunen"),
    Picture("word", EXAMPLE, "Exempelby", "docx", "Totalsumma"),
)


def main() -> None:
    """Build the agreements and draw every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        builds = {(picture.workspace, picture.municipality) for picture in PICTURES_OF}
        for workspace, municipality in builds:
            output = folder / municipality
            program = Path(sys.executable).with_name("agreement-gen")
            _run(program, "-C", workspace, "build", municipality, "--output", output)
        for picture in PICTURES_OF:
            (source,) = (folder / picture.municipality).glob(f"*.{picture.ending}")
            if picture.ending == "docx":
                source = _through_office(source, folder)
            target = PICTURES / f"{picture.name}.png"
            _draw(source, picture.text, target)
            print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1000} kB")
            if target.stat().st_size > MOST_BYTES:
                sys.exit(f"{target.name} is too large for a README")


def _through_office(source: Path, folder: Path) -> Path:
    """The PDF that LibreOffice makes of a Word file."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    output = folder / "office"
    _run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", output, source)
    return output / source.with_suffix(".pdf").name


def _draw(source: Path, text: str, target: Path) -> None:
    """Draw the first page of a PDF that holds a text, in few colours with a thin frame."""
    with pypdfium2.PdfDocument(source) as pdf:
        page = next((page for page in pdf if text in page.get_textpage().get_text_range()), None)
        if page is None:
            sys.exit(f"no page of {source.name} says «{text}»")
        scale = WIDTH / page.get_width()
        picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    framed = ImageOps.expand(picture, border=1, fill="#c9cdd2")
    few = framed.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(target, optimize=True)


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{command[0]} ended with {done.returncode}:\n{done.stderr}")


if __name__ == "__main__":
    main()
