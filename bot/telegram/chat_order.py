"""Keeps the order within each chat, while no chat waits for another."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class ChatOrder:
    """Lets one update of a chat through at a time, in the order in which they asked. Forgets chats by itself."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn_of(self, chat_id: int) -> AsyncIterator[None]:
        """Wait until all earlier updates of the chat are done with, then hold up the later ones for the block."""
        # An asyncio.Lock serves those who wait in the order in which they came.
        lock = self._locks.setdefault(chat_id, asyncio.Lock())
        async with lock:
            yield
