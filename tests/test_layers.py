"""Each package imports only from those above it, so that a newcomer can read downwards."""

from __future__ import annotations

import ast

import pytest

from tests.support.workspaces import REPOSITORY

PACKAGE = REPOSITORY / "agreement_gen"
LAYERS = (
    ("translation", "swedish", "characters", "locks", "startup"),
    ("messages", "english"),
    ("problems", "system_errors"),
    ("languages",),
    ("clock", "decoding", "temporary"),
    ("yamlfile",),
    ("document",),
    ("workspace",),
    ("formats",),
    ("funding",),
    ("agreement_state",),
    ("checks",),
    ("build",),
    ("lifecycle", "invoicing", "changes", "signing"),
    ("cli",),
    ("__main__",),
)
"""From the lowest up. Rooms of one layer are peers: none imports another."""

RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))
DOCX = "agreement_gen.formats.docx."
DOCX_READER = {f"{DOCX}reader", f"{DOCX}reader_numbering"}
"""The reader of Word files shares nothing with their writer; that makes reading back a proof."""


def room(module: str) -> str:
    """The part of the package that a module belongs to."""
    return module.split(".")[1] if "." in module else ""


def imports(path: str) -> set[str]:
    """The names that a module of the package imports from it, wherever in the module it does."""
    names: set[str] = set()
    for node in ast.walk(ast.parse((PACKAGE / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.startswith("agreement_gen.")}


def knowing(import_line: str) -> list[str]:
    """The modules that hold an import, as a text."""
    return [
        path.as_posix()
        for path in MODULES
        if import_line in (PACKAGE / path).read_text(encoding="utf-8")
    ]


@pytest.mark.parametrize("path", [p.as_posix() for p in MODULES if p.parts != ("__init__.py",)])
def test_a_module_imports_only_from_its_own_room_and_lower_layers(path: str) -> None:
    own = path.split("/", maxsplit=1)[0].removesuffix(".py")
    assert own in RANK, f"{own} has no layer; add it to LAYERS where it belongs"
    rooms = {room(name) for name in imports(path)} & set(RANK)
    wrong = {name for name in rooms if name != own and RANK[name] >= RANK[own]}
    assert not wrong, f"{path} imports from its peers or from above: {sorted(wrong)}"


def test_every_room_has_a_layer_and_every_layer_exists() -> None:
    rooms = {path.parts[0].removesuffix(".py") for path in MODULES} - {"__init__"}
    assert rooms == set(RANK)


@pytest.mark.parametrize("name", sorted(DOCX_READER))
def test_the_reader_of_word_files_is_independent_of_their_writer(name: str) -> None:
    path = name.removeprefix("agreement_gen.").replace(".", "/") + ".py"
    shared = {module.removeprefix(DOCX) for module in imports(path) if module.startswith(DOCX)}
    assert {module.split(".")[0] for module in shared} <= {"reader", "reader_numbering"}


def test_the_library_does_not_import_click() -> None:
    assert [path for path in knowing("import click") if not path.startswith("cli/")] == []


def test_only_one_module_knows_jinja() -> None:
    assert knowing("import jinja2") + knowing("from jinja2") == [
        "build/template/run.py",
        "build/template/names.py",
        "build/template/run.py",
        "build/template/words.py",
    ]


def test_only_one_module_runs_git() -> None:
    assert [path for path in knowing('"git"') if path != "build/environment.py"] == [
        "workspace/git.py"
    ]


def test_only_the_atomic_writer_writes_files() -> None:
    lines = (".write_bytes(", ".write_text(", '"wb")', '("x"', "O_CREAT", "O_WRONLY")
    assert {path for line in lines for path in knowing(line)} == {
        "temporary.py",  # its lock
        "build/output_lock.py",
        "cli/command.py",  # into the text of a help
        "cli/limits.py",  # the null device
        "workspace/journal.py",  # its lock
        "workspace/staging.py",
        "workspace/transaction.py",  # pipes and devices
    }


READING = {"open", "read_bytes", "read_text", "fdopen", "FileIO", "memmap"}
"""The functions and methods that open a file by its name."""

OPENING = {
    "workspace/files.py",
    "workspace/transaction.py",  # opens what it writes
    "cli/streams.py",  # standard input and output
    "startup.py",  # standard input and output
    "temporary.py",  # opens what it locks
    "cli/limits.py",  # the null device, and the system's word of a process
    "build/output_lock.py",
    "workspace/journal.py",
    "workspace/staging.py",
    "workspace/scaffold.py",  # reads the program's own files
    "workspace/kommuner.py",  # reads the program's own list
    "formats/pdf/hyphenation.py",  # reads the program's own list
    "formats/spreadsheet.py",  # members of an archive in memory
    "formats/pdf/structure.py",  # bytes in memory
    "signing/anatomy.py",  # bytes in memory
    "formats/docx/reference_check.py",  # members of an archive in memory
    "formats/pictures.py",  # bytes in memory
    "formats/docx/package.py",
    "formats/docx/reader.py",
}


def opens_files(source: str) -> bool:
    """Whether a module calls anything that opens a file by its name."""
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    names = (
        func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", None)
        for func in calls
    )
    return not READING.isdisjoint(names)


def test_only_one_module_opens_the_users_files_to_read_them() -> None:
    opening = {
        path.as_posix()
        for path in MODULES
        if opens_files((PACKAGE / path).read_text(encoding="utf-8"))
    }
    assert opening - OPENING == set()
    assert "workspace/files.py" in opening


@pytest.mark.parametrize(
    "call", ["open(p)", "p.open()", "p.read_bytes()", "io.open(p)", "os.open(p, 0)"]
)
def test_what_opens_a_file_is_found(call: str) -> None:
    assert opens_files(call)
