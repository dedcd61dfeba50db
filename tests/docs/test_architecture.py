"""The pages about the code name what exists in it: functions, keys, packages."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from agreement_gen.build.compose import compose
from agreement_gen.workspace.schema import schemas
from scripts.docs import picture
from tests.support.workspaces import REPOSITORY

ROOMS = {path.name for path in (REPOSITORY / "agreement_gen").iterdir()}
PROSE = ("docs/architecture.md", "docs/glossary.md")


def text_of(page: str) -> str:
    return (REPOSITORY / page).read_text(encoding="utf-8")


def exists(name: str) -> bool:
    """Whether a module, or a name in a module, is there: ``build.compose.compose``."""
    try:
        import_module(f"agreement_gen.{name}")
    except ModuleNotFoundError:
        module, _, attribute = name.rpartition(".")
        return hasattr(import_module(f"agreement_gen.{module}"), attribute)
    return True


@pytest.mark.parametrize("page", PROSE)
def test_every_function_and_module_that_is_named_exists(page: str) -> None:
    names = [
        name
        for name in re.findall(r"`([a-z_]+(?:\.\w+)+)`", text_of(page))
        if name.split(".")[0] in {room.removesuffix(".py") for room in ROOMS}
        and not name.endswith((".py", ".yaml", ".md"))
    ]
    assert len(names) > 5
    assert [name for name in names if not exists(name)] == []


def test_a_name_that_does_not_exist_is_noticed() -> None:
    assert exists("build.compose.compose")
    assert compose.__module__ == "agreement_gen.build.compose"
    assert not exists("build.compose.composed")


def test_every_key_in_the_glossary_is_one_of_a_file() -> None:
    keys = set(re.findall(r"'(\w+)': \{", str(schemas(None))))
    cells = re.findall(r"^\|[^|]*\|[^|]*\| `(\w+)` \|[^|]*\|$", text_of("docs/glossary.md"), re.M)
    assert len(cells) > 30
    assert [key for key in cells if key not in keys] == []


def test_the_picture_shows_every_package_and_no_import_is_lost() -> None:
    arrows = picture.imports()
    drawn = picture.svg()
    for name in arrows:
        assert f">{name}</text>" in drawn
    kept = picture.without_shortcuts(arrows)
    assert drawn.count('class="arrow"') == sum(map(len, kept.values()))
    for name in arrows:  # nothing is lost: what is left out can be reached
        assert picture.below(name, kept) == picture.below(name, arrows)
