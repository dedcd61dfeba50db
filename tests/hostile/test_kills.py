"""A command that is killed at any moment loses nothing, tears nothing and leaves nothing behind.

Each command that writes is killed at every change of the file system in turn, and by signals at
random moments. Right after, every file holds its old or its new bytes. After the next command that
writes, everything that belongs together is old or new together, and nothing else is left; then the
command, run again, brings the same bytes as one that nothing disturbed.
"""

from __future__ import annotations

import json
import random
import shutil
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.hostile.making import append, edit, restore
from tests.support.sandbox import Fault, Ground, Kill, Sandbox, snapshot
from tests.support.signing_samples import built, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from tests.support.sandbox import Ended

pytestmark = pytest.mark.slow

FEW, MANY = 5, 50
"""How often each of four commands is stopped by a signal: in `make test`, in the long test."""

FEW_PLACES = 3
"""At how many of a command's changes, beside its renames, it is disturbed in `make test`."""

Files = dict[str, str]
"""Hashes of files by path, as :func:`tests.support.sandbox.snapshot` gives them."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A command that writes.

    Attributes:
        command: It, with its arguments.
        settle: The command that settles what a kill has left.
        prepare: Brings a workspace to the state before it.
        together: Which files belong together, of those that it makes or changes.
    """

    command: tuple[str, ...]
    settle: tuple[str, ...]
    prepare: Callable[[Ground, Sandbox], None]
    together: Callable[[Files], Iterator[frozenset[str]]]


def _built_once(ground: Ground, sandbox: Sandbox) -> None:
    """Agreements that are built, and a clause and a name that have changed since."""
    done(sandbox.run(ground, *BUILD))
    append(ground, "templates/samverkan/clauses/mal.md.j2", "Den är ny.")
    edit(ground, "municipalities/osby-a.yaml", "{title: Fritidschef}", "{title: Kulturchef}")


def _new_edition(ground: Ground, _: Sandbox) -> None:
    path = "templates/samverkan/family.yaml"
    edit(ground, path, "edition: 2024-01-15", "edition: 2024-02-20")
    edit(ground, path, "  - {key: leaders, text: Ledare som utbildas.}\n", "")


def _scanned(ground: Ground, _: Sandbox) -> None:
    (ground.workspace / "scan.pdf").write_bytes(scan())
    output = ground.workspace / "output"
    output.mkdir(exist_ok=True)
    (output / "samverkansplan-alby.pdf").write_bytes(built(ground.workspace, slug="alby"))


def _untidy(ground: Ground, _: Sandbox) -> None:
    for path in YAML:
        append(ground, path, "# white space   ")


def _agreements(files: Files) -> Iterator[frozenset[str]]:
    for slug in ("alby", "osby-a"):
        yield frozenset(path for path in files if path.startswith(f"output/samverkansplan-{slug}."))


def _all(files: Files) -> Iterator[frozenset[str]]:
    yield frozenset(files)


def _each(files: Files) -> Iterator[frozenset[str]]:
    yield from (frozenset([path]) for path in files)


YAML = ("region.yaml", "municipalities/alby.yaml", "municipalities/osby-a.yaml")
BUILD = ("build", "--to", "html,txt", "--jobs", "1")
DEEDS = {
    "build": Deed(
        BUILD, ("build", "alby", "--to", "html,txt", "--jobs", "1"), _built_once, _agreements
    ),
    "revise": Deed(
        ("revise", "--edition", "2024-02-20"), ("revise", "--recover"), _new_edition, _all
    ),
    "signed": Deed(
        ("signed", "alby", "scan.pdf", "--on", "2024-02-20", "--scanned"),
        ("revise", "--recover"),
        _scanned,
        _all,
    ),
    "tidy": Deed(("tidy", *YAML), ("tidy", "region.yaml"), _untidy, _each),
}


def done(ended: Ended) -> None:
    assert ended.status == 0, ended.output


