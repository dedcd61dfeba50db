"""``agreement-gen schema``."""

from __future__ import annotations

import click

from agreement_gen.cli.app import Folder, pass_folder, reports_problems
from agreement_gen.cli.command import command
from agreement_gen.cli.messages import KIND_OR_WRITE
from agreement_gen.cli.output import say, write_json
from agreement_gen.cli.types import OneOf


@command
@click.argument("kind", type=OneOf(["municipality", "family", "region"]), required=False)
@click.option("--write", is_flag=True, help="Write all of them into .agreement-gen/ instead.")
@pass_folder
@reports_problems
def schema(folder: Folder, kind: str | None, write: bool) -> None:
    """Print the JSON Schema of a kind of file, for completion in an editor.

    In a workspace the municipality's schema has the standard's own keys.
    """
    from agreement_gen.problems import InputError
    from agreement_gen.workspace.schema import as_json, schemas, write_schemas

    if write:
        for path in write_schemas(folder.root, folder.load()):
            say(path)
        return
    if kind is None:
        raise click.UsageError(str(KIND_OR_WRITE()))
    try:
        workspace = folder.load()
    except InputError:
        workspace = None  # a schema is needed most where a file does not load yet
    write_json(as_json(schemas(workspace)[kind]))
