"""The JSON Schema of each kind of file, from the same model that reads it.

Editors use it through the ``# yaml-language-server:`` line at the top of a file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from agreement_gen.messages import N_
from agreement_gen.translation import (
    SOURCE,
    current_language,
    in_language,
    known_language,
    translated,
)
from agreement_gen.workspace.model import (
    MUNICIPALITY_PARTY,
    AgreementRecord,
    Facts,
    Family,
    Party,
    PublishedFunding,
    Region,
)
from agreement_gen.workspace.own_fields import FORMS, values_record
from agreement_gen.workspace.transaction import write_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from agreement_gen.workspace.own_fields import OwnField
    from agreement_gen.workspace.reader import Standard, Workspace
    from agreement_gen.workspace.record import Record

FOLDER = ".agreement-gen"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_KINDS: dict[str, tuple[type[Record], str]] = {
    "region": (Region, N_("The region")),
    "family": (Family, N_("The standard of the agreement")),
    "funding": (PublishedFunding, N_("The money of the standard")),
    "party": (Party, N_("A party of several agreements")),
    "facts": (Facts, N_("The facts of the standard")),
    "municipality": (AgreementRecord, N_("The agreement of a municipality")),
}


def schemas(workspace: Workspace | None) -> dict[str, dict[str, Any]]:
    """The JSON Schema (draft 2020-12) of each kind of file by name.

    Titles and descriptions are in the language of the workspace's families, whatever language
    people are addressed in; without a workspace, or with families of two languages, in the present
    one.

    With a workspace the municipality's schema lists the families' own items, columns, roles, fields
    and groups. Where there are several families, each has a schema of its own besides, named by
    :func:`agreement_schema`, in which only its own are known.
    """
    families = () if workspace is None else workspace.standards.values()
    languages = {known_language(each.family.record.language) for each in families}
    with in_language((languages.pop() if len(languages) == 1 else None) or current_language()):
        return _schemas(workspace)


def _schemas(workspace: Workspace | None) -> dict[str, dict[str, Any]]:
    found = {}
    for name, (kind, title) in _KINDS.items():
        found[name] = {"$schema": _DIALECT, **_schema_of(kind), "title": translated(title)}
    if workspace is None:
        return found
    _name_the_standards_keys(found["municipality"], workspace, [*workspace.standards.values()])
    if len(workspace.standards) > 1:
        for standard in workspace.standards.values():
            name = agreement_schema(workspace, standard)
            own = {"$schema": _DIALECT, **_schema_of(AgreementRecord)}
            found[name] = {**own, "title": standard.key}
            _name_the_standards_keys(found[name], workspace, [standard])
    return found


def _schema_of(kind: type[Record]) -> dict[str, Any]:
    """The schema of a kind of record in the present language.

    The names and docstrings of the records themselves, which the program's own reference shows, are
    left out of one in another language than the code's.
    """
    schema = kind.model_json_schema()
    if current_language() != SOURCE:
        definitions = schema.get("$defs", {})
        # Pydantic leaves out a field's title that is the name of its record.
        titles = {f"#/$defs/{name}": each.pop("title") for name, each in definitions.items()}
        for record in (schema, *definitions.values()):
            record.pop("description", None)
            for field in record.get("properties", {}).values():
                if "$ref" in field:
                    field.setdefault("title", titles[field["$ref"]])
                _translate(field)
    return schema


def _translate(field: dict[str, Any]) -> None:
    for key in ("title", "description"):
        if key in field:
            field[key] = translated(field[key])


def agreement_schema(workspace: Workspace, standard: Standard) -> str:
    """The name of the schema that the files of a family's agreements follow."""
    return "municipality" if len(workspace.standards) == 1 else f"agreement-{standard.key}"


def _name_the_standards_keys(
    schema: dict[str, Any], workspace: Workspace, standards: Sequence[Standard]
) -> None:
    families = [standard.family.record for standard in standards]
    properties = schema["properties"]
    groups = [
        group.name
        for standard in standards
        if standard.funding is not None
        for group in standard.funding.record.groups
    ]
    properties["group"] = {"title": properties["group"]["title"], "enum": [*groups, None]}
    properties["agreement"]["enum"] = [standard.key for standard in standards]
    properties["local_resources"]["properties"] = {
        item.key: {"type": ["string", "null"], "title": item.text}
        for family in families
        for item in family.local_items
        if not item.fixed
    }
    tables = [family.funding for family in families if family.funding is not None]
    properties["funding"]["properties"] = {
        column.key: {
            "type": ["integer", "null"],
            "minimum": 0,
            "title": f"{column.title} ({column.unit})",
        }
        for table in tables
        for column in table.columns
    }
    for key in ("local_resources", "funding"):
        properties[key]["additionalProperties"] = False
        if len(families) == 1:
            properties[key]["required"] = list(properties[key]["properties"])
    if len(standards) == 1:
        schema["required"] = [*schema["required"], *_demanded(standards[0])]
        _name_own_fields(schema, (*workspace.region.record.fields, *families[0].fields))
    groups_of = [family.steering_group for family in families if family.steering_group is not None]
    roles = sorted({role.key for table in groups_of for role in table.roles})
    if roles:
        schema["$defs"]["Seat"]["properties"]["role"]["enum"] = roles


def _name_own_fields(schema: dict[str, Any], fields: tuple[OwnField, ...]) -> None:
    """Describe the own fields of a family, each as its description says."""
    own = values_record(fields).model_json_schema()
    for record in (own, *own.get("$defs", {}).values()):
        for field in record.get("properties", {}).values():
            if field.get("description") in FORMS.values():  # all else is of the family's file
                field["description"] = translated(field["description"])
    schema["$defs"] |= own.get("$defs", {})
    described = {"properties": own["properties"], "additionalProperties": False}
    schema["properties"]["fields"] |= described
    # It would allow every key, whatever the others say.
    del schema["properties"]["fields"]["patternProperties"]


def _demanded(standard: Standard) -> Iterator[str]:
    """The keys that each agreement of a family has because the family describes what they hold."""
    family = standard.family.record
    if any(role.id == MUNICIPALITY_PARTY for role in family.parties):
        yield from ("municipality", "legal_name", "code")
    if family.funding is not None:
        yield "funding"
    if standard.funding is not None and standard.funding.record.groups:
        yield "group"
    if any(not item.fixed for item in family.local_items):
        yield "local_resources"
    if family.steering_group is not None and family.steering_group.joint is None:
        yield "steering_group"


def as_json(schema: dict[str, Any]) -> str:
    """A schema as a JSON text that ends with a newline."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schemas(root: Path, workspace: Workspace) -> list[str]:
    """Write every schema into the workspace.

    Returns:
        The paths of the files, from ``root``.

    Raises:
        OSError: if a file cannot be written.
    """
    files = {
        f"{FOLDER}/{name}.schema.json": as_json(schema).encode("utf-8")
        for name, schema in schemas(workspace).items()
    }
    write_files(root, files, inside=root)
    return list(files)
