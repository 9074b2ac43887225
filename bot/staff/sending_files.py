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
from storage.showing import Show

PIECE = 256 * 1024
"""Bytes that are in memory at a time."""

CONTENTS = "read-me-first.txt"

PACKING = "packing"

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


async def beside_the_loop(
    database: Database, work: Callable[[Database], Awaitable[Made]], stop: Callable[[], None]
) -> Made:
    """Do what takes long with a database of its own, in a thread of its own; return what it returns, raise what it raises.

    A thread cannot be cancelled: `stop` has to bring the work to its end, which is then waited for.
    """

    async def with_its_own() -> Made:
        own = Database(database.url.render_as_string(hide_password=False))
        try:
            return await work(own)
        finally:
            deleted.append(own.deleted.is_set())
            await own.close()

    deleted: list[bool] = []
    thread = asyncio.ensure_future(asyncio.to_thread(lambda: asyncio.run(with_its_own())))
    try:
        return await asyncio.shield(thread)
    except asyncio.CancelledError:
        stop()
        await asyncio.wait([thread])
        raise
    finally:
        if any(deleted):
            database.deleted.set()


def packed(folder: Path, files: Sequence[WrittenFile], lines: Iterable[str], show: Show) -> Path:
    """Put files into one, with a text that says what they are and by which hash each is known again."""
    archive = folder / "packed.zip"
    hashes = (f"{file.path.name}  SHA-256 {file.sha256}" for file in files)
    done, number = 0, sum(file.path.stat().st_size for file in files)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as together:
        for file in files:
            about = zipfile.ZipInfo.from_file(file.path, file.path.name)
            about.compress_type = zipfile.ZIP_DEFLATED
            with file.path.open("rb") as source, together.open(about, "w") as target:
                while piece := source.read(PIECE):
                    target.write(piece)
                    done += len(piece)
                    show(PACKING, done, number)
        together.writestr(CONTENTS, "".join(f"{line}\n" for line in (*lines, "", *hashes)))
    return archive


async def send(
    request: web.Request, file: Path, name: str, content_type: str, whole: Callable[[], None]
) -> web.StreamResponse:
    """Send a file piece by piece; call `whole` once all of it is out. Whoever goes away in the middle has no whole file."""
    response = web.StreamResponse(headers={"Content-Disposition": f'attachment; filename="{name}"'})
    response.content_type = content_type
    response.content_length = (await asyncio.to_thread(file.stat)).st_size
    with suppress(ConnectionError), file.open("rb") as opened:
        await response.prepare(request)
        while piece := await asyncio.to_thread(opened.read, PIECE):
            await response.write(piece)
        await response.write_eof()
        whole()
    return response
