"""The running web chat, for the tests that go through it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.plain_browser import PlainBrowser, plain_browser
from tests.support.running_app import RunningApp, running_app


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[RunningApp]:
    """The real web chat with a database of its own."""
    async with running_app(tmp_path) as running:
        yield running


@pytest.fixture
async def plain(app: RunningApp) -> AsyncIterator[PlainBrowser]:
    """A browser without JavaScript, in front of that web chat."""
    async with plain_browser(app.url) as browser:
        yield browser
