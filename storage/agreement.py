"""How far two people who coded the same answers agree: Cohen's kappa for each theme, and the share of equal verdicts.

Kappa is the agreement beyond what chance would give two people who each use a theme as often as they do
(J. Cohen, *Educational and Psychological Measurement* 20, 1960). The words for it are those of J. R. Landis and G. G. Koch,
*Biometrics* 33, 1977: a convention and no law.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from storage.tables import ResponseRow, ThemeCodingRow, ThemeReadingRow

ENOUGH = 30
"""Answers that both coded, below which a kappa says little: one answer more can change its word."""


class Reading(StrEnum):
    """What a kappa is called."""

    POOR = "poor"
    SLIGHT = "slight"
    FAIR = "fair"
    MODERATE = "moderate"
    SUBSTANTIAL = "substantial"
    ALMOST_PERFECT = "almost_perfect"


STEPS = ((0.2, Reading.SLIGHT), (0.4, Reading.FAIR), (0.6, Reading.MODERATE), (0.8, Reading.SUBSTANTIAL))
"""The upper end of each word, in the convention."""


@dataclass(frozen=True, slots=True)
class Table:
    """What two people said of the same answers: how often both yes, the one alone, the other alone, both no."""

    both: int
    first: int
    second: int
    neither: int

    @property
    def answers(self) -> int:
        """How many answers both coded."""
        return self.both + self.first + self.second + self.neither

    @property
    def agreement(self) -> float | None:
        """The share of answers that they said the same of; None of no answers."""
        return (self.both + self.neither) / self.answers if self.answers else None

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa, from -1 to 1; None where both always said one and the same thing, which leaves chance no room."""
        whole = self.answers
        # Whole numbers up to the division, so that nothing is lost.
        by_chance = (self.both + self.first) * (self.both + self.second)
        by_chance += (self.second + self.neither) * (self.first + self.neither)
        room = whole * whole - by_chance
        return (whole * (self.both + self.neither) - by_chance) / room if room else None


@dataclass(frozen=True, slots=True, repr=False)
class Pair:
    """Which themes two people gave to one answer that both coded."""

    first: frozenset[str]
    second: frozenset[str]


def reading(kappa: float) -> Reading:
    """Return what a kappa is called: as it is shown, in hundredths, so that number and word never contradict each other."""
    kappa = round(kappa, 2)
    if kappa < 0:
        return Reading.POOR
    return next((word for end, word in STEPS if kappa <= end), Reading.ALMOST_PERFECT)


def table_of(pairs: Iterable[Pair], theme: str | None) -> Table:
    """Return what two people said of a theme; of 'none fits' where it is None."""
    cells = [0, 0, 0, 0]
    for pair in pairs:
        said = [theme in themes if theme is not None else not themes for themes in (pair.first, pair.second)]
        cells[(not said[0]) * 2 + (not said[1])] += 1
    return Table(*cells)


async def coders(connection: AsyncConnection, engagement: str, question_id: str) -> Sequence[tuple[str, str]]:
    """Return the pairs of people who have coded an answer in common, each pair once, in the order of the alphabet."""
    one, other = aliased(ThemeReadingRow), aliased(ThemeReadingRow)
    rows = await connection.execute(
        select(one.coder, other.coder)
        .join(
            other,
            and_(one.response_id == other.response_id, one.question_id == other.question_id, one.coder < other.coder),
        )
        .join(ResponseRow, ResponseRow.id == one.response_id)
        .where(one.question_id == question_id, ResponseRow.engagement == engagement)
        .group_by(one.coder, other.coder)
        .having(func.count() > 0)
        .order_by(one.coder, other.coder)
    )
    return [(first, second) for first, second in rows]


async def coded_by_both(
    connection: AsyncConnection, engagement: str, question_id: str, first: str, second: str
) -> Sequence[Pair]:
    """Return what two people gave to every answer that both have coded."""
    one, other = aliased(ThemeReadingRow), aliased(ThemeReadingRow)
    shared = (
        select(one.response_id)
        .join(other, and_(one.response_id == other.response_id, one.question_id == other.question_id))
        .join(ResponseRow, ResponseRow.id == one.response_id)
        .where(
            one.question_id == question_id,
            one.coder == first,
            other.coder == second,
            ResponseRow.engagement == engagement,
        )
    )
    given: dict[str, dict[str, set[str]]] = {
        response_id: {first: set(), second: set()} for response_id in await connection.scalars(shared)
    }
    codings = select(ThemeCodingRow.response_id, ThemeCodingRow.coder, ThemeCodingRow.theme_id).where(
        ThemeCodingRow.question_id == question_id,
        ThemeCodingRow.coder.in_((first, second)),
        ThemeCodingRow.response_id.in_(shared),
    )
    for response_id, coder, theme in await connection.execute(codings):
        if response_id in given:
            given[response_id][coder].add(theme)
    return [Pair(frozenset(said[first]), frozenset(said[second])) for said in given.values()]
