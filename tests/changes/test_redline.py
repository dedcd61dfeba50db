"""A redline holds both texts: so say the tree, the written files, and LibreOffice."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from agreement_gen.changes import messages
from agreement_gen.changes.redline import docx_faults, html_faults, tree_faults
from agreement_gen.document.diff import accept, redline, reject
from agreement_gen.document.tree import Paragraph, fold, lines
from agreement_gen.formats.docx.reader import docx_lines
from agreement_gen.formats.docx.xml import tag
from agreement_gen.formats.html import write_html
from tests.support.docx_samples import part, written
from tests.support.edits import pairs as edited_pairs
from tests.support.peers import lack, ooxml_errors, require, run
from tests.support.printable import printable
from tests.support.sample_documents import draft_document, final_document
from tests.support.sample_redline import changed_document
from tests.support.strategies import edited_documents, examples

if TYPE_CHECKING:
    from agreement_gen.document.tree import Document

RESOLVE = Path(__file__).parent.parent / "uno" / "resolve_changes.py"


@settings(
    max_examples=examples(40),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(edited_documents())
def test_any_pair_is_verified_from_the_word_file_or_refused(
    pair: tuple[Document, Document],
) -> None:
    old, new = map(printable, pair)
    merged = redline(old, new)
    assert tree_faults(merged, old, new) == ()
    try:
        data = written(merged)
    except ValueError:
        return  # tables with too many cells in a row, and the like, are not written at all
    assert docx_faults(data, old, new) == ()
    assert html_faults(write_html(merged, ""), merged) == ()


def test_a_word_file_of_another_text_is_not_verified() -> None:
    old, new = final_document(), draft_document()
    data = written(redline(old, new))
    assert docx_faults(data, old, new) == ()
    clause = new.clauses[1]
    other = replace(clause, blocks=(*clause.blocks, Paragraph(clause.title)))
    changed = replace(new, clauses=(new.clauses[0], other, *new.clauses[2:]))
    (fault,) = docx_faults(data, old, changed)
    assert str(fault).startswith("accepted, clause ")
    (fault,) = docx_faults(data, changed, new)
    assert str(fault).startswith("rejected, clause ")
    assert docx_faults(written(new), old, new) != ()


def test_a_tree_or_page_of_another_text_is_not_verified() -> None:
    old, new = final_document(), draft_document()
    merged = redline(old, new)
    assert tree_faults(merged, old, new) == ()
    assert [fault.template for fault in tree_faults(merged, new, old)] == [
        messages.ACCEPTED_DIFFERS,
        messages.REJECTED_DIFFERS,
    ]
    page = write_html(merged, "")
    assert html_faults(page, merged) == ()
    assert html_faults(page.replace("<ins>", "<b>").replace("</ins>", "</b>"), merged) != ()


def pairs() -> dict[str, tuple[Document, Document]]:
    """Pairs in which all kinds of nodes are inserted, deleted, moved and changed."""
    full = changed_document()
    old, new = reject(full), accept(full)
    swapped = replace(old, clauses=tuple(reversed(old.clauses)))
    return {
        "every-node": (old, new),
        "moved": (old, accept(redline(old, swapped))),
        "filled-in": (draft_document(), final_document()),
        "emptied": (final_document(), draft_document()),
    }


def redlined(folder: Path) -> dict[Path, tuple[Document, Document]]:
    found = {}
    for name, (old, new) in pairs().items():
        path = folder / f"{name}.docx"
        path.write_bytes(written(redline(old, new)))
        found[path] = (old, new)
    return found


@pytest.mark.peer
def test_libreoffice_accepts_and_rejects_to_the_same_texts(tmp_path: Path) -> None:
    soffice = require("soffice", "libreoffice")
    jobs: list[str | Path] = []
    expected: dict[Path, Document] = {}
    for path, (old, new) in redlined(tmp_path).items():
        for action, wanted in (("accept", new), ("reject", old)):
            target = tmp_path / f"{path.stem}-{action}.docx"
            jobs += [action, path, target]
            expected[target] = wanted
    run([_python_with_uno(), RESOLVE, soffice, *jobs])
    for target, wanted in expected.items():
        with ZipFile(target) as package:
            assert not re.search(rb"<w:(ins|del) ", package.read("word/document.xml"))
        text = fold("".join(docx_lines(target.read_bytes())))
        assert text == fold("".join(lines(wanted))), target.name


Rows = list[tuple[str, str | None, str]]


def styled(data: bytes) -> Rows:
    """The style, the list level and the text of each paragraph of a Word file that has a text."""
    with ZipFile(BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
        styles = etree.fromstring(package.read("word/styles.xml"))
    names = {style.get(tag("styleId")): style.find(tag("name")) for style in styles}
    rows: Rows = []
    for paragraph in root.iter(tag("p")):
        words = "".join(str(each.text or "") for each in paragraph.iter(tag("t")))
        style = paragraph.find(f"{tag('pPr')}/{tag('pStyle')}")
        name = None if style is None else names[style.get(tag("val"))]
        level = paragraph.find(f"{tag('pPr')}/{tag('numPr')}/{tag('ilvl')}")
        if words.strip():
            # LibreOffice writes the names of Word's own styles with a capital.
            shown = "" if name is None else str(name.get(tag("val"))).lower()
            rows.append((shown, None if level is None else level.get(tag("val")), fold(words)))
    return rows


@pytest.mark.peer
@pytest.mark.parametrize("direction", ["added", pytest.param("removed", marks=pytest.mark.long)])
def test_libreoffice_keeps_each_paragraphs_style_and_number(tmp_path: Path, direction: str) -> None:
    soffice = require("soffice", "libreoffice")
    jobs: list[str | Path] = []
    expected: dict[str, tuple[Path, bytes]] = {}
    edits = {name: pair for name, pair in edited_pairs().items() if name.endswith(direction)}
    assert len(edits) > 30
    for number, (name, (old, new)) in enumerate(edits.items()):
        source = tmp_path / f"{number}.docx"
        source.write_bytes(written(redline(old, new)))
        for action, wanted in (("accept", new), ("reject", old)):
            target = tmp_path / f"{number}-{action}.docx"
            jobs += [action, source, target]
            expected[f"{name}: {action}"] = (target, written(wanted))
    run([_python_with_uno(), RESOLVE, soffice, *jobs])
    for name, (target, right) in expected.items():
        resolved = target.read_bytes()
        assert styled(resolved) == styled(right), name
        assert fold("".join(docx_lines(resolved))) == fold("".join(docx_lines(right))), name


def test_a_moved_text_has_an_author_of_its_own() -> None:
    old, new = edited_pairs()["clauses in another order, added"]
    data = part(written(redline(old, new)), "word/document.xml")
    authors = {each.get(tag("author")) for each in data.iter(tag("ins"), tag("del"))}
    [plain, moved] = sorted(map(str, authors))
    assert moved == f"{plain} \u2194"
    old, new = edited_pairs()["clause between, added"]
    data = part(written(redline(old, new)), "word/document.xml")
    assert {each.get(tag("author")) for each in data.iter(tag("ins"), tag("del"))} == {plain}


def _python_with_uno() -> str:
    """A Python that has LibreOffice's bridge; distributions install it for their own alone."""
    for python in (Path("/usr/bin/python3"), Path(sys.executable)):
        try:
            run([python, "-c", "import uno"])
        except (AssertionError, OSError):
            continue
        return str(python)
    return lack("no Python has LibreOffice's module uno; Debian's package is python3-uno")


@pytest.mark.peer
def test_redlines_are_valid_open_xml(tmp_path: Path) -> None:
    assert {path.stem: found for path, found in ooxml_errors(list(redlined(tmp_path))).items()} == {
        name: [] for name in pairs()
    }
