"""The ledger of releases: each response is in one release at the most, decided once, and a release is never made anew.

A release takes everybody whose talk ended by a Sunday that is over and who is in no release yet. So releases of an
engagement do not overlap, whatever is asked for in whichever order, and the database itself refuses a second place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.anonymity import new_response_id
from storage.audit import Kind
from storage.errors import ExportError
from storage.release_tables import ReleasedRow, ReleaseRow
from storage.releases.describing import Shown
from storage.small_numbers import whole_weeks
from storage.tables import AuditRow, ResponseRow

ENDED = ("finished", "stopped_kept")


@dataclass(frozen=True, slots=True)
class Release:
    """One release as it was decided. `content_hash` is None until it is whole, `number` 0 until it is begun.

    `id` is random: it tells a release from another one that was begun with the same number while it was being written.
    """

    number: int
    engagement: str
    until: date
    made_on: date
    rule: str
    threshold: int
    shown: Shown
    content_hash: str | None
    id: str = field(default_factory=new_response_id)


IN_DOUBT = (
    "a backup was restored, so releases that were made after that backup are missing from the ledger, and a new one could be "
    "compared with them: enter each release that was given out since with `sayso release adopt CODEBOOK`, then say that none "
    "is missing with `sayso release confirm`"
)


async def is_in_doubt(connection: AsyncConnection) -> bool:
    """Whether a backup was restored since somebody last said that no release is missing."""
    newest = dict(
        (
            await connection.execute(
                select(AuditRow.kind, func.max(AuditRow.number))
                .where(AuditRow.kind.in_([Kind.RESTORED.value, Kind.RELEASES_CONFIRMED.value]))
                .group_by(AuditRow.kind)
            )
        ).all()
    )
    return newest.get(Kind.RESTORED.value, 0) > newest.get(Kind.RELEASES_CONFIRMED.value, 0)


def sunday(until: date | None, today: date) -> date:
    """Return the last Sunday that is over, or the last one up to `until`."""
    return whole_weeks(None, until, today)[1]


async def releases(connection: AsyncConnection) -> Sequence[Release]:
    """Return every release that is whole, the first one first."""
    rows = await connection.execute(
        select(*ReleaseRow.__table__.columns).where(ReleaseRow.content_hash.is_not(None)).order_by(ReleaseRow.number)
    )
    return [_release(row) for row in rows]


async def find(connection: AsyncConnection, number: int) -> Release:
    """Return a whole release. Raises ExportError, naming those there are, where there is none of that number."""
    known = {release.number: release for release in await releases(connection)}
    if number not in known:
        raise ExportError(f"there is no release {number}; there are: {', '.join(map(str, known)) or 'none'}")
    return known[number]


BEGUN_ELSEWHERE = (
    "another release of this engagement was begun while this one was written, and nobody may be in two: nothing was "
    "released, no file was left; `sayso release list` shows the releases there are"
)


async def refuse(connection: AsyncConnection, wanted: Release) -> None:
    """Raise ExportError where that time was released already, and where a backup was restored and nobody has said yet that no
    release is missing.
    """
    if await is_in_doubt(connection):
        raise ExportError(IN_DOUBT)
    last = await released_until(connection, wanted.engagement)
    if last is not None and last >= wanted.until:
        raise ExportError(
            f"answers up to {last.isoformat()} are in a release already, and none is ever in two: wait for another "
            "week to be over, or have the files of a release once more: on the page of downloads, or by `sayso release again`"
        )


def too_few(wanted: Release) -> ExportError:
    """Return the error to raise where those who are in no release yet are too few for one."""
    return ExportError(
        f"there are too few answers up to {wanted.until.isoformat()} that are in no release yet: wait until more than "
        f"{wanted.threshold} people have taken part"
    )


async def released_until(connection: AsyncConnection, engagement: str) -> date | None:
    """Return the Sunday up to which an engagement is released; None where nothing of it is."""
    whole = (ReleaseRow.engagement == engagement, ReleaseRow.content_hash.is_not(None))
    return await connection.scalar(select(func.max(ReleaseRow.until)).where(*whole))


def have_ended(until: date) -> ColumnElement[bool]:
    """Return that somebody's talk ended up to a Sunday."""
    return and_(ResponseRow.status.in_(ENDED), ResponseRow.closed_on <= until)


async def make_whole(connection: AsyncConnection, release: Release, content_hash: str) -> None:
    """Note what a release holds: from then on it is what it is.

    Raises ExportError where it was forgotten meanwhile, since another one of the same people was begun: both would tell of
    them, and the difference could be somebody's.
    """
    begun = update(ReleaseRow).where(ReleaseRow.id == release.id, ReleaseRow.content_hash.is_(None))
    if (await connection.execute(begun.values(content_hash=content_hash))).rowcount != 1:
        raise ExportError(BEGUN_ELSEWHERE)


def is_in(release: Release) -> ColumnElement[bool]:
    """Return that a response is shown in a release: one that is only in it so as to be in no other had not ended by then."""
    within = exists().where(ReleasedRow.response_id == ResponseRow.id, ReleasedRow.release == release.number)
    return and_(within, ResponseRow.closed_on <= release.until)


def _release(row: Row[Any]) -> Release:
    plan: dict[str, Any] = {name: tuple(said) if isinstance(said, list) else said for name, said in row.plan.items()}
    return Release(
        row.number,
        row.engagement,
        row.until,
        row.made_on,
        row.rule,
        row.threshold,
        Shown(**plan),
        row.content_hash,
        row.id,
    )
