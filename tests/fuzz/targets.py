"""What is fuzzed: what an input is, where it goes, and the commands that read it.

The promise is the same for all: a command ends by itself, within five seconds of the processor's
time and 500 MiB of memory, with a status that says done, problems, wrong call or unproved; it
prints no traceback and nothing that acts on a terminal, starts no process that lives on, and
touches nothing outside the workspace.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.fuzz import vocabulary as words
from tests.fuzz.mutation import changed, packages, soup
from tests.hostile.making import restore
from tests.hostile.session import require_harmless
from tests.support.sandbox import Ground
from tests.support.signing_samples import scan
from tests.support.workspaces import CASES, REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.support.sandbox import Sandbox

CORPUS = Path(__file__).parent / "corpus"
FOUND = REPOSITORY / ".cache" / "fuzz"
"""Where inputs that break the promise are kept, until somebody takes them into the corpus."""

SECONDS = 5
GROWTH = 500 * 2**20
NO_MEMORY = "[no-memory]"

READ = (
    ("check",),
    ("status",),
    ("register",),
    ("funding",),
    ("deviations", "--format", "csv"),
    ("invoice", "2024", "--output", "fakturor"),
    ("build", "--to", "html,txt", "--jobs", "1"),
    ("revise", "--edition", "2024-01-15"),
)
"""Commands that read a whole workspace; of the last ones each also composes and writes."""

BUILD = ("build", "alby", "--to", "html,txt", "--jobs", "1")


@dataclass(frozen=True, slots=True)
class Target:
    """Something that is fuzzed.

    Attributes:
        inputs: The inputs, from valid files by the endings of their names.
        place: Puts an input into a workspace; gives the commands that read it.
    """

    inputs: Callable[[Mapping[str, bytes]], st.SearchStrategy[bytes]]
    place: Callable[[Ground, bytes], Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Input:
    """An input, which a failing test names in short."""

    target: str
    data: bytes

    @property
    def kept(self) -> Path:
        """Where it is kept if it breaks the promise."""
        return FOUND / f"{self.target}-{hashlib.sha256(self.data).hexdigest()[:12]}"

    def __repr__(self) -> str:
        return f"{len(self.data)} bytes, kept in {self.kept.relative_to(REPOSITORY)}"


class Field:
    """A workspace in which one input after the other is tried."""

    def __init__(self, root: Path, sandbox: Sandbox) -> None:
        self.ground, self.sandbox = Ground(root).make(), sandbox
        restore(self.ground)
        ended = self.run("build", "--to", "docx,pdf", "--jobs", "1")
        assert ended == 0
        built = self.ground.workspace / "output" / "samverkansplan-alby"
        self.seeds = {
            "docx": built.with_suffix(".docx").read_bytes(),
            "pdf": built.with_suffix(".pdf").read_bytes(),
            "scan": scan(),
        }

    def run(self, *arguments: str) -> int:
        """Run a command without git; check that it does no harm, and give its status."""
        around = self.ground.outside()
        ended = self.sandbox.run(
            self.ground,
            *arguments,
            environment={"PATH": str(self.ground.home)},
            cpu_seconds=SECONDS,
            growth=GROWTH,
        )
        require_harmless(ended, self.ground)
        assert NO_MEMORY not in ended.output, "it takes more than 500 MiB"
        assert self.ground.outside() == around, "something outside the workspace changed"
        return ended.status

    def inputs(self, name: str) -> st.SearchStrategy[Input]:
        """New inputs of a target."""
        return TARGETS[name].inputs(self.seeds).map(lambda data: Input(name, data))

    def try_out(self, tried: Input) -> None:
        """Try an input; keep it if it breaks the promise."""
        shutil.rmtree(self.ground.workspace)
        restore(self.ground)
        try:
            for arguments in TARGETS[tried.target].place(self.ground, tried.data):
                self.run(*arguments)
        except AssertionError:
            FOUND.mkdir(parents=True, exist_ok=True)
            tried.kept.write_bytes(tried.data)
            raise


def corpus() -> dict[str, Input]:
    """The inputs that are kept for good, by their files."""
    paths = sorted(path for path in CORPUS.glob("*/*"))
    return {f"{p.parent.name}/{p.name}": Input(p.parent.name, p.read_bytes()) for p in paths}


def _base(path: str) -> bytes:
    return (CASES / "base" / path).read_bytes()


_FAMILY = "templates/samverkan"
_YAML = tuple(
    (REPOSITORY / path).read_bytes()
    for path in (
        "examples/exempelbygden/municipalities/exempelby.yaml",
        "examples/exempelbygden/region.yaml",
        "templates/halsocenter/family.yaml",
        "templates/halsocenter/funding.yaml",
    )
)
_CLAUSES = tuple(
    path.read_bytes() for path in sorted((REPOSITORY / "templates").glob("*/clauses/*.j2"))
)
_CSS = (REPOSITORY / "templates/halsocenter/agreement.css").read_bytes()
_REFERENCE = (REPOSITORY / "templates/halsocenter/reference.docx").read_bytes()


def _yaml(path: str) -> Target:
    def inputs(_: Mapping[str, bytes]) -> st.SearchStrategy[bytes]:
        seeds = (_base(path), _base(path), *_YAML)
        return st.one_of(changed(seeds, words.YAML), changed(seeds, words.YAML), soup(words.YAML))

    def place(ground: Ground, data: bytes) -> Sequence[Sequence[str]]:
        (ground.workspace / path).write_bytes(data)
        more = READ[1 + len(data) % (len(READ) - 1)]
        return (("check",), more, ("tidy", path))

    return Target(inputs, place)


def _place_clause(ground: Ground, data: bytes) -> Sequence[Sequence[str]]:
    (ground.workspace / _FAMILY / "clauses/mal.md.j2").write_bytes(data)
    return (("check",), BUILD)


def _place_local_text(ground: Ground, data: bytes) -> Sequence[Sequence[str]]:
    path = ground.workspace / "municipalities/alby.yaml"
    lines = data.split(b"\n")
    block = b"".join(b"    " + line + b"\n" if line else b"\n" for line in lines)
    old = b"  leaders: Tio ledare utbildas varje \xc3\xa5r.\n"
    text = path.read_bytes()
    assert old in text
    path.write_bytes(text.replace(old, b"  leaders: |2\n" + block))
    return (BUILD,)


def _place_css(ground: Ground, data: bytes) -> Sequence[Sequence[str]]:
    (ground.workspace / _FAMILY / "agreement.css").write_bytes(data)
    output_format = "html" if len(data) % 3 else "pdf"
    return (("check",), ("build", "alby", "--to", output_format, "--jobs", "1"))


def _place_reference(ground: Ground, data: bytes) -> Sequence[Sequence[str]]:
    (ground.workspace / _FAMILY / "reference.docx").write_bytes(data)
    return (("check",), ("build", "alby", "--to", "docx", "--jobs", "1"))


def _place_docx(ground: Ground, data: bytes) -> Sequence[Sequence[str]]:
    (ground.workspace / "fil.docx").write_bytes(data)
    return (("textconv", "fil.docx"),)


def _place_pdf(ground: Ground, data: bytes) -> Sequence[Sequence[str]]:
    (ground.workspace / "fil.pdf").write_bytes(data)
    signed = ("signed", "alby", "fil.pdf", "--on", "2024-02-20")
    return (("textconv", "fil.pdf"), ("verify", "fil.pdf"), (*signed, "--scanned"), signed)


def _place_arguments(ground: Ground, data: bytes) -> Sequence[Sequence[str]]:
    (ground.workspace / "fil.pdf").write_bytes(b"%PDF-1.7\n")
    arguments = data.decode("utf-8", "surrogateescape").replace("\0", "").split("\n")
    # Whoever calls a command may write where they can; the test may only write in its folder.
    if any(word.startswith(("/", "~")) or ".." in word for word in arguments):
        return ()
    return (arguments,)


TARGETS: dict[str, Target] = {
    "municipality": _yaml("municipalities/alby.yaml"),
    "region": _yaml("region.yaml"),
    "family": _yaml("templates/samverkan/family.yaml"),
    "funding": _yaml("templates/samverkan/funding.yaml"),
    "clause": Target(
        lambda _: st.one_of(changed(_CLAUSES, words.CLAUSE), soup(words.CLAUSE)), _place_clause
    ),
    "local-text": Target(
        lambda _: st.one_of(changed(words.LOCAL_TEXTS, words.MARKDOWN), soup(words.MARKDOWN)),
        _place_local_text,
    ),
    "css": Target(lambda _: st.one_of(changed((_CSS,), words.CSS), soup(words.CSS)), _place_css),
    "reference": Target(
        lambda _: packages((_REFERENCE,), words.WORD, words.MEMBERS), _place_reference
    ),
    "docx": Target(
        lambda seeds: packages((seeds["docx"],), words.WORD, words.MEMBERS), _place_docx
    ),
    "pdf": Target(lambda seeds: changed((seeds["pdf"], seeds["scan"]), words.PDF), _place_pdf),
    "arguments": Target(
        lambda _: st.lists(
            st.one_of(st.sampled_from(words.ARGUMENTS), st.text(max_size=8)), max_size=6
        ).map(lambda found: "\n".join(found).encode("utf-8", "surrogatepass")),
        _place_arguments,
    ),
}
"""Every target by name."""