@dataclass(frozen=True, slots=True)
class Trial:
    """A command to be killed, with the workspace before it and after it.

    Attributes:
        deed: The command.
        ground: Where it runs; made anew by :meth:`begin`.
        kept: A copy of the workspace before it.
        old: The files before it.
        new: The files after it, undisturbed.
        took: Seconds that it takes, undisturbed.
        changes: The changes of the file system that it makes, by their audit events.
        old_rows: The manifest's rows before it.
        new_rows: And after it.
    """

    deed: Deed
    ground: Ground
    kept: Path
    old: Files
    new: Files
    took: float
    changes: tuple[str, ...]
    old_rows: dict[str, object]
    new_rows: dict[str, object]

    def begin(self) -> None:
        """Bring the workspace to the state before the command."""
        shutil.rmtree(self.ground.workspace)
        shutil.rmtree(self.ground.home)
        self.ground.home.mkdir()
        shutil.copytree(self.kept, self.ground.workspace)

    def check_torn(self) -> None:
        """Every file is old or new, whatever else a killed command leaves.

        The manifest, which has a row for each agreement, may have some old and some new.
        """
        now = snapshot(self.ground.workspace)
        for path in _without_manifest({**self.old, **self.new}):
            known = {self.old.get(path), self.new.get(path)}
            assert now.get(path) in known, f"{path} is neither old nor new"
        extra = now.keys() - self.old.keys() - self.new.keys()
        seen = [path for path in extra if not any(p.startswith(".") for p in path.split("/"))]
        assert seen == [], "a file is left that a person takes for their own"

    def check_settled(self) -> None:
        """What belongs together is old or new together."""
        now = snapshot(self.ground.workspace)
        rows = manifest_rows(self.ground)
        for group in self.deed.together(_without_manifest({**self.old, **self.new})):
            states = [{path: files.get(path) for path in group} for files in (self.old, self.new)]
            assert {path: now.get(path) for path in group} in states, f"torn: {sorted(group)}"
        for slug, row in rows.items():
            assert row in (self.old_rows.get(slug), self.new_rows.get(slug))
            assert isinstance(row, dict)
            for file in row["files"]:
                assert now.get(f"output/{file['name']}") == file["sha256"], "row and file differ"

    def check_new(self) -> None:
        """Everything is as if nothing had disturbed the command."""
        now = snapshot(self.ground.workspace)
        assert {path: now.get(path) for path in self.new} == self.new

    def check_nothing_left(self) -> None:
        """Nothing is left of the command, in the workspace, the home or among temporary files."""
        assert snapshot(self.ground.workspace).keys() == self.new.keys()
        home = snapshot(self.ground.home)
        left = [path for path in home if home[path] != "d" and not path.endswith("/lock")]
        assert left == [], "files are left in the home"
        assert list(self.ground.temporary.iterdir()) == [], "temporary files are left"


def _without_manifest(files: Files) -> Files:
    return {path: files[path] for path in files if path != "output/manifest.json"}


def manifest_rows(ground: Ground) -> dict[str, object]:
    """The manifest's rows by slug."""
    path = ground.workspace / "output/manifest.json"
    if not path.exists():
        return {}
    rows = json.loads(path.read_text(encoding="utf-8"))["agreements"]
    return {row["slug"]: row for row in rows}


@pytest.fixture(scope="module", params=list(DEEDS))
def trial(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox
) -> Trial:
    """A command, prepared and run once undisturbed."""
    return tried(DEEDS[request.param], tmp_path_factory.mktemp(request.param), sandbox)


def tried(deed: Deed, root: Path, sandbox: Sandbox) -> Trial:
    """Prepare a command and run it once undisturbed."""
    ground = Ground(root / "ground").make()
    restore(ground)
    deed.prepare(ground, sandbox)
    kept = root / "kept"
    shutil.copytree(ground.workspace, kept)
    old, old_rows = snapshot(ground.workspace), manifest_rows(ground)
    ended = sandbox.run(ground, *deed.command, fault=Fault(0, "kill"))
    done(ended)
    new, new_rows = snapshot(ground.workspace), manifest_rows(ground)
    assert old != new
    return Trial(deed, ground, kept, old, new, ended.took, ended.changes, old_rows, new_rows)


