"""What a release holds, row by row: numbers of people by their characteristics, and words that may be quoted."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.exports.columns import Column, Holds
from storage.exports.responses import Chosen, read_responses
from storage.releases.coarsening import HIDDEN, NONE_GIVEN, Plan, Profile, coarsened
from storage.releases.describing import Shown
from storage.releases.ledger import ENDED, Release, is_in
from storage.releases.sorting import Sorting
from storage.small_numbers import Figure, figure

Told = Mapping[Profile, Profile | None]
Read = Callable[[int], None]
"""Hears of how many more responses were read."""

VALUE_CODES = {
    HIDDEN: "not told: too few people would be left who look alike",
    NONE_GIVEN: "not asked, skipped or left open: which of them is not told",
}
COARSER = {
    "age_band": {"under_16": "under 16, which band is not told", "16_25": "16 to 25, which band is not told"},
    "place": {"county_district": "a district of the county, which one is not told"},
}


@dataclass(slots=True)
class Counted:
    """How many people have each profile, and how many of them, by question, gave words that may be quoted."""

    people: Counter[Profile] = field(default_factory=Counter)
    writers: dict[str, Counter[Profile]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contents:
    """A release's rows: people by what is published of them, and what to put in the place of who wrote words.

    `left_out` are the people of whom nothing is published, `held_back` the words, each as it may be said.
    """

    people: Mapping[Profile, int]
    writers: Mapping[str, Told]
    total: Figure
    left_out: Figure
    held_back: Figure


async def count(connection: AsyncConnection, release: Release, read: Read) -> Counted:
    """Read everybody in a release once, to know how many look alike."""
    counted = Counted(writers={question: Counter() for question in release.shown.quoted})
    async for chunk in read_responses(connection, everybody_in(release)):
        for response in chunk:
            profile = release.shown.profile(response)
            counted.people[profile] += 1
            for question, _ in release.shown.quotes(response):
                counted.writers[question][release.shown.beside_words(profile)] += 1
        read(len(chunk))
    return counted


def contents(counted: Counted, release: Release) -> Contents:
    """Return what is published, by the rule."""
    told = coarsened(counted.people, release.shown.people, release.threshold)
    people: Counter[Profile] = Counter()
    for true, number in counted.people.items():
        if (shown := told[true]) is not None:
            people[shown] += number
    writers = {
        question: coarsened(pairs, release.shown.words, release.threshold)
        for question, pairs in counted.writers.items()
    }
    held_back = sum(
        number
        for question, pairs in counted.writers.items()
        for pair, number in pairs.items()
        if writers[question][pair] is None
    )
    total = counted.people.total()
    return Contents(
        people,
        writers,
        figure(total, release.threshold),
        figure(total - people.total(), release.threshold),
        figure(held_back, release.threshold),
    )


async def words(
    connection: AsyncConnection, release: Release, made: Contents, sorting: Sorting, read: Read
) -> Iterator[tuple[str, ...]]:
    """Read everybody once more; return rows of words: question, characteristics, words, in the order of the alphabet."""
    order = {question: f"{number:04}" for number, question in enumerate(release.shown.quoted)}
    async for chunk in read_responses(connection, everybody_in(release)):
        for response in chunk:
            pair = release.shown.beside_words(release.shown.profile(response))
            for question, said in release.shown.quotes(response):
                if (shown := made.writers[question][pair]) is not None:
                    sorting.add((order[question], question, *shown, said))
        read(len(chunk))
    return (row[1:] for row in sorting.rows())


def people_rows(made: Contents, release: Release) -> Iterator[tuple[str | int, ...]]:
    """Give rows of people: characteristics, and how many share them as it may be published."""
    for profile, number in sorted(made.people.items()):
        rounded = figure(number, release.threshold).rounded
        if rounded is None:
            raise ValueError("too few people look alike")
        yield (*profile, rounded)


def people_columns(shown: Shown) -> tuple[Column, ...]:
    """Return the columns of the file of people."""
    return (
        *characteristics(shown.people),
        Column("people", "how many people are alike in all of that, to the nearest 5", kind=Holds.NUMBER),
    )


def words_columns(shown: Shown) -> tuple[Column, ...]:
    """Return the columns of the file of words."""
    return (
        Column("question", "id of the question that was answered"),
        *characteristics(shown.words),
        Column("words", "what one person wrote to it and agreed to have quoted, their messages joined by line breaks"),
    )


def characteristics(plan: Plan) -> tuple[Column, ...]:
    """Return the columns of characteristics."""
    return tuple(
        Column(
            name,
            "id of the option chosen, of several all in the order of the alphabet" if name in plan.asked else name,
            VALUE_CODES | COARSER.get(name, {}),
        )
        for name in plan.names
    )


def everybody_in(release: Release) -> Chosen:
    """Return who is in a release."""
    return Chosen(release.engagement, frozenset(ENDED), is_in(release))


class ContentHash:
    """Sums up everything in a release, whatever format it is written in."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, row: tuple[str | int, ...]) -> None:
        """Count one row in, in its place."""
        self._hash.update(json.dumps(row).encode() + b"\n")

    @property
    def digest(self) -> str:
        """The sum as 64 hexadecimal digits."""
        return self._hash.hexdigest()
