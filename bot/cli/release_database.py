"""Opens the database for the actions of `sayso release`, and ends in good order at Ctrl-C."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from bot.opening import opened_database
from bot.settings import Settings
from bot.told_to_end import stop_as_ctrl_c_does
from storage.database import Database
from storage.migrating import check_migrated


def at_the_database(settings: Settings, work: Callable[[Database], Coroutine[Any, Any, Any]]) -> Any:
    """Do something at the database of the settings, and return what comes of it. Raises BotError and StorageError."""

    async def opened() -> Any:
        stop_as_ctrl_c_does()
        async with opened_database(settings, make=False) as database:
            await check_migrated(database)
            return await work(database)

    try:
        return asyncio.run(opened())
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
