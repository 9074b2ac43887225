"""Quotes that may be used: words of people who agreed to be quoted, as a release shows them, found by theme.

Only answers in a whole release are quoted, with the characteristics that the release shows of their writers, coarsened
by its rule among all who wrote to the same question (`storage/releases`). So a quote tells nothing that was not decided
to be shared, whatever theme it is found under; and an answer that somebody still has to read is no quote.
"""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.releases.coarsening import Profile, coarsened
from storage.releases.ledger import Release, releases
from storage.releases.reading import read_people
from storage.tables import ThemeCodingRow
from storage.theme_coding import what_is_said


@dataclass(frozen=True, slots=True, repr=False)
class Quote:
    """Words that may be quoted, with the characteristics that stand with them: (name, value), two at the most."""

    words: str
    told: tuple[tuple[str, str], ...]


async def quotes(
    connection: AsyncConnection, engagement: str, question_id: str, themes: Collection[str]
) -> Mapping[str, Sequence[Quote]]:
    """Return the quotes about each of some themes of a question, by theme.

    They stand in the order of the alphabet, so that nothing joins a person's quotes.
    """
    said = what_is_said().where(ThemeCodingRow.question_id == question_id).subquery()
    about: dict[str, set[str]] = {}
    coded = select(said.c.response_id, said.c.theme_id).where(said.c.theme_id.in_(list(themes)))
    for response_id, theme_id in await connection.execute(coded):
        about.setdefault(response_id, set()).add(theme_id)
    found: dict[str, list[Quote]] = {theme_id: [] for theme_id in themes}
    for release in await releases(connection) if about else ():
        if release.engagement == engagement and question_id in release.shown.quoted:
            async for response_id, quote in _of_release(connection, release, question_id, about):
                for theme_id in about[response_id]:
                    found[theme_id].append(quote)
    return {
        theme_id: sorted(those, key=lambda quote: (quote.words.casefold(), quote.told))
        for theme_id, those in found.items()
    }


async def _of_release(
    connection: AsyncConnection, release: Release, question_id: str, about: Collection[str]
) -> AsyncIterator[tuple[str, Quote]]:
    """Give a release's quotes to a question, of the responses asked for, each with its response's id."""
    shown, writers = release.shown, Counter[Profile]()
    wanted: list[tuple[str, Profile, str]] = []
    async for chunk in read_people(connection, release, shown.words, (question_id,)):
        for person in chunk:
            for _, words in person.quotes:
                writers[person.profile] += 1
                if person.response_id in about:
                    wanted.append((person.response_id, person.profile, words))
    told = coarsened(writers, shown.words, release.threshold)
    for response_id, pair, words in wanted:
        if (may_be_told := told[pair]) is not None:
            yield response_id, Quote(words, tuple(zip(shown.with_words, may_be_told, strict=True)))
