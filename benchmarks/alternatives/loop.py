"""The plain loop: for each agreement one page for WeasyPrint and one file with python-docx.

Usage: loop.py DATA.json OUTPUT
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import docx
import jinja2
import weasyprint
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

STYLES = {"h1": "Heading 1", "h2": "Heading 2", "p": "Normal", "caption": "Caption"}

PAGE = jinja2.Environment(autoescape=True).from_string("""<!doctype html>
<html lang="sv"><head><title>{{ title }}</title><style>
@page { size: A4; margin: 25mm;
  @top-center { content: "{{ header }}" }
  @bottom-center { content: "{{ page }} " counter(page) " (" counter(pages) ")" } }
html { font: 10.5pt/1.45 serif; hyphens: auto }
h1, h2, h3 { font-family: sans-serif; break-after: avoid }
table { border-collapse: collapse; width: 100%; font: 9.5pt sans-serif }
th, td { border: 0.5pt solid #999; padding: 1mm 2mm; text-align: left }
thead { display: table-header-group }
.item { margin-left: 7mm }
</style></head><body><h1>{{ title }}</h1><p>{{ subtitle }}</p>
{% for block in blocks %}{% if block.kind == "h1" %}<h2>{{ block.text }}</h2>
{% elif block.kind == "h2" %}<h3>{{ block.text }}</h3>
{% elif block.kind == "table" %}<table><thead><tr>{% for cell in block.header %}<th>{{ cell }}</th>
{% endfor %}</tr></thead>{% for row in block.rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>
{% endfor %}</tr>{% endfor %}</table>
{% else %}<p class="{{ block.kind }}">{{ block.text }}</p>{% endif %}{% endfor %}</body></html>
""")


def main() -> None:
    """Write a PDF and a Word file for each agreement."""
    output = Path(sys.argv[2])
    for agreement in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
        weasyprint.HTML(string=PAGE.render(agreement)).write_pdf(
            output / f"{agreement['name']}.pdf"
        )
        word(agreement).save(str(output / f"{agreement['name']}.docx"))


def word(agreement: dict[str, Any]) -> Any:  # noqa: ANN401 - python-docx has no types
    """One agreement as python-docx's first chapter teaches it."""
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = agreement["header"]
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{agreement['page']} ")
    field(foot, "PAGE")
    foot.add_run(" (")
    field(foot, "NUMPAGES")
    foot.add_run(")")
    document.add_heading(agreement["title"], 0)
    document.add_paragraph(agreement["subtitle"])
    for block in agreement["blocks"]:
        if block["kind"] == "table":
            table = document.add_table(1, block["width"], style="Table Grid")
            for cell, text in zip(table.rows[0].cells, block["header"], strict=True):
                cell.text = text
            for row in block["rows"]:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        else:
            document.add_paragraph(block["text"], STYLES.get(block["kind"], "List Paragraph"))
    return document


def field(paragraph: Any, name: str) -> None:  # noqa: ANN401
    """A field that Word counts, PAGE or NUMPAGES."""
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), name)
    paragraph._p.append(simple)


if __name__ == "__main__":
    main()
