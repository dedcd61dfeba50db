"""The Word template: docxtpl fills it in, LibreOffice converts many files in one call to PDF.

Usage: office.py DATA.json OUTPUT TEMPLATE.docx PROFILE

PROFILE is the folder of LibreOffice's settings, which it makes at the first call.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from docxtpl import DocxTemplate

BATCH = 100
"""Files in one call. With 290, LibreOffice 7.4 writes 247, says nothing and ends with code 0."""


def main() -> None:
    """Write a Word file for each agreement, then a PDF of each."""
    output = Path(sys.argv[2])
    files = []
    for agreement in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
        template = DocxTemplate(sys.argv[3])
        template.render(agreement, autoescape=True)
        files.append(output / f"{agreement['name']}.docx")
        template.save(files[-1])
    command = ["soffice", f"-env:UserInstallation={Path(sys.argv[4]).resolve().as_uri()}"]
    command += ["--headless", "--convert-to", "pdf", "--outdir", str(output)]
    for start in range(0, len(files), BATCH):
        batch = files[start : start + BATCH]
        subprocess.run([*command, *batch], check=True, capture_output=True)


if __name__ == "__main__":
    main()
