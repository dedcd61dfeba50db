"""What holds for every test: its examples, its markers, and that CI skips no peer program."""

import os
import signal
from collections.abc import Generator

import pytest
from hypothesis import settings

from agreement_gen.translation import SOURCE, VARIABLE, use_language

# A slow machine is no fault, and in CI the same commit gives the same answer.
settings.register_profile("person", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("long", deadline=None, max_examples=1000)
settings.load_profile("ci" if os.environ.get("CI") else "person")

pytest_plugins = ("pytester",)


@pytest.fixture(autouse=True)
def own_state_folder(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let no test read or write what the person who runs it keeps in the state folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / "state"))


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Address whoever runs the tests in English, whatever the locale and the workspace are."""
    monkeypatch.setenv(VARIABLE, SOURCE)
    use_language(SOURCE)


@pytest.fixture
def swedish(english: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Address whoever runs the test in Swedish."""
    del english
    monkeypatch.setenv(VARIABLE, "sv")
    use_language("sv")


@pytest.fixture
def any_style(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a PDF have any style sheet, to see what the checks of the finished file find."""
    monkeypatch.setattr("agreement_gen.formats.pdf.writer.require_house_style", lambda _css: None)


def pytest_configure() -> None:
    """Listen to Ctrl-C, also where the tests run in the background of a shell, which ignores it.

    Every command that a test starts would ignore it too, as a command of a background job should.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each long test as slow too, so that who leaves out the slow ones leaves it out."""
    for item in items:
        if item.get_closest_marker("long") is not None:
            item.add_marker("slow")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the skip of a test marked `peer` into a failure where `CI` is set."""
    report = yield
    expected_to_fail = hasattr(report, "wasxfail")
    if (
        os.environ.get("CI")
        and report.skipped
        and not expected_to_fail
        and item.get_closest_marker("peer") is not None
    ):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where every peer must be there: {report.longrepr}"
    return report
