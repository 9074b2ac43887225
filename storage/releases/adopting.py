"""Enters a release into the ledger that was made after the backup that was restored: from the codebook that came with it.

Everybody goes into it who may have been in it: whose talk had ended by its Sunday, and whose talk was open in the backup,
since it may have ended in the weeks that were lost. Nobody of them is ever released a second time.
"""

import csv
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import and_, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.errors import ExportError
from storage.exports.wordings import read_wordings
from storage.releases.coarsening import KNOWN
from storage.releases.codebooks import RELEASED, RULED, SHAREABLE, WORDS_WITH
from storage.releases.describing import WITH_WORDS, what_is_shown
from storage.releases.entering import begin, enter, forget
from storage.releases.ledger import ENDED, Release, have_ended, is_in_doubt, make_whole, released_until, releases
from storage.tables import ResponseRow

SHA256 = re.compile(r"[0-9a-f]{64}")
LARGEST = 64 * 1024 * 1024
"""Bytes of a codebook: far more than any has."""

Note = Callable[[AsyncConnection, Release], Awaitable[None]]
"""Stores, for the audit trail, that a release was entered."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the codebook of a release tells of it."""

    number: int
    engagement: str
    until: date
    made_on: date
    rule: str
    threshold: int
    with_words: tuple[str, ...]
    content_hash: str


def read_codebook(file: Path) -> Told:
    """Return what the CSV codebook of a release says. Raises ExportError for any other file."""
    wrong = ExportError(f"{file} is not the CSV codebook of a release: its name ends in -codebook.csv")
    try:
        if file.stat().st_size > LARGEST:
            raise wrong
        with file.open(encoding="utf-8-sig", newline="") as opened:
            facts = {row["code"]: row["text"] for row in csv.DictReader(opened) if row.get("entry") == "about"}
        return _told(facts)
    except OSError as error:
        raise ExportError(f"{file} cannot be read ({error.strerror})") from None
    except (KeyError, ValueError, csv.Error):
        raise wrong from None


async def adopt(database: Database, told: Told, note: Note) -> Release:
    """Enter a release into the ledger, and return it. `note` is stored with it.

    Raises ExportError where no backup was restored, where the ledger has it already, and where a later one was entered
    before it. What the backup holds of a release that was only begun is cleared: it may be this one.
    """
    async with database.reading() as connection:
        await _refuse(connection, told)
        shown = what_is_shown(await read_wordings(connection, told.engagement), told.with_words)
    wanted = Release(told.number, told.engagement, told.until, told.made_on, told.rule, told.threshold, shown, None)
    release = await begin(database, wanted, lambda connection: _refuse(connection, told))
    try:
        may_have_ended = and_(ResponseRow.status.not_in(ENDED), ResponseRow.opened_on <= told.until)
        await enter(database, release, or_(have_ended(told.until), may_have_ended))
        async with database.writing() as connection:
            await make_whole(connection, release, told.content_hash)
            await note(connection, release)
    except BaseException:
        await forget(database, release)
        raise
    return release


async def _refuse(connection: AsyncConnection, told: Told) -> None:
    if not await is_in_doubt(connection):
        raise ExportError(
            "no backup was restored since it was last said that no release is missing: there is none to enter"
        )
    if any(told.content_hash == known.content_hash for known in await releases(connection)):
        raise ExportError(f"release {told.number} is in the ledger already")
    last = await released_until(connection, told.engagement)
    if last is not None and last >= told.until:
        raise ExportError(
            f"answers up to {last.isoformat()} are in a release of the ledger already: enter releases in the order in which "
            "they were made"
        )


def _told(facts: Mapping[str, str]) -> Told:
    released, ruled = RELEASED.fullmatch(facts["release"]), RULED.fullmatch(facts["rule"])
    with_words = tuple(facts.get(WORDS_WITH, " ".join(WITH_WORDS)).split())
    fits = facts["kind"] == SHAREABLE and SHA256.fullmatch(facts["content_sha256"]) and set(with_words) <= set(KNOWN)
    if not (fits and released and ruled):
        raise ValueError("not a release")
    return Told(
        number=int(released[1]),
        engagement=facts["engagement"],
        until=date.fromisoformat(released[2]),
        made_on=date.fromisoformat(facts["exported_on"]),
        rule=ruled[1],
        threshold=int(ruled[2]),
        with_words=with_words,
        content_hash=facts["content_sha256"],
    )
