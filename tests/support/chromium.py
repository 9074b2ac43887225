"""Fixtures for the tests marked browser: one headless Chromium for the whole run."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright, expect

from tests.support.left_out import leave_out

_PATIENCE = 30_000
"""Milliseconds until what a page should show counts as never shown: as long as Playwright waits for whatever is pressed."""

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ON_MACOS = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The Chromium that SAYSO_TEST_CHROMIUM names, or the one that is installed."""
    named = os.environ.get("SAYSO_TEST_CHROMIUM")
    if named:
        assert Path(named).is_file(), f"SAYSO_TEST_CHROMIUM names {named}, and there is no such file."
        return Path(named)
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    if not _ON_MACOS.is_file():
        leave_out("There is no Chromium: install one, or name one with SAYSO_TEST_CHROMIUM")
    return _ON_MACOS


@pytest.fixture(scope="session")
async def browser(chromium_path: Path) -> AsyncIterator[Browser]:
    """A running Chromium. Give each test a context of its own with `await browser.new_context()`, and close it."""
    expect.set_options(timeout=_PATIENCE)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=chromium_path, args=_ARGUMENTS)
        yield chromium
        await chromium.close()
