"""The lines that a reader sees, which all renderings are compared by."""

from __future__ import annotations

from agreement_gen.document.tree import (
    ItemList,
    ListItem,
    Paragraph,
    Run,
    Signature,
    SignatureLine,
    Signatures,
    block_lines,
    fold,
    text_of,
)


def item(*texts: str) -> ListItem:
    return ListItem(tuple(Paragraph((Run(text),)) for text in texts))


def test_items_are_numbered_and_their_further_blocks_follow() -> None:
    block = ItemList((item("a", "b"), item("c")), ordered=True)
    assert list(block_lines(block)) == ["1. a", "b", "2. c"]
    assert list(block_lines(ItemList((item("a"),)))) == ["• a"]


def test_an_item_without_any_text_is_still_numbered() -> None:
    nothing = ListItem((Signatures(()),))
    assert list(block_lines(ItemList((nothing, item("a")), ordered=True))) == ["1.", "2. a"]


def test_a_known_name_stands_over_its_label() -> None:
    lines = (SignatureLine("Namn"), SignatureLine("Förtydligande", "Förnamn Efternamn"))
    block = Signatures((Signature("kommun", (Run("För kommunen"),), ((Run("Chef"),),), lines),))
    assert list(block_lines(block)) == [
        "För kommunen",
        "Chef",
        "Namn",
        "Förnamn Efternamn",
        "Förtydligande",
    ]


def test_text_and_fold() -> None:
    assert text_of((Run("120\u00a0000"), Run(" kr", strong=True))) == "120\u00a0000 kr"
    assert fold("120\u00a0000 \n kr") == "120000kr"
