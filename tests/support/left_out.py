"""Says at the end of a run which tests were left out and why, and fails a run that has to be complete.

A skipped test is easily overlooked, and a green run that skipped the tests of a whole store proves little. So every
skipped test is named after everything else, and where CI=true or SAYSO_TEST_REQUIRE_ALL=1 is set, one is a failure.
Tests that the person running them deselected, as `make test-fast` does, are not left out: they knew.
"""

import os
from collections.abc import Generator
from typing import NoReturn

import pytest

_TRUE = {"1", "true", "yes"}


def leave_out(reason: str) -> NoReturn:
    """Leave out the tests that need something this machine does not have; the reason ends up in the last lines."""
    pytest.skip(reason)


def _run_must_be_complete() -> bool:
    return any(os.environ.get(name, "").lower() in _TRUE for name in ("CI", "SAYSO_TEST_REQUIRE_ALL"))


def _left_out(reporter: pytest.TerminalReporter) -> dict[str, list[str]]:
    """Every skipped test (or file) by the reason it was skipped for."""
    found: dict[str, list[str]] = {}
    for report in reporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        found.setdefault(reason.removeprefix("Skipped: "), []).append(report.nodeid)
    return found


def _reporter(config: pytest.Config) -> pytest.TerminalReporter:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    assert isinstance(reporter, pytest.TerminalReporter)
    return reporter


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turn a green run that left tests out into a failed one, where a run must be complete."""
    if hasattr(session.config, "workerinput"):
        return  # one of several processes of a run: the one that gathers their reports judges
    if session.exitstatus == pytest.ExitCode.OK and _run_must_be_complete() and _left_out(_reporter(session.config)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None]:
    """Name the tests that were left out, below everything else that pytest has to say."""
    yield
    found = _left_out(terminalreporter)
    if not found:
        return
    count = sum(map(len, found.values()))
    terminalreporter.write_sep("=", f"{count} left out", yellow=True, bold=True)
    for reason, tests in found.items():
        terminalreporter.write_line(f"Because: {reason}")
        for test in tests:
            terminalreporter.write_line(f"  {test}")
    if _run_must_be_complete():
        terminalreporter.write_line(
            "CI or SAYSO_TEST_REQUIRE_ALL asks for a complete run, so this one fails.", red=True
        )
