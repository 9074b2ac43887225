"""Makes a release, or the files of one once more: numbers of people, words, and codebooks, all together or none."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.errors import ExportError
from storage.exports.codebook_files import write_csv, write_page
from storage.exports.columns import Column
from storage.exports.exporting import Note
from storage.exports.files import Drafts, WrittenFile, drafts, refuse_targets
from storage.exports.responses import choose_engagement
from storage.exports.row_writers import refuse_format, row_writer
from storage.exports.wordings import read_wordings
from storage.exports.writing import Format
from storage.releases.coarsening import RULE
from storage.releases.codebooks import Written, release_codebook
from storage.releases.contents import (
    WRITING,
    ContentHash,
    contents,
    count,
    people_columns,
    people_rows,
    words,
    words_columns,
)
from storage.releases.describing import what_is_shown
from storage.releases.entering import begin, enter, forget, number_free
from storage.releases.ledger import Release, find, have_ended, make_whole, refuse, sunday, too_few
from storage.releases.sorting import InFiles, Sorting
from storage.showing import Show
from storage.small_numbers import Figure


@dataclass(frozen=True, slots=True)
class FilesWanted:
    """The files to write: `out` is what their names begin with, `reason` is why, for the codebook."""

    out: Path
    kind: Format
    reason: str = ""

    @property
    def targets(self) -> tuple[Path, Path, Path, Path]:
        """The files of people and of words, the CSV codebook and the codebook's page."""
        people, quoted = (self.out.parent / f"{self.out.name}-{part}.{self.kind.value}" for part in ("people", "words"))
        table, page = (self.out.parent / f"{self.out.name}-codebook.{end}" for end in ("csv", "html"))
        return people, quoted, table, page

    def refuse(self) -> None:
        """Raise ExportError, saying what to do, where they cannot be written."""
        refuse_format(self.kind)
        refuse_targets(self.targets, overwrite=False)


@dataclass(frozen=True, slots=True)
class ReleaseRequest:
    """What to release. `until` None reaches up to the last whole week; `with_words` are the characteristics beside words."""

    day: date
    threshold: int
    with_words: tuple[str, ...]
    engagement: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ReleaseReport:
    """What was written. Every number is as it may be published."""

    release: Release
    people: Figure
    left_out: Figure
    held_back: Figure
    combinations: int
    files: tuple[WrittenFile, ...]


async def make_release(
    database: Database, request: ReleaseRequest, wanted: FilesWanted, show: Show, note: Note
) -> ReleaseReport:
    """Decide who is in a new release, and write it. `note` is stored with it.

    Raises ExportError, saying what to do: nothing is released then, and no file is left.
    """
    wanted.refuse()
    # Of many answers this reads for a while, and whoever is talking shall not wait for it.
    async with database.reading() as connection:
        engagement = await choose_engagement(connection, request.engagement)
        wordings = await read_wordings(connection, engagement)
        if wordings.missing:
            raise ExportError(
                f"the wording of script version {wordings.missing[0]} is not in the database, so it cannot be told which "
                "words are about the person: nothing was released"
            )
        shown = what_is_shown(wordings, request.with_words)
        until = sunday(request.until, request.day)
        asked = Release(0, engagement, until, request.day, RULE, request.threshold, shown, None)
        await refuse(connection, asked)
        # Before another release is touched that may be being written.
        if await number_free(connection, engagement, have_ended(until), enough := request.threshold + 1) < enough:
            raise too_few(asked)
    release = await begin(database, asked, lambda connection: refuse(connection, asked))
    with drafts() as begun:
        try:
            await _enter_everybody(database, release, show)
            report, digest = await _write(database, release, wanted, begun, show)
            async with database.writing() as connection:
                await make_whole(connection, release, digest)
                await note(connection, digest)
        except BaseException:
            await forget(database, release)
            raise
        return _with_files(report, begun.publish())


async def _enter_everybody(database: Database, release: Release, show: Show) -> None:
    if await enter(database, release, have_ended(release.until), show) <= release.threshold:
        raise too_few(release)


