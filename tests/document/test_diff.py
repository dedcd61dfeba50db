"""The difference between two documents: nothing lost, nothing added, no more than needed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from agreement_gen.document import text_diff
from agreement_gen.document.diff import (
    accept,
    changed_clauses,
    is_changed,
    normalise,
    redline,
    reject,
    says_the_same,
)
from agreement_gen.document.text_diff import pieces, runs_diff
from agreement_gen.document.tree import (
    Block,
    Clause,
    Column,
    Document,
    HeaderFooter,
    Heading,
    ItemList,
    ListItem,
    LocalText,
    Metadata,
    Paragraph,
    Row,
    Run,
    Runs,
    Signature,
    SignatureLine,
    Signatures,
    Table,
    TrackedChange,
    text_of,
)
from tests.support.sample_documents import draft_document, final_document
from tests.support.sample_redline import changed_document
from tests.support.strategies import documents, edited_documents, examples, runs, texts

INS, DEL = TrackedChange.INSERTED, TrackedChange.DELETED

# The same examples on each run, and no deadline: a slow machine is no fault.
steady = settings(
    derandomize=True,
    deadline=None,
    max_examples=examples(120),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def plain(text: str) -> Runs:
    return (Run(text),)


def paragraph(text: str) -> Paragraph:
    return Paragraph(plain(text))


def items(*texts: str) -> ItemList:
    return ItemList(tuple(ListItem((paragraph(text),)) for text in texts))


def document(*clauses: tuple[str, tuple[Block, ...]]) -> Document:
    return Document(
        plain("Överenskommelse"),
        plain("Region Norr och Sjöby kommun"),
        tuple(
            Clause(name, number, plain(name.capitalize()), blocks)
            for number, (name, blocks) in enumerate(clauses, start=1)
        ),
        HeaderFooter("Överenskommelse", "2026", "Sida"),
        Metadata("Överenskommelse", "", "Region Norr", "sv-SE"),
    )


def one(*blocks: Block) -> Document:
    """A document of one clause."""
    return document(("ekonomi", blocks))


def compared(old: Block, new: Block) -> tuple[Block, ...]:
    """What the redline of two one-block documents holds."""
    return redline(one(old), one(new)).clauses[0].blocks


def shown(found: Runs) -> str:
    """Runs as text: ``[-old-]{+new+}``."""
    marks = {INS: ("{+", "+}"), DEL: ("[-", "-]"), None: ("", "")}
    return "".join(marks[r.change][0] + r.text + marks[r.change][1] for r in found)


def marks(change: TrackedChange | None) -> str:
    return {INS: "+ ", DEL: "- ", None: "  "}[change]


def sketch(blocks: tuple[Block, ...], inset: str = "") -> list[str]:
    """Blocks as lines, each after ``+`` or ``-`` where the whole of it is inserted or deleted."""
    found = []
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                found.append(marks(block.change) + inset + shown(block.runs))
            case ItemList():
                for item in block.items:
                    first, *rest = sketch(item.blocks, inset + "  ")
                    found.append(marks(item.change) + inset + "* " + first[len(inset) + 4 :])
                    found += rest
            case LocalText():
                found.append(marks(block.change) + inset + f"<{block.item}> " + shown(block.label))
                found += sketch(block.blocks, inset + "  ")
            case Table():
                found.append(marks(block.change) + inset + shown(block.caption))
                found.append("  " + inset + " | ".join(shown(c.title) for c in block.columns))
                found += [
                    marks(row.change) + inset + " | ".join(map(shown, row.cells))
                    for row in block.rows
                ]
            case Signatures():
                for signature in block.signatures:
                    found.append(marks(signature.change) + inset + shown(signature.heading))
                    found += ["  " + inset + shown(detail) for detail in signature.details]
                    found += [
                        marks(line.change) + inset + f"{line.value or '____'} ({line.label})"
                        for line in signature.lines
                    ]
    return found


def picture(merged: Document) -> str:
    """A whole redline as text."""
    found = ["  " + shown(merged.title), "  " + shown(merged.subtitle), *sketch(merged.front)]
    for clause in merged.clauses:
        found.append(marks(clause.change) + f"{clause.number} " + shown(clause.title))
        found += sketch(clause.blocks, "  ")
    return "\n".join(line.rstrip() for line in found)


# Nothing is lost and nothing is added


def assert_holds_both(old: Document, new: Document) -> None:
    merged = redline(old, new)
    assert accept(merged) == normalise(new)
    assert says_the_same(reject(merged), old)
    assert is_changed(merged) is not says_the_same(old, new)
    assert bool(changed_clauses(merged)) is (normal_clauses(old) != normal_clauses(new))
    for clause in merged.clauses:
        if clause.change is not None:
            inside = replace(one(), clauses=(replace(clause, change=None),))
            assert not is_changed(inside), "nothing inside a marked clause is marked again"


def normal_clauses(tree: Document) -> list[tuple[str, Runs, tuple[Block, ...]]]:
    return [(c.id, c.title, c.blocks) for c in normalise(tree).clauses]


@steady
@given(documents(), documents())
def test_unrelated_documents_both_come_back(old: Document, new: Document) -> None:
    assert_holds_both(old, new)


@steady
@given(edited_documents())
@example((final_document(), draft_document()))
@example((draft_document(), final_document(parties=4, table_rows=3)))
def test_a_document_and_its_edit_both_come_back(pair: tuple[Document, Document]) -> None:
    old, new = pair
    assert_holds_both(old, new)
    assert_holds_both(new, old)


@steady
@given(documents())
@example(final_document())
def test_a_document_does_not_differ_from_itself(same: Document) -> None:
    merged = redline(same, same)
    assert merged == normalise(same)
    assert not is_changed(merged)
    assert changed_clauses(merged) == ()


@steady
@given(texts(), texts())
def test_words_joined_give_either_text(old: str, new: str) -> None:
    found = runs_diff(plain(old), plain(new))
    assert text_of(tuple(r for r in found if r.change is not INS)) == old
    assert text_of(tuple(r for r in found if r.change is not DEL)) == new
    assert "".join(pieces(old)) == old


@steady
@given(st.text(), st.text())
def test_any_text_at_all_comes_back(old: str, new: str) -> None:
    found = runs_diff(plain(old), plain(new))
    assert text_of(tuple(r for r in found if r.change is not INS)) == old
    assert text_of(tuple(r for r in found if r.change is not DEL)) == new


@steady
@given(runs(), runs())
def test_no_word_is_split(old: Runs, new: Runs) -> None:
    merged = redline(one(Paragraph(old)), one(Paragraph(new)))
    allowed = set(pieces(text_of(old))) | set(pieces(text_of(new)))
    for block in merged.clauses[0].blocks:
        assert isinstance(block, Paragraph)
        for drop in (INS, DEL):
            text = text_of(tuple(r for r in block.runs if r.change is not drop))
            assert set(pieces(text)) <= allowed


@pytest.fixture
def no_time_to_match(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_diff, "_MAX_STEPS", 0)


@pytest.mark.usefixtures("no_time_to_match")
@settings(steady, suppress_health_check=[*HealthCheck])
@given(edited_documents())
def test_both_texts_come_back_also_where_matching_words_would_take_long(
    pair: tuple[Document, Document],
) -> None:
    assert_holds_both(*pair)


@steady
@given(st.lists(st.integers(0, 3)), st.lists(st.integers(0, 3)))
def test_sequences_that_are_too_long_to_pair_are_whole_and_in_order(
    old: list[int], new: list[int]
) -> None:
    pairs = text_diff.align(old, new, lambda a, b: float(a == b), most=0)
    assert [a for a, _ in pairs if a is not None] == old
    assert [b for _, b in pairs if b is not None] == new


@pytest.mark.parametrize("end", ["", "b"])
def test_texts_of_one_word_or_of_punctuation_are_compared_without_matching_each_with_each(
    end: str,
) -> None:
    """Each would take minutes: the words of a text that repeats itself match everywhere."""
    for old in ("a " * 20_000, "." * 40_000 + "x", "a*b " * 10_000):
        new = f"{old}{end}"
        found = runs_diff(plain(old), plain(new))
        assert text_of(tuple(r for r in found if r.change is not INS)) == old
        assert text_of(tuple(r for r in found if r.change is not DEL)) == new


def test_lists_of_thousands_of_items_are_compared_without_pairing_each_with_each() -> None:
    old, new = (
        one(ItemList(tuple(ListItem((Paragraph(plain(f"{word} {n}")),)) for n in range(2000))))
        for word in ("post", "punkt")
    )
    assert_holds_both(old, new)


def test_a_comparison_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="change marks"):
        redline(final_document(), changed_document())
    with pytest.raises(ValueError, match="change marks"):
        redline(changed_document(), final_document())


def test_both_texts_can_be_taken_out_of_a_tree_marked_by_hand() -> None:
    merged = changed_document()
    assert changed_clauses(merged) == ("bakgrund", "utgar", "ny", "ekonomi")
    old, new = reject(merged), accept(merged)
    assert not is_changed(old)
    assert not is_changed(new)
    assert [c.id for c in old.clauses] == ["bakgrund", "utgar", "ekonomi"]
    assert [c.id for c in new.clauses] == ["bakgrund", "ny", "ekonomi"]
    assert [c.number for c in old.clauses] == [c.number for c in new.clauses] == [1, 2, 3]


# No more is marked than needed


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Avtalet gäller i sex månader.", "Avtalet gäller i tolv månader.",
         "Avtalet gäller i [-sex-]{+tolv+} månader."),
        ("Regionen betalar 1\u00a0320\u00a0000\u00a0kr per år.",
         "Regionen betalar 1\u00a0350\u00a0000\u00a0kr per år.",
         "Regionen betalar [-1\u00a0320\u00a0000\u00a0kr-]{+1\u00a0350\u00a0000\u00a0kr+} per år."),
        ("Senast den 1 maj varje år.", "Senast den 3 juni varje år.",
         "Senast den [-1 maj-]{+3 juni+} varje år."),
        ("Kommunen är arbetsgivare", "Kommunen är arbetsgivare.", "Kommunen är arbetsgivare{+.+}"),
        ("Se bilagan (nummer 2).", "Se bilagan (nummer 3).",
         "Se bilagan (nummer [-2-]{+3+})."),
        ("Det blir 12,5 timmar.", "Det blir 12,0 timmar.", "Det blir [-12,5-]{+12,0+} timmar."),
        ("Region och kommun svarar.", "Region och varje kommun svarar.",
         "Region och{+ varje+} kommun svarar."),
        ("Kommunen svarar för lokaler.",
         "Kommunen svarar för lokaler. De ska ligga nära hemmet och rymma grupper om tolv.",
         "Kommunen svarar för lokaler.{+ De ska ligga nära hemmet och rymma grupper om tolv.+}"),
        ("Parterna möts årligen.", "Tvist avgörs av domstol.",
         "[-Parterna möts årligen.-]{+Tvist avgörs av domstol.+}"),
        ("", "Ny text.", "{+Ny text.+}"),
        ("Gammal text.", "", "[-Gammal text.-]"),
    ],
)  # fmt: skip
def test_only_the_words_that_differ_are_marked(old: str, new: str, expected: str) -> None:
    assert shown(runs_diff(plain(old), plain(new))) == expected


def test_a_word_that_becomes_bold_is_marked_alone() -> None:
    old = Paragraph(plain("Medlen får inte användas till annat."))
    new = Paragraph((Run("Medlen får "), Run("inte", strong=True), Run(" användas till annat.")))
    (block,) = compared(old, new)
    assert block == Paragraph(
        (
            Run("Medlen får "),
            Run("inte", change=DEL),
            Run("inte", strong=True, change=INS),
            Run(" användas till annat."),
        )
    )


def county_table(*amounts: tuple[str, str], caption: str = "Medel 2026") -> Table:
    return Table(
        "county-table",
        plain(caption),
        (Column(plain("Kommun")), Column(plain("Kronor 2026"), "end")),
        tuple(Row((plain(name), plain(amount))) for name, amount in amounts),
    )


def test_a_changed_amount_is_marked_in_its_cell() -> None:
    old = county_table(("Aneby", "230\u00a0000"), ("Eksjö", "461\u00a0000"), ("Gnosjö", "1"))
    new = county_table(("Aneby", "230\u00a0000"), ("Eksjö", "475\u00a0000"), ("Habo", "2"))
    assert sketch(compared(old, new)) == [
        "  Medel 2026",
        "  Kommun | Kronor 2026",
        "  Aneby | 230\u00a0000",
        "  Eksjö | [-461\u00a0000-]{+475\u00a0000+}",
        "- Gnosjö | 1",
        "+ Habo | 2",
    ]


def test_a_new_year_in_a_columns_heading_does_not_replace_the_table() -> None:
    old = county_table(("Aneby", "230\u00a0000"))
    new = replace(old, columns=(old.columns[0], Column(plain("Kronor 2028"), "end")))
    assert sketch(compared(old, new))[1] == "  Kommun | Kronor [-2026-]{+2028+}"


def test_a_table_with_other_columns_is_replaced_whole() -> None:
    old = county_table(("Aneby", "230\u00a0000"))
    new = replace(old, columns=old.columns[:1], rows=(Row((plain("Aneby"),)),))
    deleted, inserted = compared(old, new)
    assert deleted == replace(old, change=DEL)
    assert inserted == replace(new, change=INS)


def test_tables_of_two_kinds_are_two_tables() -> None:
    old = county_table(("Aneby", "230\u00a0000"))
    new = replace(old, kind="steering-group")
    assert compared(old, new) == (replace(old, change=DEL), replace(new, change=INS))


def test_a_list_shows_the_inserted_item_and_the_deleted_item() -> None:
    old = items("Ändamålsenliga lokaler.", "Marknadsföring.", "Arbetsledning.")
    new = items("Ändamålsenliga lokaler.", "Egen telefon.", "Marknadsföring.")
    assert sketch(compared(old, new)) == [
        "  * Ändamålsenliga lokaler.",
        "+ * Egen telefon.",
        "  * Marknadsföring.",
        "- * Arbetsledning.",
    ]


def test_a_list_that_becomes_numbered_is_replaced_whole() -> None:
    old = items("Lokaler.", "Telefon.")
    deleted, inserted = compared(old, replace(old, ordered=True))
    assert isinstance(deleted, ItemList)
    assert isinstance(inserted, ItemList)
    assert {item.change for item in deleted.items} == {DEL}
    assert {item.change for item in inserted.items} == {INS}


def test_a_paragraph_with_little_in_common_is_replaced_whole() -> None:
    old = paragraph("Parterna möts varje år i mars och går igenom årets verksamhet.")
    new = paragraph("Tvist om avtalet avgörs av allmän domstol, om parterna inte enas.")
    assert compared(old, new) == (replace(old, change=DEL), replace(new, change=INS))


def test_a_deleted_paragraph_leaves_its_neighbours_alone() -> None:
    first, second, third = map(paragraph, ("Första stycket.", "Andra meningen.", "Tredje delen."))
    (clause,) = redline(one(first, second, third), one(first, third)).clauses
    assert clause.blocks == (first, replace(second, change=DEL), third)


def test_a_heading_of_another_level_is_replaced() -> None:
    old, new = Heading(plain("Avgifter")), Heading(plain("Avgifter"), level=3)
    assert compared(old, new) == (replace(old, change=DEL), replace(new, change=INS))


def test_a_local_text_that_is_filled_in_loses_its_line_and_gains_its_text() -> None:
    line = Paragraph(plain("Skriv kommunens text här"), role="fill_in")
    old = LocalText("premises", plain("Specificeras:"), (line,))
    text = paragraph("Lokaler i sim- och sporthallen.")
    new = replace(old, blocks=(text,))
    (block,) = compared(old, new)
    assert block == replace(old, blocks=(replace(line, change=DEL), replace(text, change=INS)))


def test_local_texts_are_paired_by_their_item_and_not_by_what_they_say() -> None:
    same = (paragraph("Lokaler i sim- och sporthallen."),)
    premises = LocalText("premises", plain("Specificeras:"), same)
    marketing = LocalText("marketing", plain("Specificeras:"), same)
    assert compared(premises, marketing) == (
        replace(premises, change=DEL),
        replace(marketing, change=INS),
    )


def test_a_moved_clause_is_deleted_where_it_was_and_inserted_where_it_is() -> None:
    first = ("bakgrund", (paragraph("Om bakgrunden."),))
    second = ("ekonomi", (paragraph("Om ekonomin."),))
    third = ("tvist", (paragraph("Om tvister."),))
    merged = redline(document(first, second, third), document(third, first, second))
    assert [(c.change, c.number, c.id) for c in merged.clauses] == [
        (INS, 1, "tvist"),
        (None, 2, "bakgrund"),
        (None, 3, "ekonomi"),
        (DEL, 3, "tvist"),
    ]
    assert changed_clauses(merged) == ("tvist",)


def test_an_inserted_clause_is_marked_whole_and_moves_the_numbers_after_it() -> None:
    first = ("bakgrund", (paragraph("Om bakgrunden."),))
    second = ("ekonomi", (paragraph("Om ekonomin."),))
    new = ("data", (paragraph("Om uppgifter."), items("Ett.", "Två.")))
    merged = redline(document(first, second), document(first, new, second))
    assert [(c.change, c.number) for c in merged.clauses] == [(None, 1), (INS, 2), (None, 3)]
    assert changed_clauses(merged) == ("data",)
    assert [c.number for c in reject(merged).clauses] == [1, 2]


def test_a_renamed_clause_stays_the_same_clause() -> None:
    old = one(paragraph("Text."))
    new = replace(old, clauses=(replace(old.clauses[0], title=plain("Ekonomi och medel")),))
    (clause,) = redline(old, new).clauses
    assert shown(clause.title) == "Ekonomi{+ och medel+}"
    assert clause.change is None


def signature(party: str, value: str | None, *details: str) -> Signature:
    lines = (SignatureLine("Underskrift"), SignatureLine("Namnförtydligande", value))
    return Signature(party, plain(f"För {party}"), tuple(map(plain, details)), lines)


def test_signatures_show_a_new_decision_a_new_name_and_a_new_party() -> None:
    region = signature("Region Norr", "Ann Exempel", "Direktör")
    old = Signatures((region, signature("Sjöby", None, "Fritidschef")))
    new = Signatures(
        (
            region,
            signature("Sjöby", "Bo Prov", "Fritidschef", "Beslut 2026-03-01"),
            signature("Stiftelsen", None),
        )
    )
    assert sketch(compared(old, new)) == [
        "  För Region Norr",
        "  Direktör",
        "  ____ (Underskrift)",
        "  Ann Exempel (Namnförtydligande)",
        "  För Sjöby",
        "  Fritidschef",
        "  {+Beslut 2026-03-01+}",
        "  ____ (Underskrift)",
        "- ____ (Namnförtydligande)",
        "+ Bo Prov (Namnförtydligande)",
        "+ För Stiftelsen",
        "  ____ (Underskrift)",
        "  ____ (Namnförtydligande)",
    ]


def test_what_is_around_the_text_is_the_new_documents_and_is_no_change() -> None:
    old = one(paragraph("Text."))
    new = replace(
        old,
        header_footer=replace(old.header_footer, header_end="2028"),
        metadata=replace(old.metadata, title="Annan"),
        clauses=(replace(old.clauses[0], keep_with_previous=True),),
    )
    merged = redline(old, new)
    assert merged == new
    assert not is_changed(merged)
    assert says_the_same(old, new)


def test_another_clause_number_is_not_the_same_text() -> None:
    old = one(paragraph("Text."))
    assert not says_the_same(old, replace(old, clauses=(replace(old.clauses[0], number=2),)))


def adopted() -> Document:
    return document(
        ("bakgrund", (paragraph("Parterna samverkar om hälsa sedan 2019."),)),
        (
            "ekonomi",
            (
                paragraph("Regionen betalar 461\u00a0000\u00a0kronor varje år till kommunen."),
                county_table(("Aneby", "230\u00a0000"), ("Sjöby", "461\u00a0000")),
            ),
        ),
        ("lokal", (premises(Paragraph(plain("Skriv här"), role="fill_in")),)),
        ("tvist", (paragraph("Tvist avgörs av samverkansrådet."),)),
    )


def revised() -> Document:
    return document(
        ("bakgrund", (paragraph("Parterna samverkar om hälsa och livsstil sedan 2019."),)),
        (
            "ekonomi",
            (
                paragraph("Regionen betalar 475\u00a0000\u00a0kronor varje år till kommunen."),
                paragraph("Beloppet räknas upp med index."),
                county_table(("Aneby", "230\u00a0000"), ("Sjöby", "475\u00a0000")),
            ),
        ),
        ("uppgifter", (paragraph("Var part ansvarar för sina personuppgifter."),)),
        ("lokal", (premises(paragraph("Lokaler i badhuset:"), items("gruppsal")),)),
    )


def premises(*blocks: Block) -> ItemList:
    """A list of one item with a local text."""
    text = LocalText("premises", plain("Specificeras:"), blocks)
    return ItemList((ListItem((paragraph("Lokaler."), text)),), ordered=True)


REDLINE_OF_THEM = """\
  Överenskommelse
  Region Norr och Sjöby kommun
  1 Bakgrund
    Parterna samverkar om hälsa {+och livsstil +}sedan 2019.
  2 Ekonomi
    Regionen betalar [-461_000_kronor-]{+475_000_kronor+} varje år till kommunen.
+   Beloppet räknas upp med index.
    Medel 2026
    Kommun | Kronor 2026
    Aneby | 230_000
    Sjöby | [-461_000-]{+475_000+}
+ 3 Uppgifter
    Var part ansvarar för sina personuppgifter.
  4 Lokal
    * Lokaler.
      <premises> Specificeras:
-       Skriv här
+       Lokaler i badhuset:
+       * gruppsal
- 4 Tvist
    Tvist avgörs av samverkansrådet."""


def test_a_whole_revision_reads_as_a_person_would_mark_it() -> None:
    assert picture(redline(adopted(), revised())).replace("\u00a0", "_") == REDLINE_OF_THEM
