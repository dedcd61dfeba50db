"""Brings the files of an older workspace to the form that this program reads.

Only what must move is touched; every other byte stays. The money, which was in ``region.yaml``, is
a family's own now, in ``funding.yaml`` in the family's folder.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agreement_gen.decoding import decoded
from agreement_gen.problems import Location, fault
from agreement_gen.workspace.messages import UpgradeCode
from agreement_gen.workspace.reader import AGREEMENT_FOLDERS, CLAUSE_SUFFIX, FUNDING_FILE
from agreement_gen.workspace.root import REGION_FILE, TEMPLATES
from agreement_gen.yamlfile.edit import YamlEditor
from agreement_gen.yamlfile.emit import Plain
from agreement_gen.yamlfile.nodes import MappingNode, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agreement_gen.workspace.tree import Tree
    from agreement_gen.yamlfile.nodes import Source

_MONEY = re.compile(r"\bregion\.funding\.")
_SCHEMA_LINE = "# yaml-language-server: $schema=../../.agreement-gen/funding.schema.json"


def upgraded(tree: Tree) -> dict[str, bytes]:
    """The new bytes of each file of a workspace that has to change, by path; none if none has.

    Raises:
        InputError: if a file cannot be read, or if several families have a funding table, so that
            nobody but a person can say whose money it is.
    """
    changed: dict[str, bytes] = {}
    region = _source(tree, REGION_FILE)
    families = [key for key in tree.names(TEMPLATES) if _family(tree, key) is not None]
    if region is not None and region.find(("funding",)) is not None:
        owners = [key for key in families if _describes_money(_family(tree, key))]
        if len(owners) != 1:
            names = ", ".join(owners) or "–"
            raise fault(region.key_location(("funding",)), UpgradeCode.WHOSE_MONEY, families=names)
        money, rest = _parted(region)
        end = "\r\n" if "\r\n" in region.text else "\n"
        changed[f"{TEMPLATES}/{owners[0]}/{FUNDING_FILE}"] = f"{_SCHEMA_LINE}{end}{money}".encode()
        changed[REGION_FILE] = rest.encode("utf-8")
    for key in families:
        changed.update(_family_files(tree, key))
    return changed


def _source(tree: Tree, path: str) -> Source | None:
    data = tree.read(path)
    return None if data is None else read(data, path)


def _family(tree: Tree, key: str) -> Source | None:
    return _source(tree, f"{TEMPLATES}/{key}/family.yaml")


def _describes_money(family: Source | None) -> bool:
    return family is not None and family.find(("funding",)) is not None


def _parted(region: Source) -> tuple[str, str]:
    """The block under ``funding`` as a file of its own, and the file without it."""
    if not isinstance(region.root, MappingNode):
        raise fault(Location(region.file), UpgradeCode.NOT_BLOCKS)
    key, node = next((k, v) for k, v in region.root.entries if k.text == "funding")
    start = region.text.rfind("\n", 0, key.span[0]) + 1
    if region.root.flow:
        raise fault(key.location, UpgradeCode.NOT_BLOCKS)
    lines = region.text[start:].splitlines(keepends=True)
    count = 1
    while count < len(lines) and (not lines[count].strip() or lines[count][0] in " \t"):
        count += 1
    while not lines[count - 1].strip():
        count -= 1
    block, rest = lines[:count], lines[count:]
    if isinstance(node, MappingNode) and node.flow:
        own = region.text[node.span[0] : node.span[1]] + "\n"
    else:
        indent = len(block[1]) - len(block[1].lstrip(" "))
        own = "".join(line[min(indent, len(line) - len(line.lstrip(" "))) :] for line in block[1:])
    before = region.text[:start]
    after = "".join(rest).lstrip("\r\n")
    if not after:
        before = before.rstrip("\r\n") + block[0][len(block[0].rstrip("\r\n")) :]
    return own, before + after


def _family_files(tree: Tree, key: str) -> Iterator[tuple[str, bytes]]:
    folder = f"{TEMPLATES}/{key}"
    family = _family(tree, key)
    texts = [f"{folder}/{name}" for name in tree.names(folder) if name.endswith(".yaml")]
    clauses = f"{folder}/clauses"
    texts += [f"{clauses}/{name}" for name in tree.names(clauses) if name.endswith(CLAUSE_SUFFIX)]
    for path in texts:
        data = tree.read(path) or b""
        text = _MONEY.sub("money.", decoded(data, path))
        if path == f"{folder}/family.yaml" and family is not None:
            text = _with_posts(tree, read(text.encode("utf-8"), path))
        if text.encode("utf-8") != data:
            yield path, text.encode("utf-8")


def _with_posts(tree: Tree, family: Source) -> str:
    """A family's file that says that its money pays posts, if any of its agreements has some."""
    if not _describes_money(family) or family.find(("posts",)) is not None:
        return family.text
    folders = [folder.rstrip("/") for folder in AGREEMENT_FOLDERS]
    paths = [f"{folder}/{name}" for folder in folders for name in tree.names(folder)]
    for path in paths:
        if not path.endswith((".yaml", ".yml")):
            continue
        agreement = _source(tree, path)
        if agreement is not None and agreement.find(("posts",)) is not None:
            editor = YamlEditor(family)
            editor.add(("posts",), Plain("true"), after="funding")
            return editor.verified().decode("utf-8")
    return family.text
