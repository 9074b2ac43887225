"""Keeps the order within each chat, while no chat waits for another."""

import asyncio
from weakref import WeakValueDictionary


class ChatOrder:
    """Lets one update of a chat through at a time, in the order in which they asked. Forgets chats by itself."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def turn_of(self, chat_id: int) -> asyncio.Lock:
        """Return what to enter: it waits until all earlier updates of the chat are done with, and holds up later ones.

        An asyncio.Lock serves those who wait in the order in which they came.
        """
        return self._locks.setdefault(chat_id, asyncio.Lock())
