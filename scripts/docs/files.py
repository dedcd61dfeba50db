"""The reference of the YAML files' keys, from the JSON Schema of each kind of file."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agreement_gen.invoicing.template import InvoiceWords
from agreement_gen.workspace.schema import schemas
from scripts.docs.markdown import NOTICE, escape, from_docstring, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Schema = dict[str, Any]

_INTRODUCTION = """\
# Files

Every key that a workspace's YAML files may hold, from the same JSON Schema that editors use
(`agreement-gen schema`). The text in Swedish is what an editor shows. Unknown keys are errors, so
that a misspelt one is found. A key that is not required may be left out, or left empty where it
*may be empty*. `KEY` and `[]` in a heading mean any key of a mapping and any entry of a list.

Amounts in keys that end in `_sek` are whole kronor, terms are whole months, and days are written
`2026-09-01`. *Jinja2* marks the values that are [templates](templates.md).

"""
_PLACES = {
    "region": ("region.yaml", "region.yaml"),
    "family": ("family.yaml", "templates/FAMILY/family.yaml"),
    "funding": ("funding.yaml", "templates/FAMILY/funding.yaml"),
    "facts": ("facts.yaml", "templates/FAMILY/facts.yaml"),
    "party": ("PARTY.yaml", "parties/PARTY.yaml"),
    "municipality": ("NAME.yaml", "municipalities/NAME.yaml"),
    "invoice": ("invoice.yaml", "templates/FAMILY/invoice.yaml"),
}
"""Of each kind of file its name in headings, and where it is."""


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping in a kind of file: its schema, and the path of keys that leads to it."""

    file: str
    path: str
    schema: Schema

    @property
    def heading(self) -> str:
        """The heading of its table."""
        return f"`{self.file}`: `{self.path}`"

    @property
    def anchor(self) -> str:
        """What a link to its heading ends with."""
        return re.sub(r"[^\w\- ]", "", self.heading.lower()).replace(" ", "-")


def page() -> str:
    """The page ``docs/reference/files.md``."""
    kinds = {**schemas(None), "invoice": InvoiceWords.model_json_schema()}
    parts = [NOTICE, _INTRODUCTION]
    for kind, (name, place) in _PLACES.items():
        schema = kinds[kind]
        parts.append(f"## {place}\n\n{from_docstring(schema['description'])}\n")
        top = Record(name, "", schema)
        below = list(records(top, schema.get("$defs", {})))
        parts.append(keys(top, below))
        for record in below:
            parts.append(f"### {record.heading}\n\n")
            parts.append(f"{from_docstring(record.schema['description'])}\n{keys(record, below)}")
    return "".join(parts).rstrip() + "\n"


def records(record: Record, definitions: Mapping[str, Schema]) -> Iterator[Record]:
    """The mappings below a mapping, each before what is below it, in the order of the keys."""
    for key, schema in record.schema.get("properties", {}).items():
        found = inner_record(schema)
        if found is not None:
            steps, name = found
            path = f"{record.path}.{key}" if record.path else key
            below = Record(record.file, path + steps, definitions[name])
            yield below
            yield from records(below, definitions)


def inner_record(schema: Schema) -> tuple[str, str] | None:
    """The steps from a value to the record in it, and the record's name; None without one."""
    match schema:
        case {"anyOf": [inner, {"type": "null"}]}:
            return inner_record(inner)
        case {"$ref": str(reference)}:
            return "", reference.rpartition("/")[2]
        case {"type": "array", "items": dict(inner)}:
            step = "[]"
        case {"type": "object", "additionalProperties": dict(inner)}:
            step = ".KEY"
        case {"type": "object", "patternProperties": dict(patterns)}:
            [inner] = patterns.values()
            step = ".KEY"
        case _:
            return None
    found = inner_record(inner)
    return None if found is None else (step + found[0], found[1])


def keys(record: Record, below: Sequence[Record]) -> str:
    """The table of a record's keys."""
    required = record.schema.get("required", ())
    links = {other.path: other.anchor for other in below}
    rows = []
    for key, schema in record.schema.get("properties", {}).items():
        about = ". ".join(filter(None, (schema.get("title"), schema.get("description"))))
        need = "yes" if key in required else f"no{default(schema)}"
        path = f"{record.path}.{key}" if record.path else key
        found = inner_record(schema)
        link = "" if found is None else links[path + found[0]]
        rows.append((f"`{key}`", type_of(schema, link), need, escape(about)))
    return table(("Key", "Value", "Required", "Meaning"), rows) + "\n"


def default(schema: Schema) -> str:
    """What a key that is left out means, as the end of a phrase."""
    value = schema.get("default")
    return "" if value in (None, [], {}) else f"; default `{json.dumps(value)}`"


def type_of(schema: Schema, link: str) -> str:
    """The kind of value, in words; a record is a ``link`` to its own table."""
    match schema:
        case {**rest} if not rest:
            return "what its description says"
        case {"anyOf": [inner, {"type": "null"}]}:
            return f"{type_of(inner, link)}; may be empty"
        case {"$ref": _}:
            return f"[keys](#{link})"
        case {"enum": values}:
            return "one of " + ", ".join(f"`{value}`" for value in values)
        case {"const": value}:
            return f"`{value}`"
        case {"type": "array", "prefixItems": items}:
            return f"{len(items)} of: {type_of(items[0], link)}"
        case {"type": "array", "items": items}:
            return f"list of: {type_of(items, link)}"
        case {"type": "object", "additionalProperties": dict(values)}:
            return f"any keys, each with: {type_of(values, link)}"
        case {"type": "object", "patternProperties": dict(patterns)}:
            [values] = patterns.values()
            return f"any keys, each with: {type_of(values, link)}"
        case {"type": "string", "format": "date"}:
            return "day"
        case {"type": "string", "pattern": pattern}:
            return f"text like `{pattern}`"
        case {"type": "string"}:
            return "text"
        case {"type": "integer"}:
            return "whole number"
        case {"type": "number"}:
            return "number"
        case {"type": "boolean"}:
            return "`true` or `false`"
        case _:
            raise ValueError(f"no words for {schema}")
