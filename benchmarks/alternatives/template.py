"""Makes the Word template that docxtpl fills in.

Usage: template.py TEMPLATE.docx
"""

from __future__ import annotations

import sys

import docx

from benchmarks.alternatives.loop import STYLES, field


def main() -> None:
    """Write a template with a loop over the blocks and, in it, one over a table's rows."""
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "{{ header }}"
    foot = section.footer.paragraphs[0]
    foot.add_run("{{ page }} ")
    field(foot, "PAGE")
    foot.add_run(" (")
    field(foot, "NUMPAGES")
    foot.add_run(")")
    document.add_heading("{{ title }}", 0)
    document.add_paragraph("{{ subtitle }}")
    document.add_paragraph("{%p for block in blocks %}")
    for kind, style in {**STYLES, "item": "List Paragraph"}.items():
        document.add_paragraph(f"{{%p if block.kind == '{kind}' %}}")
        document.add_paragraph("{{ block.text }}", style)
        document.add_paragraph("{%p endif %}")
    for width in (2, 5):
        document.add_paragraph(f"{{%p if block.kind == 'table' and block.width == {width} %}}")
        table = document.add_table(4, width, style="Table Grid")
        for column, cell in enumerate(table.rows[0].cells):
            cell.text = f"{{{{ block.header[{column}] }}}}"
        table.rows[1].cells[0].text = "{%tr for row in block.rows %}"
        for column, cell in enumerate(table.rows[2].cells):
            cell.text = f"{{{{ row[{column}] }}}}"
        table.rows[3].cells[0].text = "{%tr endfor %}"
        document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    document.save(sys.argv[1])


if __name__ == "__main__":
    main()
