"""The connection to the Bot API server: the library's Bot for what is set up once, plain calls for what every turn needs.

The library makes objects of everything that comes back; a reply needs one number of it. It has an updater too, which
confirms updates before they are handled, so that a crash would lose them, and an application, which swallows the error
of a turn that failed. Neither is used.
"""

import os
from collections.abc import Mapping
from typing import Any

from telegram import Bot

from bot.settings import Settings
from bot.telegram.aiohttp_request import SECONDS, AiohttpRequest
from bot.telegram.kinds import TAKEN_UPDATES

BATCH = 100


class Client:
    """One bot at one Bot API server. It connects to nothing before `open`."""

    def __init__(self, settings: Settings) -> None:
        # The library's switch for getting `retry_after` as a timedelta; without it each 429 comes with a warning.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        self._request = AiohttpRequest()
        self.bot = Bot(
            settings.telegram_token,
            base_url=f"{settings.telegram_api_root}/bot",
            base_file_url=f"{settings.telegram_api_root}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )
        self.bot_id = int(settings.telegram_token.partition(":")[0])

    async def open(self) -> None:
        """Connect and ask who we are. Raises TelegramError; it may be called again until it succeeds."""
        await self.bot.initialize()

    async def close(self) -> None:
        """Close every connection, whether or not `open` ever succeeded."""
        await self.bot.shutdown()

    async def call(self, method: str, fields: Mapping[str, Any], read: float | None = None) -> Any:
        """Call a method; see `AiohttpRequest.call`."""
        return await self._request.call(f"{self.bot.base_url}/{method}", fields, read)

    async def fetch_updates(self, offset: int, wait: int, limit: int = BATCH) -> list[Mapping[str, Any]]:
        """Return the updates from `offset` on (0: from the first unconfirmed), waiting up to `wait` seconds for one.

        Every update below the offset is confirmed by this. They are returned as they came, since the library fails as a
        whole where one of them cannot be read, and would then fail for ever. Raises TelegramError.
        """
        fields: dict[str, Any] = {"timeout": wait, "limit": limit, "allowed_updates": TAKEN_UPDATES}
        if offset:
            fields["offset"] = offset
        found = await self.call("getUpdates", fields, read=wait + SECONDS)
        return [update for update in found if isinstance(update, dict)] if isinstance(found, list) else []
