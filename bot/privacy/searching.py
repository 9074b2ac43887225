"""Searches bytes, files, folders and tables for marks, and says where they stand without showing them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, MetaData, Text, cast, inspect, select
from sqlalchemy import Table as SqlTable

from bot.privacy.marks import Needle
from storage.database import Database

SHORTEST_SOUGHT = 8
"""Characters of a secret that can be searched for: anything shorter stands everywhere by chance."""

CHUNK = 4 * 1024 * 1024
"""Bytes of a file that are looked at in one go."""


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A mark that was found: where, what it is called and in which form."""

    place: str
    called: str
    form: str


def search_bytes(place: str, data: bytes, sought: Iterable[Needle]) -> set[Hit]:
    """Return what stands in some bytes."""
    folded = data.lower()
    return {
        Hit(place, needle.mark.called, needle.form)
        for needle in sought
        if needle.sought in (folded if needle.folded else data)
    }


def search_file(place: str, path: Path, sought: tuple[Needle, ...]) -> set[Hit]:
    """Return what stands in a file, however large it is; nothing for one that is gone. Raises OSError for others."""
    overlap = max((len(needle.sought) for needle in sought), default=1) - 1
    found: set[Hit] = set()
    before = b""
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                found |= search_bytes(place, before + chunk, sought)
                before = chunk[-overlap:] if overlap else b""
    except FileNotFoundError:
        return found
    return found


def search_folder(folder: Path, sought: tuple[Needle, ...]) -> set[Hit]:
    """Return what stands in all files below a folder and in their names. Raises OSError where one cannot be read."""
    found: set[Hit] = set()
    for path in files_below(folder):
        name = path.relative_to(folder).as_posix()
        if hits := search_bytes("the name of a file", name.encode("utf-8", "surrogateescape"), sought):
            found |= hits
            name = "a file whose name is a mark"
        found |= search_file(f"file {folder.name}/{name}", path, sought)
    return found


def files_below(folder: Path) -> Iterator[Path]:
    """Give every file below a folder, in the order of their names; links are not followed."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


async def search_tables(database: Database, sought: tuple[Needle, ...]) -> set[Hit]:
    """Return what stands in any column of any table that the database has, whether the code knows it or not."""
    async with database.reading() as connection:
        return await connection.run_sync(_search_tables, sought)


def _search_tables(connection: Connection, sought: tuple[Needle, ...]) -> set[Hit]:
    found: set[Hit] = set()
    for name in inspect(connection).get_table_names():
        table = SqlTable(name, MetaData(), autoload_with=connection)
        for column in table.columns:
            place = f"table {name}, column {column.name}"
            for value in connection.execute(select(cast(column, Text))).scalars():
                if value is not None:
                    found |= search_bytes(place, str(value).encode("utf-8", "surrogatepass"), sought)
    return found
