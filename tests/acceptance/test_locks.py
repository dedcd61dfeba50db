"""The locks name the hash of everything that is installed, and agree with each other."""

from __future__ import annotations

import re

import pytest

from tests.support.workspaces import REPOSITORY

LOCKS = ("requirements.lock", "requirements-build.lock", "requirements-dev.lock")
WORKFLOWS = (".github/workflows/ci.yml", "docs/review/github-workflow.yml")


def pins(lock: str) -> dict[str, list[str]]:
    """The hashes of each pinned release of a lock, by its requirement with marker."""
    text = (REPOSITORY / lock).read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {line.split(" --hash=")[0].strip(): re.findall("--hash=(\\S+)", line) for line in lines}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_release_has_the_hashes_of_its_files(lock: str) -> None:
    found = pins(lock)
    assert len(found) > 5
    for release, hashes in found.items():
        assert re.match(r"[a-z0-9-]+==[0-9][^ ;]*( ; .+)?$", release)
        assert hashes, release
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", digest) for digest in hashes)


@pytest.mark.parametrize("lock", LOCKS[:2])
def test_what_runs_and_what_builds_is_what_is_tested(lock: str) -> None:
    tested = pins("requirements-dev.lock")
    only_built = {release for release in pins(lock) if release.startswith("editables==")}
    assert only_built == (pins(lock).keys() - tested.keys())
    for release in pins(lock).keys() - only_built:
        assert pins(lock)[release] == tested[release]


def test_make_installs_nothing_without_a_hash() -> None:
    recipes = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    installed = [
        line.split("$(PIP) install ")[1]
        for line in recipes.splitlines()
        if "$(PIP) install" in line
    ]
    # The compiler of the locks reads them and runs nothing of the project.
    rest = [words for words in installed if not words.startswith("--require-hashes")]
    assert rest == ["uv==$(UV_VERSION)", "--no-deps --no-build-isolation --editable ."]
    assert len(installed) == len(rest) + 2


@pytest.mark.parametrize("path", WORKFLOWS)
def test_actions_are_pinned_to_a_commit(path: str) -> None:
    text = (REPOSITORY / path).read_text(encoding="utf-8")
    used = re.findall(r"uses: (\S+)(.*)", text)
    assert used
    for action, remark in used:
        assert re.fullmatch(r"[a-z/-]+@[0-9a-f]{40}", action)
        assert re.fullmatch(r" # v[0-9.]+", remark)
