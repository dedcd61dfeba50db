"""The catalogues of translations: extracted from the code, brought up to date, compiled.

``python -m scripts.translations`` writes ``agreement_gen/locale``: the template of all texts
(``agreement_gen.pot``), each language's catalogue (``.po``) with what is new left empty and what
is gone removed, and its compiled form (``.mo``). Nothing of it depends on the day.
"""

from __future__ import annotations

import ast
import io
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from agreement_gen.cli.command import paragraphs
from agreement_gen.translation import DOMAIN, FOLDER, LANGUAGES, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
TEMPLATE = FOLDER / f"{DOMAIN}.pot"
MOST_COLUMNS = 100

Message = tuple[int, str, "str | tuple[str, str]", list[str]]
"""What an extractor of Babel gives: line, function, text or both forms of it, comments."""

_HELPING = {"help", "help_", "metavar"}
"""The arguments of an option that people read."""
_DESCRIBING = {"title", "description"}
"""The arguments of a field of a record that people read."""


def extract(
    file: IO[bytes],
    keywords: object,  # noqa: ARG001 - all four are given
    comment_tags: object,  # noqa: ARG001
    options: object,  # noqa: ARG001
) -> Iterator[Message]:
    """The texts of a module, as an extraction method of Babel.

    They are what ``N_`` marks, both forms of a plural together; the help, the options and the
    placeholders of commands. A problem's help is not among them: it is for the reference page and
    for SARIF, which are English.
    """
    tree = ast.parse(file.read())
    skipped = {id(part) for help_ in _helps_of_problems(tree) for part in ast.walk(help_)}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield from _docstring(node)
        if not isinstance(node, ast.Call) or id(node) in skipped:
            continue
        name = ast.unparse(node.func).rpartition(".")[2]
        if name == "Template":
            forms = [text for part in node.args if (text := _marked(part))]
            skipped |= {id(part) for part in node.args}
            if len(forms) == 2:
                yield node.lineno, "ngettext", (forms[0], forms[1]), []
            elif forms:
                yield node.lineno, "gettext", forms[0], []
        elif name == "Field":
            yield from _keywords(node, _DESCRIBING)
        elif name == "N_" and (text := _marked(node)):
            yield node.lineno, "gettext", text, []
        elif name in {"option", "argument", "format_option", "output_file_option"}:
            yield from _keywords(node, _HELPING)
            if name == "output_file_option":
                yield node.lineno, "gettext", ast.literal_eval(node.args[1]), []


def _helps_of_problems(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and "ProblemCode" in map(ast.unparse, node.bases):
            for member in node.body:
                if isinstance(member, ast.Assign) and isinstance(member.value, ast.Tuple):
                    yield member.value.elts[3]


def _marked(node: ast.expr) -> str:
    """The text that ``N_`` marks; empty for one without letters, which is every language's own."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "N_":
        text = str(ast.literal_eval(node.args[0]))
        words = "".join(part.partition("}")[2] for part in f"}}{text}".split("{"))
        return text if any(map(str.isalpha, words)) else ""
    return ""


def _keywords(node: ast.Call, names: set[str]) -> Iterator[Message]:
    for keyword in node.keywords:
        if keyword.arg in names and isinstance(keyword.value, ast.Constant | ast.BinOp):
            yield node.lineno, "gettext", ast.literal_eval(keyword.value), []


def _docstring(node: ast.FunctionDef) -> Iterator[Message]:
    decorators = [ast.unparse(each).partition("(")[0] for each in node.decorator_list]
    if {"command", "click.group"} & set(decorators):
        for paragraph in paragraphs(ast.get_docstring(node) or ""):
            yield node.lineno, "gettext", paragraph, []


def extracted() -> Catalog:
    """All texts of the code, by the places where they are, in the order of the code."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    catalog = _catalog()
    found = extract_from_dir(ROOT, methods, options)
    for path, _, message, _, _ in sorted(found, key=lambda one: (one[0], one[1])):
        # Without line numbers, so that a change elsewhere in a file changes nothing here.
        if (path, 0) not in getattr(catalog.get(_key(message)), "locations", ()):
            catalog.add(message, locations=[(path, 0)])
    for words in ("[OPTIONS]", "COMMAND [ARGS]...", "NAME", "YEAR", "FILE"):  # made by Click
        catalog.add(words)
    return catalog


def _key(message: Any) -> str:  # noqa: ANN401 - a text or both its forms
    return message if isinstance(message, str) else message[0]


def _catalog(language: str | None = None) -> Catalog:
    return Catalog(
        language,
        domain=DOMAIN,
        project="agreement-gen",
        header_comment=f"# {'English' if language is None else 'Swedish'} texts of agreement-gen.",
        charset="utf-8",
        fuzzy=False,
    )


def path_of(language: str, suffix: str) -> Path:
    """A language's catalogue, ``.po`` or ``.mo``."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}{suffix}"


def updated(language: str) -> Catalog:
    """A language's catalogue with exactly the texts of the code; what is new is empty."""
    path = path_of(language, ".po")
    before = read_po(io.BytesIO(path.read_bytes()), language) if path.exists() else Catalog()
    catalog = _catalog(language)
    catalog.header_comment = before.header_comment or catalog.header_comment
    for message in extracted():
        if message.id:
            known = before.get(_key(message.id))
            same = known is not None and known.id == message.id
            text = known.string if same and known is not None else ""
            catalog.add(message.id, text, locations=message.locations)
    return catalog


def as_po(catalog: Catalog) -> bytes:
    """A catalogue as the text that people edit, without dates and names."""
    file = io.BytesIO()
    write_po(file, catalog, width=MOST_COLUMNS, omit_header=True, include_lineno=False)
    plural = "" if catalog.locale is None else f'"Plural-Forms: {catalog.plural_forms}\\n"\n'
    language = "" if catalog.locale is None else f'"Language: {catalog.locale}\\n"\n'
    header = (
        f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n{language}{plural}'
    )
    return f"{catalog.header_comment}\n{header}\n".encode() + file.getvalue()


def as_mo(data: bytes, language: str) -> bytes:
    """A catalogue compiled from its text."""
    catalog = read_po(io.BytesIO(data), language)
    compiled = Catalog(language, domain=DOMAIN, fuzzy=False)
    for message in catalog:
        if message.id:
            compiled.add(message.id, message.string)
    file = io.BytesIO()
    _write_dateless(file, compiled)
    return file.getvalue()


def _write_dateless(file: IO[bytes], catalog: Catalog) -> None:
    """Write a catalogue without the day on which it is written, so that it is the same each day."""
    import datetime as dt

    catalog.creation_date = catalog.revision_date = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    write_mo(file, catalog)


def main() -> None:
    """Write all catalogues; exit with status 1 if a text has no translation."""
    TEMPLATE.write_bytes(as_po(extracted()))
    lacking = 0
    for language in LANGUAGES:
        if language == SOURCE:
            continue
        catalog = updated(language)
        data = as_po(catalog)
        path_of(language, ".po").parent.mkdir(parents=True, exist_ok=True)
        path_of(language, ".po").write_bytes(data)
        path_of(language, ".mo").write_bytes(as_mo(data, language))
        missing = [one for one in catalog if one.id and not all(_strings(one.string))]
        lacking += len(missing)
        print(f"{language}: {len(missing)} of {len(catalog)} texts are not translated")
    sys.exit(lacking > 0)


def _strings(string: Any) -> tuple[str, ...]:  # noqa: ANN401 - a text or both its forms
    return (string,) if isinstance(string, str) else tuple(string) or ("",)


if __name__ == "__main__":
    main()
