"""Who is missing: which groups of young people answered less often than their share of the population, and how sure that is.

Everything here is worked out from the figures that are shown, never from true counts, so it tells nothing that they do
not. A figure stands for every count that it may be rounded from or hide; a group is called missing only where that holds
for all of them. The method, and why: docs/statistics.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import NormalDist

from conversations.people import AgeBand
from conversations.population import Population
from storage.small_numbers import NEAREST, NOUGHT, Figure, possible
from storage.statistics import AGE, DISTRICT, DISTRICT_AGE, ELSEWHERE, NOT_GIVEN, Statistics

WRONG_AT_ALL = 0.05
"""How often, at the most, any group at all may be called missing by chance alone, of all that are looked at."""

KINDS = 3
"""By age, by district, by both: each kind may be wrong a third as often."""

ALONE = NormalDist().inv_cdf(1 - WRONG_AT_ALL)
"""How strict a trial is that takes no notice of how many groups are looked at, in standard deviations."""

MANY = 1 << 40


class Verdict(StrEnum):
    """What can be said of a group."""

    MISSING = "missing"
    """Fewer than its share of the population, by more than chance makes likely."""
    PERHAPS = "perhaps"
    """Fewer than its share by more than chance makes likely if this were the only group looked at: a hint, no more."""
    NOT_CLEAR = "not_clear"
    """As many as expected, or too close to it to say."""
    TOO_FEW = "too_few"
    """So few answers altogether that not even nobody at all from this group would be a sign."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group of young people. An empty `place` or None for `band` means all. `share` is of the population, 0 to 1.

    `more` is how many answers would bring it to its share, to the nearest 5; 0 where it is not missing, nor perhaps.
    """

    place: str
    band: AgeBand | None
    share: float
    verdict: Verdict
    more: int = 0


@dataclass(frozen=True, slots=True)
class Between:
    """All that a count can be, from its figures."""

    least: int
    most: int

    def __add__(self, other: "Between") -> "Between":
        return Between(self.least + other.least, self.most + other.most)

    @property
    def middle(self) -> float:
        """The count that is taken where one number is needed; the least where there is no telling the most."""
        return self.least if self.most >= MANY else (self.least + self.most) / 2


def who_is_missing(statistics: Statistics, population: Population) -> tuple[Group, ...]:
    """Return every group: by age, by district, by both. Empty where the tables that it needs are not shown."""
    read = Reader(statistics, population)
    groups: list[Group] = []
    for kind in read.kinds():
        strictness = NormalDist().inv_cdf(1 - WRONG_AT_ALL / KINDS / len(kind.groups))
        groups += [_judged(place, band, read, kind.everybody, strictness) for place, band in kind.groups]
    return tuple(groups)


def expected_of(statistics: Statistics, population: Population) -> Mapping[tuple[str, AgeBand | None], float]:
    """Return about how many answers each group would have by its share of the population."""
    read = Reader(statistics, population)
    return {group: kind.everybody.middle * read.share(*group) for kind in read.kinds() for group in kind.groups}


@dataclass(frozen=True, slots=True)
class Kind:
    """Groups that everybody of whom that much is known falls into one of, and how many answers those are."""

    groups: tuple[tuple[str, AgeBand | None], ...]
    everybody: Between


class Reader:
    """Reads from the figures how many answers each group may have given, and all groups of one kind together."""

    def __init__(self, statistics: Statistics, population: Population) -> None:
        self._statistics = statistics
        self._people = population.people
        known = {band for numbers in population.people.values() for band in numbers}
        self._bands = tuple(band for band in AgeBand if band in known)
        self._places = tuple(place for place in population.people if place in statistics.table(DISTRICT))

    def kinds(self) -> Iterator[Kind]:
        """Give the kinds of groups that can be looked at, with the figures there are."""
        ages: tuple[tuple[str, AgeBand | None], ...] = tuple(("", band) for band in self._bands)
        if ages and self._statistics.table(AGE):
            yield self._kind(ages)
        if self._places:
            yield self._kind(tuple((place, None) for place in self._places))
        if self._places and self._statistics.table(DISTRICT_AGE):
            yield self._kind(tuple((place, band) for place in self._places for band in self._bands))

    def share(self, place: str, band: AgeBand | None) -> float:
        """Return a group's share of the population, 0 to 1."""
        return self._living(place, band) / self._living("", None)

    def count(self, place: str, band: AgeBand | None) -> Between:
        """Return how many answers a group may have given. A star's are at most what its row and its column leave for it."""
        if not place and band:
            return self._between(self._statistics.table(AGE).get(band.value, NOUGHT))
        if not band:
            return self._between(self._statistics.table(DISTRICT).get(place, NOUGHT))
        row = total(self._cell(place, other) for other in AgeBand if other is not band)
        rest = [other for other in (*self._places, ELSEWHERE, NOT_GIVEN) if other != place]
        column = total(self._cell(other, band) for other in rest)
        left = min(self.count(place, None).most - row.least, self.count("", band).most - column.least)
        cell = self._cell(place, band)
        return Between(cell.least, max(cell.least, min(cell.most, left)))

    def _kind(self, groups: tuple[tuple[str, AgeBand | None], ...]) -> Kind:
        return Kind(groups, total(self.count(*group) for group in groups))

    def _living(self, place: str, band: AgeBand | None) -> int:
        bands = (band,) if band else self._bands
        return sum(self._people[one].get(age, 0) for one in ((place,) if place else self._people) for age in bands)

    def _cell(self, place: str, band: AgeBand) -> Between:
        return self._between(self._statistics.cell(place, band.value))

    def _between(self, shown: Figure) -> Between:
        # A star may also stand for a larger count that was hidden to protect another one.
        return Between(1, MANY) if shown.rounded is None else Between(*possible(shown, self._statistics.threshold))


def total(several: Iterator[Between]) -> Between:
    """Return the sum of counts that do not overlap."""
    return sum(several, Between(0, 0))


def wilson_upper(count: float, of: float, strictness: float) -> float:
    """Return the largest share that a count could come from by chance (Wilson's score interval); `strictness` in
    standard deviations.
    """
    share, squared = count / of, strictness**2
    middle = share + squared / (2 * of)
    reach = strictness * sqrt(share * (1 - share) / of + squared / (4 * of * of))
    return (middle + reach) / (1 + squared / of)


def _judged(place: str, band: AgeBand | None, read: Reader, of: Between, strictness: float) -> Group:
    count, share = read.count(place, band), read.share(place, band)
    if of.least == 0 or wilson_upper(0, of.least, strictness) >= share:
        return Group(place, band, share, Verdict.TOO_FEW)
    if count.most >= of.least or wilson_upper(count.most, of.least, ALONE) >= share:
        return Group(place, band, share, Verdict.NOT_CLEAR)
    sure = wilson_upper(count.most, of.least, strictness) < share
    lacking = (share * of.middle - count.middle) / (1 - share)
    more = max(NEAREST, round(lacking / NEAREST) * NEAREST)
    return Group(place, band, share, Verdict.MISSING if sure else Verdict.PERHAPS, more)
