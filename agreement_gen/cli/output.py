"""What the commands print: every text and every byte goes through this module.

What is in an output comes from files that anybody may have written. Therefore

- a text for a person is printed in the terminal's encoding, with an escape for what that cannot
  show; what a program reads (JSON, CSV, HTML …) is UTF-8 everywhere;
- what cannot be seen is printed as its code point, so that no value moves the cursor, turns the
  text's direction or begins a line of its own;
- what a CI service would take for a command in its log is broken up.
"""

from __future__ import annotations

import json
import re
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

from agreement_gen.characters import composed, unseen, visible
from agreement_gen.cli.messages import FILE_WRITTEN
from agreement_gen.messages import Text
from agreement_gen.translation import for_people

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_COMMAND = re.compile(r"^[^\S\n]*:(?=:)|#(?=#\w*\[)", re.MULTILINE)
"""The character that makes a command for a CI service: of ``::error::`` at the start of a line
(GitHub), of ``##[error]`` and ``##vso[…]`` anywhere in it (GitHub, Azure)."""


def say(text: Text | str = "", *, err: bool = False) -> None:
    """Print a sentence for a person; a plain text is one line."""
    with for_people() if err else nullcontext():
        line = shown(text)
    _print(f"{line}\n", err=err)


def say_report(text: str, *, err: bool = False) -> None:
    """Print a text for a person that holds its own line ends, the last one too."""
    _print(shown_lines(text), err=err)


def write_text(text: str) -> None:
    """Write a text that a program reads, with its own line ends."""
    write_data(without_commands(shown_lines(text)).encode("utf-8"))


def write_commands(text: str) -> None:
    """Write lines that are themselves commands for a CI service."""
    write_data(shown_lines(text).encode("utf-8"))


def write_json(text: str) -> None:
    """Write a JSON text; what cannot be seen in its strings is escaped as JSON does it."""
    write_data(json_bytes(text))


def json_bytes(text: str) -> bytes:
    """The bytes of a JSON text, with escapes in its strings for what cannot be seen."""
    plain = _escaped(text, lambda character: json.dumps(character)[1:-1])
    safe = _COMMAND.sub(lambda found: f"{found[0][:-1]}\\u{ord(found[0][-1]):04x}", plain)
    return (safe if safe.endswith("\n") else f"{safe}\n").encode()


def write_file(root: Path, name: str, data: bytes, chosen: Path | None) -> None:
    """Write a file of bytes, which no terminal can show, and print where it is.

    Args:
        root: The workspace.
        name: What it is called in the workspace's ``output/`` where no file was named.
        data: Its bytes.
        chosen: The file that a person named.
    """
    from agreement_gen.workspace.reader import OUTPUT
    from agreement_gen.workspace.transaction import write_files, write_results

    if chosen is None:
        path = write_results(root, {name: data}, None, OUTPUT) / name
    else:
        write_files(chosen.parent, {chosen.name: data})
        path = chosen
    say(FILE_WRITTEN(path=str(path)))


def write_data(data: bytes) -> None:
    """Write the bytes of a file to standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _print(text: str, *, err: bool) -> None:
    stream = sys.stderr if err else sys.stdout
    stream.write(without_commands(text))
    stream.flush()


def shown(text: Text | str) -> str:
    """A text in which no value holds a line end or another character that cannot be seen."""
    if isinstance(text, str):
        return visible(composed(text))
    values = tuple(
        (name, shown(value) if isinstance(value, str | Text) else value)
        for name, value in text.values
    )
    return str(Text(text.template, values))


def shown_lines(text: str) -> str:
    """A text of several lines without characters that cannot be seen; tabs and line feeds stay."""
    return _escaped(composed(text), visible)


def without_commands(text: str) -> str:
    r"""A text in which a CI service finds no command: ``\u{003A}:error::`` and the like."""
    return _COMMAND.sub(lambda found: f"{found[0][:-1]}\\u{{{ord(found[0][-1]):04X}}}", text)


def _escaped(text: str, escape: Callable[[str], str]) -> str:
    """The text with an escape for each character that cannot be seen, but line feeds and tabs."""
    characters = {found.character for found in unseen(text)}
    return text.translate({ord(character): escape(character) for character in characters})