def places(trial: Trial, number: int) -> list[int]:
    """The numbers of a command's changes at which it is disturbed: some by chance, of each kind."""
    numbers = range(1, len(trial.changes) + 1)
    return sorted(random.Random(number).sample(numbers, min(number, len(numbers))))


def renames(trial: Trial) -> list[int]:
    """The numbers of a command's renames, by which it puts files in place."""
    return [n for n, event in enumerate(trial.changes, start=1) if event == "os.rename"]


def test_a_kill_before_a_rename_tears_nothing(trial: Trial, sandbox: Sandbox) -> None:
    assert renames(trial)
    killed(trial, sandbox, [*renames(trial), *places(trial, FEW_PLACES)])


@pytest.mark.long
def test_a_kill_between_any_two_changes_of_files_tears_nothing(
    trial: Trial, sandbox: Sandbox
) -> None:
    killed(trial, sandbox, range(1, len(trial.changes) + 1))


def killed(trial: Trial, sandbox: Sandbox, numbers: Iterable[int]) -> None:
    """Kill a command before some of its changes."""
    for number in numbers:
        trial.begin()
        ended = sandbox.run(trial.ground, *trial.deed.command, fault=Fault(number, "kill"))
        assert ended.status == -signal.SIGKILL
        trial.check_torn()
        recovers(trial, sandbox)


def test_a_fault_of_the_disk_tears_nothing(trial: Trial, sandbox: Sandbox) -> None:
    for error in ("ENOSPC", "EACCES"):
        faulty(trial, sandbox, error, places(trial, FEW_PLACES))


@pytest.mark.long
@pytest.mark.parametrize("error", ["ENOSPC", "EACCES", "EIO", "EXDEV"])
def test_a_fault_of_the_disk_at_any_change_of_files_tears_nothing(
    trial: Trial, sandbox: Sandbox, error: str
) -> None:
    faulty(trial, sandbox, error, range(1, len(trial.changes) + 1))


def faulty(trial: Trial, sandbox: Sandbox, error: str, numbers: Iterable[int]) -> None:
    """Let some of a command's changes fail."""
    for number in numbers:
        trial.begin()
        ended = sandbox.run(trial.ground, *trial.deed.command, fault=Fault(number, error))
        assert "Traceback" not in ended.output, ended.output
        assert ended.status in {0, 1}, ended.output
        trial.check_torn()
        recovers(trial, sandbox)


def recovers(trial: Trial, sandbox: Sandbox) -> None:
    """The next command settles what is left, and the command does then what it was to do.

    Nothing is left when something has been written to each folder again.
    """
    for command in (("check",), trial.deed.settle):
        after = sandbox.run(trial.ground, *command)
        assert after.status in {0, 1}, after.output
        assert "Traceback" not in after.output
    trial.check_settled()
    if snapshot(trial.ground.workspace) != trial.new:
        done(sandbox.run(trial.ground, *trial.deed.command))
    trial.check_new()
    for path in YAML:
        append(trial.ground, path, "# white space   ")
    done(sandbox.run(trial.ground, "tidy", *YAML))
    trial.check_nothing_left()


def test_a_signal_at_a_random_moment_tears_nothing(trial: Trial, sandbox: Sandbox) -> None:
    signalled(trial, sandbox, FEW)


@pytest.mark.long
def test_a_signal_at_many_random_moments_tears_nothing(trial: Trial, sandbox: Sandbox) -> None:
    signalled(trial, sandbox, MANY)


def signalled(trial: Trial, sandbox: Sandbox, rounds: int) -> None:
    """Kill a command at random moments."""
    chance = random.Random(rounds)
    for number in range(rounds):
        kind = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)[number % 4]
        trial.begin()
        kill = Kill(kind, chance.uniform(0, trial.took))
        ended = sandbox.run(trial.ground, *trial.deed.command, kill=kill)
        assert not ended.hangs
        assert ended.left == (), f"processes live on after {kind.name}: {ended.left}"
        assert "Traceback" not in ended.output, ended.output
        trial.check_torn()
        recovers(trial, sandbox)
