"""The running web chat, for the tests that go through it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.elsewhere import Elsewhere, running_elsewhere
from tests.support.plain_browser import PlainBrowser, plain_browser
from tests.support.running_app import RunningApp, running_app


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[RunningApp]:
    """The real web chat with a database of its own."""
    async with running_app(tmp_path) as running:
        yield running


@pytest.fixture
async def elsewhere() -> AsyncIterator[Elsewhere]:
    """Another website to leave for."""
    async with running_elsewhere() as running:
        yield running


@pytest.fixture
async def app_with_exit(tmp_path: Path, elsewhere: Elsewhere) -> AsyncIterator[RunningApp]:
    """The real web chat, whose way out leads to that other website."""
    async with running_app(tmp_path, exit_url=elsewhere.url) as running:
        yield running


@pytest.fixture
async def plain(app: RunningApp) -> AsyncIterator[PlainBrowser]:
    """A browser without JavaScript, in front of that web chat."""
    async with plain_browser(app.url) as browser:
        yield browser
