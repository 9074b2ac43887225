"""The connection to the Bot API server: one Application with its Bot and HTTP client, and the one call we read raw."""

import json
import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from telegram import Bot
from telegram.ext import AIORateLimiter, Application
from telegram.request import HTTPXRequest

from bot.settings import Settings
from bot.telegram.kinds import TAKEN_UPDATES

CONNECTIONS = 64
BATCH = 100
READ_SECONDS = 15.0
POOL_SECONDS = 30.0


def build_application(settings: Settings) -> Application[Any, Any, Any, Any, Any, Any]:
    """Return the application for the settings' token and Bot API server; it has connected to nothing yet.

    It has no updater: the library's own confirms updates to Telegram before they are handled, so that a crash would
    lose them. And no handlers: it would swallow the error of a turn that failed, which has to be tried again.

    The rate limiter keeps to Telegram's pace for all chats together. When Telegram asks one chat to wait, that is
    honoured in `sending`: the library's own retry would hold up every other chat as well.
    """
    # The library's switch for getting `retry_after` as a timedelta; without it each 429 comes with a warning.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    request = HTTPXRequest(
        connection_pool_size=CONNECTIONS, read_timeout=READ_SECONDS, write_timeout=READ_SECONDS,
        connect_timeout=READ_SECONDS, pool_timeout=POOL_SECONDS,
    )  # fmt: skip
    builder = Application.builder().token(settings.telegram_token).request(request).updater(None)
    builder = builder.base_url(f"{settings.telegram_api_root}/bot")
    builder = builder.base_file_url(f"{settings.telegram_api_root}/file/bot")
    return builder.rate_limiter(AIORateLimiter(max_retries=0)).build()


async def fetch_updates(bot: Bot, offset: int, wait: int, limit: int = BATCH) -> list[Mapping[str, Any]]:
    """Return the updates from `offset` on (0: from the first unconfirmed), waiting up to `wait` seconds for one.

    Every update below the offset is confirmed by this. They are returned as they came, since `Bot.get_updates` fails as
    a whole where one of them cannot be read, and would then fail for ever. Raises TelegramError.
    """
    query = {"timeout": wait, "limit": limit, "allowed_updates": json.dumps(TAKEN_UPDATES)}
    if offset:
        query["offset"] = offset
    url = f"{bot.base_url}/getUpdates?{urlencode(query)}"
    found = await bot.request.post(url, read_timeout=wait + READ_SECONDS)
    return [update for update in found if isinstance(update, dict)] if isinstance(found, list) else []
