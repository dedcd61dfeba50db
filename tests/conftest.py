"""What holds for every test: in CI a test against a peer program runs, it is never skipped."""

import os
from collections.abc import Generator

import pytest

pytest_plugins = ("pytester",)


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
