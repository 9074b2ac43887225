"""Sends files that are made for one download: whole or not at all, in bounded memory, and gone afterwards.

They are made in a private folder beside the database, in a thread with a loop and connections of its own, so that nobody's
turn waits for them. What is sent has a length, so that a browser notices where a part of it is missing.
"""

import asyncio
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import ExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import TypeVar

from aiohttp import web

from storage.database import Database
from storage.exports.files import WrittenFile
from storage.private_folders import private_folder

PIECE = 256 * 1024
"""Bytes that are in memory at a time."""

CONTENTS = "read-me-first.txt"

Made = TypeVar("Made")


@asynccontextmanager
async def folder_of_its_own(data_dir: Path) -> AsyncIterator[Path]:
    """Give an empty folder for the block. Nothing of it is left afterwards, not even its bytes. Raises OSError."""
    with ExitStack() as kept:
        await asyncio.to_thread(data_dir.mkdir, mode=0o700, parents=True, exist_ok=True)
        folder = await asyncio.to_thread(kept.enter_context, private_folder(data_dir))
        try:
            yield folder
        finally:
            await asyncio.to_thread(kept.close)


async def beside_the_loop(database: Database, work: Callable[[Database], Awaitable[Made]]) -> Made:
    """Do what takes long with a database of its own, in a thread of its own; return what it returns, raise what it raises."""

    async def with_its_own() -> Made:
        own = Database(database.url.render_as_string(hide_password=False))
        try:
            return await work(own)
        finally:
            deleted.append(own.deleted.is_set())
            await own.close()

    deleted: list[bool] = []
    try:
        return await asyncio.to_thread(lambda: asyncio.run(with_its_own()))
    finally:
        if any(deleted):
            database.deleted.set()


def packed(folder: Path, files: Sequence[WrittenFile], lines: Iterable[str]) -> Path:
    """Put files into one, with a text that says what they are and by which hash each is known again."""
    archive = folder / "packed.zip"
    hashes = (f"{file.path.name}  SHA-256 {file.sha256}" for file in files)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as together:
        for file in files:
            together.write(file.path, file.path.name)
        together.writestr(CONTENTS, "".join(f"{line}\n" for line in (*lines, "", *hashes)))
    return archive


async def send(request: web.Request, file: Path, name: str, content_type: str) -> web.StreamResponse:
    """Send a file piece by piece. Whoever goes away in the middle is left alone: their browser has no whole file."""
    response = web.StreamResponse(headers={"Content-Disposition": f'attachment; filename="{name}"'})
    response.content_type = content_type
    response.content_length = (await asyncio.to_thread(file.stat)).st_size
    await response.prepare(request)
    with suppress(ConnectionError), file.open("rb") as opened:
        while piece := await asyncio.to_thread(opened.read, PIECE):
            await response.write(piece)
        await response.write_eof()
    return response
