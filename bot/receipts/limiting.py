"""How often receipts may be tried in vain: for each client, and less for everybody while very many are wrong.

Who holds a right receipt is kept waiting by nobody else's wrong ones: a fresh client always has some tries. Kept in
memory alone, each client under a hash that only this process can make.
"""

import hashlib
import secrets
from collections import OrderedDict

from aiolimiter import AsyncLimiter

WRONG_TRIES = 10
"""Wrong tries of one client within TRIES_SECONDS."""

TRIES_SECONDS = 10 * 60

WRONG_IN_ALL = 200
"""Wrong tries of all clients in an hour, from which on each has only WRONG_TRIES_THEN."""

ALL_SECONDS = 60 * 60
WRONG_TRIES_THEN = 3

REMEMBERED = 10_000
"""Clients kept in mind; the one that was wrong longest ago is forgotten first."""


class Limiter:
    """Counts wrong tries. Those of a client are forgotten one by one, a minute each."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._all = AsyncLimiter(WRONG_IN_ALL, ALL_SECONDS)
        self._clients: OrderedDict[bytes, AsyncLimiter] = OrderedDict()

    def may_try(self, client: str) -> bool:
        """Whether this client may try now."""
        tries = self._clients.get(self._name(client))
        if tries is None:
            return True
        allowed = WRONG_TRIES if self._all.has_capacity() else WRONG_TRIES_THEN
        return tries.has_capacity(WRONG_TRIES - allowed + 1)

    async def was_wrong(self, client: str) -> None:
        """Note a wrong try."""
        name = self._name(client)
        tries = self._clients.setdefault(name, AsyncLimiter(WRONG_TRIES, TRIES_SECONDS))
        self._clients.move_to_end(name)
        while len(self._clients) > REMEMBERED:
            self._clients.popitem(last=False)
        for limit in (tries, self._all):
            if limit.has_capacity():
                await limit.acquire()

    def _name(self, client: str) -> bytes:
        return hashlib.blake2b(client.encode(), key=self._key, digest_size=16).digest()
