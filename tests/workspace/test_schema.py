"""The JSON Schemas: those in the repository, and what they accept."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import jsonschema
import pytest
import yaml

from agreement_gen.translation import in_language
from agreement_gen.workspace.schema import FOLDER, as_json, schemas
from tests.support.workspaces import CASES, REPOSITORY, edit, load, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("region", "family", "municipality")
FILES = {
    "region": [REPOSITORY / "region.yaml"],
    "family": [REPOSITORY / "templates/halsocenter/family.yaml"],
    "municipality": sorted((REPOSITORY / "municipalities").glob("*.yaml")),
}


class TextDates(yaml.SafeLoader):
    """An editor's view of YAML: dates are text, the rest as the core schema has it."""


TextDates.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.mark.parametrize(
    "root",
    [
        REPOSITORY,
        *(REPOSITORY / "examples" / name for name in ("blank", "exempelbygden", "samverkansplan")),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_in_the_workspace_is_the_models(kind: str, root: Path) -> None:
    path = root / FOLDER / f"{kind}.schema.json"
    expected = as_json(schemas(load(root))[kind])
    assert path.read_text(encoding="utf-8") == expected, "run: agreement-gen schema --write"


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_of_the_workspace_follows_its_schema(kind: str) -> None:
    validator = jsonschema.Draft202012Validator(schemas(load(REPOSITORY))[kind])
    for path in FILES[kind]:
        value = yaml.load(path.read_text(encoding="utf-8"), Loader=TextDates)
        assert [error.message for error in validator.iter_errors(value)] == [], path


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_names_its_schema_for_the_editor(kind: str) -> None:
    for path in FILES[kind]:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert match, path
        assert (path.parent / match[1]).resolve() == REPOSITORY / FOLDER / f"{kind}.schema.json"


def test_the_schema_refuses_what_the_reader_refuses() -> None:
    validator = jsonschema.Draft202012Validator(schemas(load(REPOSITORY))["municipality"])
    value = yaml.load(FILES["municipality"][0].read_text(encoding="utf-8"), Loader=TextDates)
    for broken in (
        {**value, "municipalty": "x"},
        {**value, "code": 604},
        {**value, "group": "Nowhere"},
        {**value, "local_resources": {"premisses": None}},
        {**value, "funding": {**value["funding"], "annual_amount_sek": 1.5}},
        {key: part for key, part in value.items() if key != "funding"},
    ):
        assert not validator.is_valid(broken)


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_has_a_swedish_title(kind: str) -> None:
    with in_language("sv"):
        schema = schemas(None)[kind]
    records = [schema, *schema.get("$defs", {}).values()]
    untitled = [
        key
        for record in records
        for key, part in record.get("properties", {}).items()
        if not part.get("title") or part["title"].lower() == key.replace("_", " ")
    ]
    assert untitled == []


FIELDS = CASES / "fields"


def test_the_schema_of_a_family_describes_its_own_fields(tmp_path: Path) -> None:
    root = small_workspace(tmp_path, FIELDS)
    schema = schemas(load(root))["municipality"]
    fields = schema["properties"]["fields"]["properties"]
    assert fields["contact"]["title"] == "Kontaktväg"
    assert fields["contact"]["description"] == "En funktion och aldrig en persons namn"
    assert schema["$defs"]["Row_plan"]["properties"]["by"]["title"] == "Ansvarig"
    validator = jsonschema.Draft202012Validator(schema)
    text = (root / "municipalities/alby.yaml").read_text(encoding="utf-8")
    value = yaml.load(text, Loader=TextDates)
    assert [error.message for error in validator.iter_errors(value)] == []
    for key, wrong in (
        ("contakt", "x"),
        ("level", "mellan"),
        ("budget", -1),
        ("schema", "ja"),
        ("groups", "barn"),
        ("plan", [{"aktivitet": "Läger"}]),
        ("plan", [{"activity": "Läger", "cost": "9000"}]),
    ):
        broken = {**value, "fields": {**value["fields"], key: wrong}}
        assert not validator.is_valid(broken), key


def test_each_of_several_families_has_a_schema_of_its_own(tmp_path: Path) -> None:
    root = small_workspace(tmp_path, FIELDS)
    shutil.copytree(root / "templates/samverkan", root / "templates/annan")
    edit(root, "templates/annan/family.yaml", {"{key: contact, title": "{key: phone, title"})
    found = schemas(load(root))
    own = {
        name: set(found[f"agreement-{name}"]["properties"]["fields"]["properties"])
        for name in ("samverkan", "annan")
    }
    assert own["samverkan"] ^ own["annan"] == {"contact", "phone"}
    assert "register_number" in own["annan"]
    assert found["agreement-annan"]["properties"]["agreement"]["enum"] == ["annan"]
