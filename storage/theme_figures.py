"""How many answers are about which theme, as it may be shown: small numbers hidden, of all themes of a question together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.guarding import Pipe, guard
from storage.small_numbers import THRESHOLD, Figure
from storage.tables import ResponseRow
from storage.theme_coding import ThemeCounts, theme_counts
from storage.themes import Theme, code_frame

CODED, NONE_FITS = "coded", "none_fits"
HIDDEN = Figure(None)


@dataclass(frozen=True, slots=True)
class ThemeFigures:
    """What may be shown of one question's themes: how many answers are coded, of each theme, and that no theme fits."""

    question_id: str
    themes: Sequence[Theme]
    coded: Figure
    none_fits: Figure
    of: Mapping[str, Figure]


async def theme_figures(
    connection: AsyncConnection,
    engagement: str,
    question_id: str,
    threshold: int = THRESHOLD,
    period: tuple[date | None, date] | None = None,
) -> ThemeFigures | None:
    """Return the figures of a question's themes, the most said first; None where nothing of it is coded.

    `period` are the first and the last day on which the people counted agreed to take part; all where it is None.
    """
    counts = await theme_counts(connection, engagement, question_id, _within(period))
    if not counts.coded:
        return None
    frame = await code_frame(connection, engagement, question_id, retired=True)
    tables = guard(tuple(_pipes(counts, frame)), threshold)
    shown = {theme.id: tables.get(theme.id, {}).get(theme.id, HIDDEN) for theme in frame}
    used = [theme for theme in frame if not theme.retired or counts.themes.get(theme.id)]
    return ThemeFigures(
        question_id,
        sorted(used, key=lambda theme: -(shown[theme.id].rounded or 0)),
        tables.get(CODED, {}).get(CODED, HIDDEN),
        tables.get(NONE_FITS, {}).get(NONE_FITS, HIDDEN),
        shown,
    )


def _pipes(counts: ThemeCounts, frame: Sequence[Theme]) -> Iterator[Pipe]:
    """Give every count as a pipe: each theme is told of all coded answers on its own, since several may fit one."""
    yield Pipe(CODED, CODED, "end", "begin", counts.coded, total=True)
    numbers = {NONE_FITS: counts.none_fits} | {theme.id: counts.themes.get(theme.id, 0) for theme in frame}
    node = "begin"
    for place, (key, number) in enumerate(numbers.items(), 1):
        after = "end" if place == len(numbers) else f"after {key}"
        yield Pipe(key, key, node, after, number)
        yield Pipe(key, "", node, after, counts.coded - number, shown=False)
        node = after


def _within(period: tuple[date | None, date] | None) -> ColumnElement[bool]:
    if period is None:
        return true()
    first, last = period
    return and_(ResponseRow.opened_on <= last, true() if first is None else ResponseRow.opened_on >= first)
