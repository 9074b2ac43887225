"""Themes that people said, and what is published of them, put into a database for tests."""

from collections.abc import Collection, Sequence
from datetime import date

from conversations.you_said import WhatCame, YouSaid
from storage.database import Database
from storage.theme_coding import code_answer
from storage.themes import Theme, add_theme
from storage.we_did import add_draft, publish
from tests.support.answers import DAY, SCRIPT, Given, Response, put

FIVE = SCRIPT.engagement
QUESTION = "hard"
ENOUGH = 8
"""One more than the largest number of people that counts as too few."""

WAITS = YouSaid(
    "It takes too long to get help.", WhatCame.WE_DID, "We now see you within four weeks.", date(2026, 11, 20)
)
PHONES = YouSaid("You want to text, not call.", WhatCame.NOT_YET, "We are trying this out in Swale.", date(2026, 11, 2))
NIGHTS = YouSaid("Clinics should open at night.", WhatCame.WE_CANNOT, "There are too few staff.", date(2026, 10, 1))


async def made_theme(database: Database, name: str) -> Theme:
    """Make a theme of the second question."""
    async with database.writing() as connection:
        return await add_theme(connection, FIVE, QUESTION, name)


async def said_by(
    database: Database,
    theme: Theme,
    people: int,
    words: Sequence[str] = ("the wait was so long",),
    *,
    quotes: bool = False,
) -> list[Response]:
    """Store some people whose answers are about a theme."""
    consents = {"take_part": True, "quotes": quotes}
    several = [Response({QUESTION: Given(words=words)}, consents) for _ in range(people)]
    await put(database, *several)
    for response in several:
        await coded(database, response.id, theme)
    return several


async def coded(database: Database, response_id: str, *themes: Theme, coder: str = "ada") -> None:
    """Let somebody's answer be about some themes."""
    async with database.writing() as connection:
        chosen = [theme.id for theme in themes]
        assert await code_answer(connection, FIVE, response_id, QUESTION, coder, chosen)


async def made_public(database: Database, says: YouSaid, themes: Collection[Theme] = (), engagement: str = FIVE) -> str:
    """Publish something as it is; return its id."""
    async with database.writing() as connection:
        made = await add_draft(connection, engagement, says, [theme.id for theme in themes])
        assert await publish(connection, made, DAY)
    return made
