"""The JSON Schema of each kind of file, from the same model that reads it.

Editors use it through the ``# yaml-language-server:`` line at the top of a file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from agreement_gen.workspace.model import Facts, Family, Municipality, Record, Region
from agreement_gen.workspace.transaction import write_files

if TYPE_CHECKING:
    from pathlib import Path

    from agreement_gen.workspace.reader import Workspace

FOLDER = ".agreement-gen"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_KINDS: dict[str, tuple[type[Record], str]] = {
    "region": (Region, "Regionen"),
    "family": (Family, "Överenskommelsens standard"),
    "facts": (Facts, "Standardens fakta"),
    "municipality": (Municipality, "Kommunens överenskommelse"),
}


def schemas(workspace: Workspace | None) -> dict[str, dict[str, Any]]:
    """The JSON Schema (draft 2020-12) of each kind of file by name.

    With a workspace the municipality's schema lists the standards' own items, columns and roles
    and the region's groups.
    """
    found = {}
    for name, (kind, title) in _KINDS.items():
        found[name] = {"$schema": _DIALECT, **kind.model_json_schema(), "title": title}
    if workspace is not None:
        _name_the_standards_keys(found["municipality"], workspace)
    return found


def _name_the_standards_keys(schema: dict[str, Any], workspace: Workspace) -> None:
    families = [standard.family.record for standard in workspace.standards.values()]
    properties = schema["properties"]
    properties["group"]["enum"] = [g.name for g in workspace.region.record.funding.groups]
    properties["agreement"]["enum"] = list(workspace.standards)
    properties["local_resources"]["properties"] = {
        item.key: {"type": ["string", "null"], "title": item.text}
        for family in families
        for item in family.local_items
        if not item.fixed
    }
    properties["funding"]["properties"] = {
        column.key: {"type": "integer", "minimum": 0, "title": f"{column.title} ({column.unit})"}
        for family in families
        for column in family.funding.columns
    }
    for key in ("local_resources", "funding"):
        properties[key]["additionalProperties"] = False
        if len(families) == 1:
            properties[key]["required"] = list(properties[key]["properties"])
    schema["$defs"]["Seat"]["properties"]["role"]["enum"] = sorted(
        {role.key for family in families for role in family.steering_group.roles}
    )


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