async def make_again(database: Database, number: int, wanted: FilesWanted, show: Show, note: Note) -> ReleaseReport:
    """Write the files of a release once more, perhaps in another format.

    Raises ExportError, saying what to do, where it does not come out as it was: the difference would be somebody's.
    """
    wanted.refuse()
    async with database.reading() as connection:
        release = await find(connection, number)
    if release.rule != RULE:
        raise ExportError(f"release {number} was made by rule {release.rule}, this program has rule {RULE}: {KEEP}")
    with drafts() as begun:
        report, digest = await _write(database, release, wanted, begun, show)
        if digest != release.content_hash:
            raise ExportError(
                f"release {number} cannot be made once more: answers that were in it have been erased or taken out since, "
                f"and whoever has both could tell which; {KEEP}"
            )
        async with database.writing() as connection:
            await note(connection, digest)
        return _with_files(report, begun.publish())


KEEP = "use the files that were made of it then"

SHOWN_EACH = 10_000
"""Rows of words after which it is shown how many are written."""


async def _write(
    database: Database, release: Release, wanted: FilesWanted, begun: Drafts, show: Show
) -> tuple[ReleaseReport, str]:
    try:
        async with database.reading() as connection:
            return await _write_from(connection, release, wanted, begun, show)
    except (SQLAlchemyError, OSError) as error:
        raise ExportError(
            f"the database failed while it was read ({type(error).__name__}): see that it runs, then try again; "
            "nothing was released, no file was left"
        ) from error


async def _write_from(
    connection: AsyncConnection, release: Release, wanted: FilesWanted, begun: Drafts, show: Show
) -> tuple[ReleaseReport, str]:
    people, quoted, table, page = wanted.targets
    made = contents(await count(connection, release, show), release)
    content = ContentHash()
    columns = (people_columns(release.shown), words_columns(release.shown))
    hash_of_people, rows, cut = await _file(begun, people, wanted.kind, columns[0], people_rows(made, release), content)
    said = await words(connection, release, made, Sorting(InFiles(begun, quoted)), show)

    def written_so_far(rows: int) -> None:
        show(WRITING, rows, made.quotes)

    hash_of_words, number_of_words, cut_words = await _file(
        begun, quoted, wanted.kind, columns[1], said, content, written_so_far
    )
    wordings = await read_wordings(connection, release.engagement)
    written = Written(
        people.name, hash_of_people, rows, quoted.name, hash_of_words, number_of_words, (*cut, *cut_words)
    )
    book = release_codebook(release, made, written, wordings, content.digest, wanted.reason)
    write_csv(book, begun.begin(table, Format.CSV.encoding))
    write_page(book, begun.begin(page))
    return ReleaseReport(release, made.total, made.left_out, made.held_back, rows, ()), content.digest


async def _file(  # noqa: PLR0913, PLR0917 - what is written, how and where to
    begun: Drafts,
    target: Path,
    kind: Format,
    columns: Sequence[Column],
    rows: Iterable[tuple[str | int, ...]],
    content: ContentHash,
    written_so_far: Callable[[int], None] = lambda _rows: None,
) -> tuple[str, int, Sequence[str]]:
    """Write one file; return its SHA-256, its rows and what had to be left out of it. It can be stopped on the way."""
    draft = begun.begin(target, kind.encoding)
    writer = row_writer(kind, draft, columns, "release")
    names = [column.name for column in columns]
    number = 0
    for row in rows:
        writer.write(dict(zip(names, row, strict=True)))
        content.add(row)
        number += 1
        if not number % SHOWN_EACH:
            written_so_far(number)
            await asyncio.sleep(0)
    cut = writer.finish()
    written_so_far(number)
    return draft.finish(), number, cut


def _with_files(report: ReleaseReport, files: Sequence[WrittenFile]) -> ReleaseReport:
    return ReleaseReport(
        report.release, report.people, report.left_out, report.held_back, report.combinations, tuple(files)
    )
