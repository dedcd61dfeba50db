"""`agreement-gen schema`: the schema of one kind of file, or all of them written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.support.cli import run_cli

if TYPE_CHECKING:
    from pathlib import Path


def test_schema_knows_the_standards_own_keys(workspace: Path) -> None:
    schema = json.loads(run_cli("schema", "municipality").stdout)
    properties = schema["properties"]
    assert list(properties["local_resources"]["properties"]) == ["halls", "leaders"]
    assert properties["group"]["enum"] == ["Norra", "Södra", None]
    assert properties["legal_name"]["title"] == "Partens namn"
    assert run_cli("schema", "--write").stdout.splitlines() == [
        ".agreement-gen/region.schema.json",
        ".agreement-gen/family.schema.json",
        ".agreement-gen/funding.schema.json",
        ".agreement-gen/party.schema.json",
        ".agreement-gen/facts.schema.json",
        ".agreement-gen/municipality.schema.json",
    ]
    written = (workspace / ".agreement-gen/municipality.schema.json").read_text(encoding="utf-8")
    assert json.loads(written) == schema
