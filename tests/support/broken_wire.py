"""A wire to a PostgreSQL server that can be cut: at any moment, or at the very commit, before or after it gets through."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import StrEnum

from sqlalchemy import make_url

COMMIT = b"COMMIT;"
"""How the driver commits: the text of a simple query."""


class Cut(StrEnum):
    """When the wire is cut, once."""

    NEVER = "never"
    BEFORE_COMMIT = "before the commit reaches the server"
    AFTER_COMMIT = "after the commit reached the server, before its answer comes back"


class Wire:
    """Hands everything on between clients and one server."""

    def __init__(self, host: str, port: int) -> None:
        self.server_address = (host, port)
        self.port = 0
        self.cut = Cut.NEVER
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._mute: set[asyncio.StreamWriter] = set()
        self._answered = asyncio.Event()

    async def open(self) -> None:
        """Listen, on the same port as before where there was one."""
        self._server = await asyncio.start_server(self._join, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def down(self) -> None:
        """Cut everything and refuse whoever comes."""
        if self._server is not None:
            self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection(*self.server_address)
        except OSError:
            writer.transport.abort()
            return
        ends = {writer, back}
        self._writers |= ends
        ways = [
            asyncio.create_task(self._hand_on(reader, back, ends)),
            asyncio.create_task(self._hand_on(there, writer, ends)),
        ]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        for end in ends:
            end.transport.abort()
        self._writers -= ends

    async def _hand_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, ends: set[asyncio.StreamWriter]
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                if COMMIT in data and self.cut is not Cut.NEVER:
                    when, self.cut = self.cut, Cut.NEVER
                    if when is Cut.AFTER_COMMIT:
                        self._mute |= ends
                        self._answered.clear()
                        writer.write(data)
                        await writer.drain()
                        await self._answered.wait()
                    for end in ends:
                        end.transport.abort()
                    return
                if writer in self._mute:
                    # The server's answer to the commit: it is stored, and nobody is told.
                    self._answered.set()
                    return
                writer.write(data)
                await writer.drain()


@asynccontextmanager
async def wire_to(url: str) -> AsyncIterator[tuple[Wire, str]]:
    """Give a wire to a database, and the database's URL through it."""
    real = make_url(url)
    wire = Wire(real.host or "127.0.0.1", real.port or 5432)
    await wire.open()
    try:
        through = real.set(host="127.0.0.1", port=wire.port, query={})
        yield wire, through.render_as_string(hide_password=False)
    finally:
        await wire.down()
