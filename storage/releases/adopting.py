"""Enters a release into the ledger that was made after the backup that was restored: from the codebook that came with it.

Everybody goes into it who may have been in it: whose talk had ended by its Sunday, and whose talk was open in the backup,
since it may have ended in the weeks that were lost. Nobody of them is ever released a second time.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import ExportError
from storage.exports.wordings import read_wordings
from storage.release_tables import ReleaseRow
from storage.releases.coarsening import KNOWN
from storage.releases.codebooks import RELEASED, RULED, SHAREABLE, WORDS_WITH
from storage.releases.describing import WITH_WORDS, what_is_shown
from storage.releases.ledger import ENDED, Release, enter, is_in_doubt, make_whole, releases
from storage.tables import ResponseRow

SHA256 = re.compile(r"[0-9a-f]{64}")
LARGEST = 64 * 1024 * 1024
"""Bytes of a codebook: far more than any has."""


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


async def adopt(connection: AsyncConnection, told: Told) -> Release:
    """Enter a release into the ledger, and return it.

    Raises ExportError where no backup was restored, where the ledger has it already, and where a later one was entered
    before it.
    """
    if not await is_in_doubt(connection):
        raise ExportError(
            "no backup was restored since it was last said that no release is missing: there is none to enter"
        )
    if any(told.content_hash == known.content_hash for known in await releases(connection)):
        raise ExportError(f"release {told.number} is in the ledger already")
    of_this = ReleaseRow.engagement == told.engagement
    last = await connection.scalar(select(func.max(ReleaseRow.until)).where(of_this))
    if last is not None and last >= told.until:
        raise ExportError(
            f"answers up to {last.isoformat()} are in a release of the ledger already: enter releases in the order in which "
            "they were made"
        )
    taken = set(await connection.scalars(select(ReleaseRow.number)))
    number = told.number if told.number not in taken else max(taken) + 1
    shown = what_is_shown(await read_wordings(connection, told.engagement), told.with_words)
    release = Release(
        number, told.engagement, told.until, told.made_on, told.rule, told.threshold, shown, told.content_hash
    )
    ended = and_(ResponseRow.status.in_(ENDED), ResponseRow.closed_on <= told.until)
    may_have_ended = and_(ResponseRow.status.not_in(ENDED), ResponseRow.opened_on <= told.until)
    await enter(connection, release, or_(ended, may_have_ended))
    await make_whole(connection, release, told.content_hash)
    return release


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
