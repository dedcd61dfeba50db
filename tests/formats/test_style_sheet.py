"""A style sheet is a house style, or it is refused with its place, whatever it tries."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreement_gen.formats.errors import RenderFailure
from agreement_gen.formats.render import DocumentStyle, Origin, render
from agreement_gen.formats.style_sheet import require_house_style, style_problems
from agreement_gen.formats.style_values import PROPERTIES
from tests.support.docx_samples import REFERENCE
from tests.support.pdf_samples import CREATED, CSS, rendered
from tests.support.sample_documents import final_document
from tests.support.strategies import examples

LINE = CSS.count("\n") + 2


def found_in(css: str) -> list[tuple[str, str]]:
    """Place and code of each problem of a style sheet."""
    return [
        (f"{p.location.line}:{p.location.column}", p.code) for p in style_problems(css, "a.css")
    ]


def added(css: str) -> list[tuple[str, str]]:
    """Column and code of each problem of a line of CSS after the style sheet of the example."""
    return [(place.removeprefix(f"{LINE}:"), code) for place, code in found_in(f"{CSS}\n{css}")]


def test_the_style_sheet_of_the_example_is_a_house_style() -> None:
    assert style_problems(CSS, "a.css") == ()
    require_house_style(CSS)


def test_a_problem_names_the_place_and_what_is_allowed() -> None:
    (found,) = style_problems(f"{CSS}\np {{\n  font-size: 0 }}", "t/agreement.css")
    assert str(found) == (
        f"t/agreement.css:{LINE + 1}:3: error: `font-size: 0` may not be used here (allowed: "
        "6.5 to 40 pt, in pt, mm, px or rem; for html 9 to 16 pt) "
        "[style-value]"
    )
    with pytest.raises(RenderFailure, match=rf"line {LINE + 1}, column 3: `font-size: 0`"):
        require_house_style(f"{CSS}\np {{\n  font-size: 0 }}")


HIDING = (
    "display: none",
    "display: contents",
    "visibility: hidden",
    "opacity: 0",
    "opacity: 0.99",
    "font-size: 0",
    "font-size: 1px",
    "font-size: 0.5em",
    "font-size: 10%",
    "font-size: calc(1pt * 0)",
    "font-size: min(10pt, 0pt)",
    "font-size: clamp(0pt, 10pt, 12pt)",
    "font-size: 1e9pt",
    "font-size: 1e999pt",
    "font-size: -10pt",
    "font-size: smaller",
    "font: 0/1 'Source Sans Pro'",
    "font: inherit",
    "color: transparent",
    "color: #0000",
    "color: #00000000",
    "color: rgba(0, 0, 0, 0)",
    "color: rgb(300 0 0 / 0)",
    "color: color-mix(in srgb, white, white)",
    "color: currentColor",
    "color: initial",
    "text-indent: -9999px",
    "letter-spacing: -1em",
    "letter-spacing: 5mm",
    "word-spacing: -1em",
    "line-height: 0",
    "line-height: 0.1",
    "line-height: 1mm",
    "margin: -1mm",
    "margin-left: -9999px",
    "margin: 0 0 0 -5em",
    "margin-left: 1000mm",
    "margin-left: 90%",
    "margin-left: 50vw",
    "padding: 400mm",
    "padding-inline-start: 9999px",
    "position: absolute",
    "position: fixed",
    "left: -999px",
    "float: left",
    "clip: rect(0, 0, 0, 0)",
    "clip-path: inset(100%)",
    "overflow: hidden",
    "height: 0",
    "max-height: 0",
    "width: 0",
    "max-width: 1px",
    "min-width: 500mm",
    "min-height: 99999mm",
    "transform: scale(0)",
    "transform: translate(9999px)",
    "rotate: 180deg",
    "scale: 0",
    "translate: 100vw",
    "zoom: 0",
    "z-index: -1",
    "mask: none",
    "filter: opacity(0)",
    "backdrop-filter: blur(9px)",
    "mix-blend-mode: screen",
    "text-transform: uppercase",
    "direction: rtl",
    "unicode-bidi: bidi-override",
    "writing-mode: vertical-rl",
    "text-orientation: upright",
    "text-security: disc",
    "-webkit-text-fill-color: white",
    "-webkit-text-security: disc",
    "text-shadow: 0 0 9mm black",
    "box-shadow: 0 0 9mm 9mm black",
    "text-decoration: line-through",
    "text-decoration: underline line-through",
    "text-decoration-line: line-through",
    "text-decoration-thickness: 10mm",
    "text-underline-offset: -0.5em",
    "text-emphasis: dot",
    "text-overflow: clip",
    "white-space: nowrap",
    "white-space: pre",
    "background: url(https://example.org/x.png)",
    "background: url(file:///etc/passwd)",
    "background: url(data:image/png;base64,AAAA)",
    "background: URL('x')",
    "background-image: linear-gradient(black, black)",
    "background: transparent",
    "border-image: url(x)",
    "border: 50mm solid black",
    "border-bottom: 3mm solid black",
    "outline: 50mm solid black",
    "outline: 1mm solid black",
    "cursor: url(x)",
    "content: 'x'",
    "content: attr(id)",
    "quotes: 'a' 'b'",
    "counter-reset: list-item 4",
    "counter-increment: list-item 2",
    "counter-set: list-item 9",
    "list-style: none",
    "list-style: lower-roman",
    "list-style-image: url(x)",
    "order: -1",
    "flex-direction: row-reverse",
    "columns: 9",
    "column-count: 9",
    "all: unset",
    "font-family: Wingdings",
    "font-family: 'Source Sans Pro', Wingdings",
    "font-family: 'Source Sans Pro', 'DejaVu Sans'",
    "font-family: monospace",
    "font-feature-settings: 'ss01'",
    "font-variant: small-caps",
    "font-variant-numeric: ordinal",
    "font-size-adjust: 0",
    "font-stretch: 50%",
    "font-palette: dark",
    "hyphenate-character: 'inte'",
    "hyphens: 'x'",
    "string-set: header-start 'x'",
    "string-set: header-start content()",
    "bookmark-label: 'x'",
    "footnote-display: inline",
    "page: other",
    "running: x",
    "position: running(x)",
    "break-before: left",
    "break-inside: inherit",
    "orphans: 99999",
    "animation: a 1s",
    "transition: all 1s",
    "will-change: opacity",
    "behavior: url(x)",
    "-ms-filter: x",
    "color-scheme: dark",
    "content-visibility: hidden",
    "contain: size",
    "vertical-align: 40mm",
    "vertical-align: super",
    "border-spacing: 50mm",
    "grid-template-columns: 1fr",
    "appearance: none",
    "anchor: a",
    "image-resolution: 1dppx",
    "lang: en",
    "-weasy-hyphens: none",
    "color: black !important",
    "colour: red",
)


@pytest.mark.parametrize("declaration", HIDING)
@pytest.mark.parametrize("selector", ["p", "main :first-child"])
def test_what_can_hide_cover_move_turn_or_add_text(selector: str, declaration: str) -> None:
    (found,) = added(f"{selector} {{ {declaration} }}")
    assert found[0] == str(len(selector) + 4)
    assert found[1] in {"style-property", "style-value", "style-important"}


@pytest.mark.parametrize(
    "css",
    [
        "p { color: white }",
        "p { color: #ffffff }",
        "p { color: #fefefe }",
        "p { color: yellow }",
        "p { color: #aaa }",
        "p { background: black }",
        "td { background: #1c1c1c }",
        "td { background-color: #777 }",
        ".own th { background: navy }",
        "@page { color: #eee }",
        "@media screen { body { background: #333 } }",
        "@media print { p { color: snow } }",
    ],
)
def test_text_is_dark_on_light_wherever_the_colours_are_set(css: str) -> None:
    assert "style-contrast" in {code for _, code in added(css)}


@pytest.mark.parametrize(
    ("css", "code"),
    [
        ("@import url(other.css);", "style-at-rule"),
        ("@import 'https://example.org/x.css' print;", "style-at-rule"),
        ('@charset "utf-16";', "style-at-rule"),
        ("@font-face { font-family: x; src: url(x.ttf) }", "style-at-rule"),
        ("@font-face { font-family: 'Source Sans Pro'; src: local(Wingdings) }", "style-at-rule"),
        ("@font-feature-values x { }", "style-at-rule"),
        ("@supports (display: grid) { p { color: red } }", "style-at-rule"),
        ("@layer a { p { color: red } }", "style-at-rule"),
        ("@container (width > 1px) { p { color: red } }", "style-at-rule"),
        ("@scope (p) { p { color: red } }", "style-at-rule"),
        ("@keyframes a { from { opacity: 0 } }", "style-at-rule"),
        ("@counter-style decimal { system: fixed; symbols: 'x' }", "style-at-rule"),
        ("@property --x { syntax: '*'; inherits: true }", "style-at-rule"),
        ("@namespace url(x);", "style-at-rule"),
        ("@page { @top-left-corner { content: string(draft) } }", "style-at-rule"),
        ("@page { @left-middle { content: none } }", "style-at-rule"),
        ("@page { @footnote { color: red } }", "style-at-rule"),
        ("@page { @x; }", "style-at-rule"),
        ("@media all { p { color: red } }", "style-selector"),
        ("@media { p { color: red } }", "style-selector"),
        ("@media not print { p { color: red } }", "style-selector"),
        ("@media print and (width: 210mm) { p { color: red } }", "style-selector"),
        ("@media print { @media screen { p { color: red } } }", "style-at-rule"),
        ("@page other { margin: 20mm }", "style-selector"),
        ("@page :nth(2) { margin: 20mm }", "style-selector"),
        ("@page draft { margin: 20mm }", "style-selector"),
        ("@page draft:first { margin: 20mm }", "style-selector"),
        ("@page { size: 1mm 1mm }", "style-value"),
        ("@page { size: A0 }", "style-value"),
        ("@page { size: A4 landscape }", "style-value"),
        ("@page { size: 99999999999999999999mm 1e30mm }", "style-value"),
        ("@page { margin: 0 }", "style-value"),
        ("@page { margin: 150mm }", "style-value"),
        ("@page { margin: 1e300mm }", "style-value"),
        ("@page { margin-left: -20mm }", "style-value"),
        ("@page { padding: 100mm }", "style-value"),
        ("@page { marks: crop; }", "style-property"),
        ("@page { bleed: 9mm }", "style-property"),
        ("@page { background: black }", "style-property"),
        ("@page { @top-left { content: element(page-header) } }", "style-at-rule"),
        ("@media print { @page { @top-left { color: red } } }", "style-at-rule"),
        ("@page { p { color: red } }", "style-syntax"),
        ("p::before { content: 'inte ' }", "style-selector"),
        ("p::after { content: 'x' }", "style-selector"),
        ("p:before { content: 'x' }", "style-selector"),
        ("li::marker { content: '9.' }", "style-selector"),
        ("p::first-letter { color: red }", "style-selector"),
        ("p::first-line { color: red }", "style-selector"),
        ("p::selection { color: red }", "style-selector"),
        ("p::footnote-call { color: red }", "style-selector"),
        ("body::before { content: 'Avtal' }", "style-selector"),
        ("body.draft::before { content: attr(data-draft) }", "style-selector"),
        (".page-header::after { content: 'Avtal' }", "style-selector"),
        (".page-header { display: none }", "style-value"),
        (".header-end { display: block }", "style-value"),
        (".page-header { position: running(other) }", "style-property"),
        (".draft-mark { color: white }", "style-contrast"),
        (".draft-mark { font-size: 1pt }", "style-value"),
        (".page-number { content: '1' }", "style-property"),
        ("p[data-x] { color: red }", "style-selector"),
        ("[id^=sign] { color: red }", "style-selector"),
        ("p ~ p { color: red }", "style-selector"),
        ("p || p { color: red }", "style-selector"),
        ("p:nth-child(2) { color: red }", "style-selector"),
        ("p:nth-last-of-type(3n + 1) { color: red }", "style-selector"),
        ("p:not(.x) { color: red }", "style-selector"),
        ("p:is(.x) { color: red }", "style-selector"),
        ("p:has(strong) { color: red }", "style-selector"),
        ("p:lang(sv) { color: red }", "style-selector"),
        ("p:empty { color: red }", "style-selector"),
        ("a b c d e f g h { color: red }", "style-selector"),
        ("p p p p p { color: red }", "style-selector"),
        ("script { color: red }", "style-selector"),
        ("svg|p { color: red }", "style-selector"),
        ("p, { color: red }", "style-selector"),
        (", p { color: red }", "style-selector"),
        ("> p { color: red }", "style-selector"),
        ("p > { color: red }", "style-selector"),
        ("p > > p { color: red }", "style-selector"),
        ("{ color: red }", "style-selector"),
        ("p { color }", "style-syntax"),
        ("p { & strong { color: red } }", "style-syntax"),
        ("p { @media print { color: red } }", "style-syntax"),
        ("p { color: red; ; } }", "style-syntax"),
        ("p { color: navy", None),
        ("/* p { display: none }", None),
        ("<!-- p { color: red }", "style-character"),
        ("p { } </style><script>alert(1)</script>", "style-character"),
        ("p { displ\\61 y: none }", "style-character"),
        ("p { color: \\72 ed }", "style-character"),
        (":root { --x: white; --x: black }", "style-name-twice"),
        (":root { --ink: white }", "style-name-twice"),
        (":root { --a: var(--b); --b: var(--a) }", "style-value"),
        ("p { --ink: white }", "style-name-place"),
        ("@media print { :root { --z: white } }", "style-name-place"),
        ("p { color: var(--none) }", "style-value"),
        ("p { color: var(--ink, white) }", "style-value"),
        (":root { --w: white } p { color: var(--w) }", "style-contrast"),
        (":root { --w: 0 } p { font-size: var(--w) }", "style-value"),
        ("p { font-size: env(x) }", "style-value"),
        ("ol { list-style: '•' }", "style-value"),
        ("ul { list-style: decimal }", "style-value"),
        ("ul { list-style: '1.' }", "style-value"),
        ("li { list-style: decimal }", "style-value"),
        ("ol { padding-left: 0 }", "style-value"),
        ("ol { padding: 1mm }", "style-value"),
        ("ul, ol { padding: 9mm 9mm 9mm 0 }", "style-value"),
        ("* { padding: 0 }", "style-value"),
        ("li { display: block }", "style-value"),
        ("td { display: block }", "style-value"),
        ("* { font-size: 7pt }", "style-value"),
        ("html { font-size: 2px }", "style-value"),
        (":root { font-size: 7pt }", "style-value"),
        ("del { text-decoration: none }", "style-value"),
        ("del { text-decoration: underline }", "style-value"),
        ("* { text-decoration: underline }", "style-value"),
        ("ins { text-decoration: none }", "style-value"),
        ("p { text-decoration: none }", "style-value"),
        ("del { text-decoration-color: white }", "style-value"),
        ("strong { background: white; padding: 20mm 0 }", "style-value"),
        (".number { padding-top: 20mm }", "style-value"),
        ("em { border-bottom: 2mm solid #000 }", "style-value"),
        (".signatures { display: none }", "style-value"),
        (".signatures { grid-template-columns: 0 0 }", "style-value"),
        (".signatures { grid-template-columns: repeat(9999999, 1fr) }", "style-value"),
        ("div { width: 100% }", "style-value"),
        ("table { width: 10% }", "style-value"),
        ("table { width: 1000% }", "style-value"),
        ("body { max-width: 1mm }", "style-value"),
        ("body { string-set: draft attr(class) }", "style-property"),
        ("body.draft { page: auto }", "style-property"),
        ("(" * 50, "style-too-deep"),
        ("p { margin: " + "(" * 5000 + " }", "style-too-deep"),
        ("/*" + "a" * 60_000 + "*/", "style-too-long"),
    ],
)
def test_what_no_house_style_needs(css: str, code: str | None) -> None:
    found = {code for _, code in added(css)}
    assert code in found if code is not None else not found


ALLOWED = {
    "margin": "1mm 2mm",
    "margin-top": "3mm",
    "margin-right": "0",
    "margin-bottom": "0.5em",
    "margin-left": "2rem",
    "padding": "1mm",
    "padding-top": "1pt",
    "padding-right": "1px",
    "padding-bottom": "1mm",
    "padding-left": "clamp(1rem, 5vw, 4rem)",
    "border": "1pt solid #123456",
    "border-top": "0 none",
    "border-right": "thin dotted",
    "border-bottom": "2mm double #000",
    "border-left": "1.2pt solid currentcolor",
    "border-spacing": "1mm",
    "border-collapse": "collapse",
    "outline": "2px solid navy",
    "outline-offset": "1px",
    "color": "navy",
    "background": "#eee",
    "background-color": "white",
    "font": 'italic 600 10pt/1.3 "Source Sans Pro", Arial, sans-serif',
    "font-family": '"Source Serif Pro", Georgia, serif',
    "font-size": "clamp(8pt, 2vw, 12pt)",
    "font-style": "italic",
    "font-variant-numeric": "tabular-nums",
    "font-weight": "600",
    "letter-spacing": "0.05em",
    "line-height": "1.5",
    "text-align": "justify",
    "text-decoration": "underline",
    "text-decoration-color": "#345",
    "text-decoration-thickness": "0.5pt",
    "hyphens": "manual",
    "hyphenate-limit-chars": "8 4 4",
    "overflow-wrap": "anywhere",
    "list-style": "disc",
    "list-style-type": "decimal",
    "display": "grid",
    "grid-template-columns": "1fr 1fr",
    "column-gap": "3mm",
    "row-gap": "3mm",
    "gap": "3mm",
    "caption-side": "top",
    "vertical-align": "middle",
    "box-sizing": "border-box",
    "width": "100%",
    "max-width": "46rem",
    "min-width": "7mm",
    "min-height": "17mm",
    "break-before": "page",
    "break-after": "avoid",
    "break-inside": "avoid",
    "orphans": "2",
    "widows": "2",
    "scroll-margin-top": "1rem",
    "size": "A4",
}
PLACES = {
    "outline": "@media screen { a:focus { X } }",
    "list-style": "ul { X }",
    "list-style-type": "ol { X }",
    "display": ".signatures { X }",
    "grid-template-columns": ".signatures { X }",
    "width": "table { X }",
    "max-width": "body { X }",
    "size": "@page { X }",
}


@pytest.mark.parametrize("name", list(PROPERTIES))
def test_every_property_of_the_table_can_be_set_and_is_known_to_the_renderer(name: str) -> None:
    line = PLACES.get(name, "p { X }").replace("X", f"{name}: {ALLOWED[name]}")
    assert added(line) == []
    if "@media screen" not in line and "clamp" not in line:
        assert rendered(final_document(), f"{CSS}\n{line}")


WORDS = st.sampled_from(
    (
        *(
            "p",
            "body",
            "*",
            ".x",
            "#x",
            ":root",
            "::before",
            " > ",
            " + ",
            " ",
            ",",
            ":first-child",
        ),
        *("{", "}", "(", ")", "[", "]", ";", ":", "@page", "@media print", "@top-left", "@", "!"),
        *("color", "font-size", "content", "display", "margin", "--x", "var(--x)", "url(x)"),
        *("0", "-1mm", "1e99pt", "9999999999999999999", "#fff", "#", "'x'", '"', "none", "auto"),
        *("/*", "*/", "<!--", "\\", "\n", "important", "string(draft)", "attr(", "calc(", "%"),
    )
)


@given(st.lists(WORDS | st.text(max_size=4), max_size=30).map("".join))
def test_any_text_is_a_house_style_or_is_reported_with_its_place(css: str) -> None:
    for found in style_problems(css, "a.css"):
        assert found.location.line >= 1
        assert found.location.column >= 1
        assert str(found)


DECLARATIONS = st.builds(
    "{} {{ {}: {} }}".format,
    st.sampled_from(["p", "li", "ol", "td", "strong", "h2", "*", ".number", "tr > :first-child"]),
    st.sampled_from(sorted(PROPERTIES)),
    st.lists(
        st.sampled_from(
            (
                *(
                    "0",
                    "1mm",
                    "59mm",
                    "12pt",
                    "7pt",
                    "40pt",
                    "1em",
                    "2.5",
                    "1",
                    "400",
                    "-1",
                    "100%",
                ),
                *("#000", "#234", "navy", "white", "none", "auto", "solid", "dotted", "2mm"),
                *("inherit", "left", "justify", "top", "avoid", "page", "underline", "block"),
                *("inline", "nowrap", "anywhere", "decimal", "'•'", "draft", "A4", "1fr"),
                *('"Source Sans Pro"', ",", "serif", "rotate(9deg)", "counter(page)"),
            )
        ),
        min_size=1,
        max_size=4,
    ).map(" ".join),
)


@pytest.mark.long
@settings(max_examples=examples(20))
@given(st.lists(DECLARATIONS, min_size=1, max_size=4))
def test_whatever_is_accepted_is_rendered_with_all_of_the_text(rules: list[str]) -> None:
    """The file is read back by `render`; what the renderer does not know fails here."""
    css = "\n".join([CSS, *(rule for rule in rules if not added(rule))])
    if not style_problems(css, "a.css"):
        style = DocumentStyle(css, REFERENCE)
        assert render(final_document(), style, ["pdf"], Origin(CREATED))
