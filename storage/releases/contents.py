"""What a release holds, row by row: numbers of people by their characteristics, and words that may be quoted."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.exports.columns import Column, Holds
from storage.releases.coarsening import HIDDEN, NONE_GIVEN, Plan, Profile, coarsened, tallied
from storage.releases.describing import Shown
from storage.releases.ledger import Release
from storage.releases.reading import number_of_people, read_people
from storage.releases.sorting import InMemory, Sorting
from storage.showing import Show
from storage.small_numbers import Figure, figure

Told = Mapping[Profile, Profile | None]

COUNTING, READING, WRITING = "counting who is alike", "reading words", "writing words"

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
    """What everybody is like, one profile for each of them, and how many with which characteristics gave words, by question."""

    total: int = 0
    profiles: Sorting = field(default_factory=lambda: Sorting(InMemory()))
    writers: dict[str, Counter[Profile]] = field(default_factory=dict)

    def people(self) -> Iterator[tuple[Profile, int]]:
        """Give the profiles in the order of the alphabet, and how many people have each. They can be given once."""
        return ((profile, sum(1 for _ in alike)) for profile, alike in groupby(self.profiles.rows()))


@dataclass(frozen=True, slots=True)
class Contents:
    """A release's rows: people by what is published of them, and what to put in the place of who wrote words.

    `quotes` are the words that are published. `left_out` are the people of whom nothing is published, `held_back` the words, each as it may be said.
    """

    people: Mapping[Profile, int]
    writers: Mapping[str, Told]
    quotes: int
    total: Figure
    left_out: Figure
    held_back: Figure


async def count(connection: AsyncConnection, release: Release, show: Show) -> Counted:
    """Read everybody in a release once, to know how many look alike."""
    shown, total = release.shown, await number_of_people(connection, release)
    counted = Counted(writers={question: Counter() for question in shown.quoted})
    async for chunk in read_people(connection, release, shown.people, shown.quoted):
        for person in chunk:
            counted.profiles.add(person.profile)
            if person.quotes:
                beside = shown.beside_words(person.profile)
                for question, _ in person.quotes:
                    counted.writers[question][beside] += 1
        counted.total += len(chunk)
        show(COUNTING, counted.total, total)
    return counted


def contents(counted: Counted, release: Release) -> Contents:
    """Return what is published, by the rule."""
    people = tallied(counted.people(), release.shown.people, release.threshold)
    writers = {
        question: coarsened(pairs, release.shown.words, release.threshold)
        for question, pairs in counted.writers.items()
    }
    told = dict.fromkeys(writers, 0)
    held_back = 0
    for question, pairs in counted.writers.items():
        for pair, number in pairs.items():
            if writers[question][pair] is None:
                held_back += number
            else:
                told[question] += number
    return Contents(
        people,
        writers,
        sum(told.values()),
        figure(counted.total, release.threshold),
        figure(counted.total - people.total(), release.threshold),
        figure(held_back, release.threshold),
    )


async def words(
    connection: AsyncConnection, release: Release, made: Contents, sorting: Sorting, show: Show
) -> Iterator[tuple[str, ...]]:
    """Read everybody once more; return rows of words: question, characteristics, words, in the order of the alphabet."""
    shown, read, total = release.shown, 0, await number_of_people(connection, release)
    order = {question: f"{number:04}" for number, question in enumerate(shown.quoted)}
    async for chunk in read_people(connection, release, shown.words, shown.quoted):
        for person in chunk:
            for question, said in person.quotes:
                if (told := made.writers[question][person.profile]) is not None:
                    sorting.add((order[question], question, *told, said))
        read += len(chunk)
        show(READING, read, total)
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
