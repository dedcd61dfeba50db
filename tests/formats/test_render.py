"""What cannot be rendered faithfully is a failure of the files, with a text for each cause."""

from __future__ import annotations

import pickle

import pytest

from agreement_gen.formats import messages
from agreement_gen.formats.errors import RenderFailure
from agreement_gen.formats.render import DocumentStyle, Origin, Task, outcome, render
from tests.support.docx_samples import CREATED, REFERENCE
from tests.support.pdf_samples import CSS
from tests.support.sample_documents import final_document

ORIGIN = Origin(CREATED)


def test_a_reference_that_is_not_a_word_file_is_a_failure_of_the_files() -> None:
    with pytest.raises(RenderFailure) as caught:
        render(final_document(), DocumentStyle(CSS, b"%PDF-1.7"), ["docx"], ORIGIN)
    assert [text.template for text in caught.value.messages] == [messages.NOT_WORD]


@pytest.mark.usefixtures("any_style")
def test_a_style_sheet_that_hides_all_text_is_a_failure_of_the_files() -> None:
    style = DocumentStyle(CSS + "\nbody > * { display: none }", REFERENCE)
    with pytest.raises(RenderFailure) as caught:
        render(final_document(), style, ["pdf"], ORIGIN)
    assert caught.value.messages == (
        messages.FILE_UNREADABLE(format="pdf", reason=messages.PDF_WITHOUT_TEXT()),
    )


@pytest.mark.usefixtures("any_style")
def test_a_style_sheet_that_hides_a_clause_is_found_by_reading_the_file_back() -> None:
    style = DocumentStyle(CSS + "\nsection:nth-of-type(4) p { display: none }", REFERENCE)
    with pytest.raises(RenderFailure, match=r"the pdf file .* clause 4 \(Skiljaktighet\)"):
        render(final_document(), style, ["pdf"], ORIGIN)


def test_a_failure_keeps_its_messages_when_it_crosses_from_a_process() -> None:
    task = Task(final_document(), DocumentStyle(CSS, b""), ("docx",), ORIGIN)
    failure = outcome(task)
    assert isinstance(failure, RenderFailure)
    copy = pickle.loads(pickle.dumps(failure))
    assert copy.messages == failure.messages
    assert str(copy) == str(failure)
