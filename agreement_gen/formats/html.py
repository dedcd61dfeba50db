"""Writes a document as one standalone HTML page.

The page has its structure in its elements and its style in the style sheet alone, so the
same page serves a browser and a PDF renderer.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING, Final, assert_never

from agreement_gen.document.tree import (
    SEPARATOR,
    Heading,
    ItemList,
    LocalText,
    Paragraph,
    Picture,
    Signatures,
    Table,
    TrackedChange,
    all_pictures,
)
from agreement_gen.formats.style_sheet import require_house_style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreement_gen.document.tree import (
        Block,
        Clause,
        Document,
        HeaderFooter,
        ListItem,
        Row,
        Run,
        Runs,
        Signature,
        SignatureLine,
    )

GENERATOR = "agreement-gen"

_PICTURE_RULES: Final = """\
.picture img { display: block; height: auto; max-width: 100%; }
.logotypes img { margin-right: 1rem; vertical-align: middle; }"""
"""What a web page with pictures needs besides its style sheet: none is wider than the page."""


def write_html(document: Document, css: str) -> str:
    """A complete HTML page of ``document`` with the style sheet ``css`` inside it.

    What every page shows is the first element of ``body``, of the class ``page-header``; a renderer
    of pages repeats it and numbers them. On a draft ``body`` has the class ``draft`` and its mark
    in ``data-draft``. The page's policy lets a browser apply the style sheet, and load, run and
    send nothing. An empty ``css`` leaves style sheet and policy out, for a page that only this
    program reads.

    Raises:
        RenderFailure: ``css`` is no house style (see :mod:`agreement_gen.formats.style_sheet`).
    """
    if css:
        require_house_style(css)
    meta = document.metadata
    language = escape(meta.language)
    has_pictures = any(True for _ in all_pictures(document))
    own = f"{_PICTURE_RULES}\n" if has_pictures else ""
    style = f"\n{css}\n{own}" if css else ""
    head = [
        '<meta charset="utf-8">',
        *(_policies(style, has_pictures=has_pictures) if style else ()),
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(meta.title)}</title>",
        _meta("author", meta.author),
        _meta("description", meta.subject),
        _meta("keywords", ", ".join(meta.keywords)),
        _meta("generator", GENERATOR),
        f"<style>{style}</style>" if style else "",
    ]
    body = [
        *_header_footer(document.header_footer),
        "<header>",
        f"<h1>{_runs(document.title)}</h1>",
        f'<p class="subtitle">{_runs(document.subtitle)}</p>',
        "</header>",
        "<main>",
        *(_block(block) for block in document.front),
        *_clauses(document.clauses),
        "</main>",
        "</body>",
    ]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{language}">',
            "<head>",
            *filter(None, head),
            "</head>",
            *body,
            "</html>",
            "",
        ]
    )


def _policies(style: str, *, has_pictures: bool) -> tuple[str, ...]:
    """What a browser may do with a page of this style sheet (W3C, CSP Level 3; Referrer Policy)."""
    digest = b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{digest}'"
    if has_pictures:
        policy += "; img-src data:"
    return (
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="referrer" content="no-referrer">',
    )


def _meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{escape(content)}">' if content else ""


def _header_footer(header_footer: HeaderFooter) -> Iterator[str]:
    """The beginning of the body, and the header of every page."""
    draft, end = header_footer.draft, header_footer.header_end
    mark = "" if draft is None else f'<p class="draft-mark">{escape(draft)}</p>'
    logotypes = "".join(map(_image, header_footer.logotypes))
    if logotypes:
        mark = f'<p class="logotypes">{logotypes}</p>{mark}'
    before = f"{SEPARATOR if end else ''}{header_footer.page_label} "
    number = f'<span class="page-number" data-before="{escape(before)}"></span>'
    case_numbers = "".join(
        f'\n<p>{escape(line.label)} <span class="case-number">{escape(line.number)}</span></p>'
        for line in header_footer.case_numbers
    )
    yield "<body>" if draft is None else f'<body class="draft" data-draft="{escape(draft)}">'
    yield '<div class="page-header">'
    yield f'<div class="header-start">{mark}<p>{escape(header_footer.header_start)}</p></div>'
    yield f'<div class="header-end"><p>{escape(end)}{number}</p>{case_numbers}</div>'
    yield "</div>"


def _class(*names: str | None) -> str:
    classes = " ".join(name for name in names if name)
    return f' class="{classes}"' if classes else ""


def _mark_name(change: TrackedChange | None) -> str | None:
    """The class and the element name of a mark of change."""
    return None if change is None else change.value


def _marked(html: str, change: TrackedChange | None) -> str:
    return html if change is None else f"<{change.value}>{html}</{change.value}>"


def _run(run: Run) -> str:
    html = escape(run.text, quote=False)
    if run.emphasis:
        html = f"<em>{html}</em>"
    if run.strong:
        html = f"<strong>{html}</strong>"
    if run.target is not None:
        html = f'<a href="#{escape(run.target)}">{html}</a>'
    return _marked(html, run.change)


def _runs(runs: Runs, change: TrackedChange | None = None) -> str:
    """The runs; ``change`` is the mark of a node around them."""
    return _marked("".join(_run(run) for run in runs), change)


def _clauses(clauses: tuple[Clause, ...]) -> Iterator[str]:
    """The clauses; an id that an earlier one has is left out, as ids are unique in a page."""
    seen: set[str] = set()
    for clause in clauses:
        anchor = "" if clause.id in seen else f' id="{escape(clause.id)}"'
        seen.add(clause.id)
        yield _clause(clause, anchor)


def _clause(clause: Clause, anchor: str) -> str:
    change = clause.change
    keep = "keep-with-previous" if clause.keep_with_previous else None
    number = f'<span class="number">{escape(clause.mark)}</span>'
    title = _marked(f"{number} {_runs(clause.title)}", change)
    blocks = "\n".join(_block(block, change) for block in clause.blocks)
    classes = _class("annex" if clause.annex else "clause", keep, _mark_name(change))
    return f"<section{anchor}{classes}>\n<h2>{title}</h2>\n{blocks}\n</section>"


def _block(block: Block, within: TrackedChange | None = None) -> str:
    """A block; ``within`` is the mark of a node around it, which holds for all of it."""
    match block:
        case Paragraph():
            change = block.change or within
            role = None if block.role == "body" else block.role.replace("_", "-")
            classes = _class(role, _mark_name(change))
            return f"<p{classes}>{_runs(block.runs, change)}</p>"
        case Heading():
            change = block.change or within
            tag = f"h{block.level + 1}"
            return f"<{tag}{_class(_mark_name(change))}>{_runs(block.runs, change)}</{tag}>"
        case ItemList():
            tag = "ol" if block.ordered else "ul"
            items = "\n".join(_item(item, within) for item in block.items)
            return f"<{tag}>\n{items}\n</{tag}>"
        case LocalText():
            return _local_text(block, within)
        case Table():
            return _table(block, within)
        case Picture():
            return _picture(block, within)
        case Signatures():
            parties = "\n".join(_signature(party, within) for party in block.signatures)
            classes = _class("signatures", "room-below" if block.room_below else None)
            return f"<div{classes}>\n{parties}\n</div>"
        case _:
            assert_never(block)


def _picture(picture: Picture, within: TrackedChange | None) -> str:
    change = picture.change or within
    image = _marked(_image(picture), change)
    return f"<div{_class('picture', _mark_name(change))}>{image}</div>"


def _image(picture: Picture) -> str:
    data = b64encode(picture.data).decode("ascii")
    size = f'width="{round(picture.width * _PIXELS)}" height="{round(picture.height * _PIXELS)}"'
    role = "" if picture.alternative else ' role="presentation"'
    return (
        f'<img class="size-{picture.width}-{picture.height}" {size}{role} '
        f'alt="{escape(picture.alternative)}" src="data:{picture.media_type};base64,{data}">'
    )


_PIXELS = 96 / 254
"""CSS pixels for a tenth of a millimetre."""


def _item(item: ListItem, within: TrackedChange | None) -> str:
    change = item.change or within
    blocks = "\n".join(_block(block, change) for block in item.blocks)
    return f"<li{_class(_mark_name(change))}>{blocks}</li>"


def _local_text(local: LocalText, within: TrackedChange | None) -> str:
    change = local.change or within
    blocks = "\n".join(_block(block, change) for block in local.blocks)
    return (
        f"<div{_class('local-text', _mark_name(change))}>\n"
        f'<p class="label">{_runs(local.label, change)}</p>\n{blocks}\n</div>'
    )


def _table(table: Table, within: TrackedChange | None) -> str:
    change = table.change or within
    heads = "".join(
        f'<th scope="col"{_class(column.align)}>{_runs(column.title, change)}</th>'
        for column in table.columns
    )
    bodies = "\n".join(_body(group, table, change) for group in _row_groups(table.rows))
    caption = f"<caption>{_runs(table.caption, change)}</caption>\n" if table.caption else ""
    return (
        f"<table{_class(table.kind, _mark_name(change))}>\n{caption}{_column_widths(table)}"
        f"<thead>\n<tr>{heads}</tr>\n</thead>\n{bodies}\n</table>"
    )


def _column_widths(table: Table) -> str:
    """The columns' shares of the table's width in whole percent; nothing if they have none."""
    shares = [column.width for column in table.columns if column.width is not None]
    if not shares or len(shares) < len(table.columns):
        return ""
    columns = "".join(f'<col style="width: {100 * share // sum(shares)}%">' for share in shares)
    return f"<colgroup>{columns}</colgroup>\n"


def _body(rows: list[Row], table: Table, change: TrackedChange | None) -> str:
    inner = "\n".join(_row(row, table, change) for row in rows)
    return f"<tbody{_class(rows[0].role if rows[0].role == 'total' else None)}>\n{inner}\n</tbody>"


def _row_groups(rows: tuple[Row, ...]) -> list[list[Row]]:
    """The rows by table body: a group row and a total each begin a new one."""
    groups: list[list[Row]] = []
    for row in rows:
        if not groups or row.role in ("group", "total"):
            groups.append([])
        groups[-1].append(row)
    return groups


def _row(row: Row, table: Table, within: TrackedChange | None) -> str:
    change = row.change or within
    role = None if row.role == "body" else row.role
    classes = _class(role, "own" if row.own else None, _mark_name(change))
    if row.role == "group":
        (only,) = row.cells
        span = f' colspan="{len(table.columns)}"' if len(table.columns) > 1 else ""
        cells = f'<th scope="rowgroup"{span}>{_runs(only, change)}</th>'
    else:
        first, *rest = row.cells
        aligns = [column.align for column in table.columns]
        cells = f'<th scope="row"{_class(aligns[0])}>{_runs(first, change)}</th>' + "".join(
            f"<td{_class(align)}>{_runs(cell, change)}</td>"
            for cell, align in zip(rest, aligns[1:], strict=True)
        )
    return f"<tr{classes}>{cells}</tr>"


def _signature(signature: Signature, within: TrackedChange | None) -> str:
    change = signature.change or within
    details = "".join(
        f'\n<p class="detail">{_runs(detail, change)}</p>' for detail in signature.details
    )
    lines = "\n".join(_signature_line(line, signature.party, change) for line in signature.lines)
    return (
        f"<div{_class('signature', _mark_name(change))}>\n"
        f'<div class="signs-for">\n<p class="party">{_runs(signature.heading, change)}</p>{details}'
        f"\n</div>\n{lines}\n</div>"
    )


def field_anchor(party: str) -> str:
    """The id of the line that a party signs on, where the line is a signature field."""
    return f"sign:{'-'.join(party.split())}"


def _signature_line(line: SignatureLine, party: str, within: TrackedChange | None) -> str:
    change = line.change or within
    anchor = f' id="{escape(field_anchor(party))}"' if line.is_field and change is None else ""
    value = "" if line.value is None else _marked(escape(line.value, quote=False), change)
    label = _marked(escape(line.label, quote=False), change)
    return (
        f"<div{_class('line', _mark_name(change))}>"
        f'<p{anchor} class="value">{value}</p><p class="line-label">{label}</p></div>'
    )
