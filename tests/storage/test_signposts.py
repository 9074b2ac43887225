"""How often help was shown is counted with the turn, once, for nobody in particular: on both databases."""

from datetime import timedelta

import pytest

from conversations.inbound import Picked, Started, Typed
from conversations.people import Channel
from storage.database import Database
from storage.signposts import Cut, Wanted, counts_by
from storage.tables import SignpostCountRow
from tests.bot.turning import DAY, NOW, OTHER, SCRIPT, go_to_the_first_question, said, turns_of
from tests.support.stored import row_counts, rows

TOLD = "my stepdad hits me"
QUIET = "i get panic attacks before tests"


async def counts(database: Database, cut: Cut, wanted: Wanted | None = None) -> dict[str, int]:
    async with database.reading() as connection:
        return dict(await counts_by(connection, cut, wanted or Wanted("full")))


class TestSignposts:
    async def test_a_signpost_leaves_one_count_that_is_joined_to_nothing(self, database: Database) -> None:
        turns = turns_of(database)
        await go_to_the_first_question(turns)
        await turns.take(said(Typed(TOLD), "m1"))
        assert await rows(database, SignpostCountRow) == [
            {
                "day": DAY,
                "engagement": SCRIPT.engagement,
                "entry_code": "",
                "place": "helps",
                "level": "full",
                "urgency": "high",
                "category": "abuse_physical",
                "shown": 1,
            }
        ]

    async def test_a_message_that_comes_twice_counts_once(self, database: Database, second_process: Database) -> None:
        turns = turns_of(database)
        await go_to_the_first_question(turns)
        for process in (turns, turns, turns_of(second_process)):
            await process.take(said(Typed(TOLD), "m1"))
        assert await counts(database, Cut.CATEGORY) == {"abuse_physical": 1}

    async def test_help_is_counted_before_anybody_agreed_and_after_the_talk_was_erased(
        self, database: Database
    ) -> None:
        turns = turns_of(database)
        await turns.take(said(Typed(TOLD)))
        await go_to_the_first_question(turns, address="somebody else")
        await turns.take(said(Typed(TOLD), address="somebody else"))
        await turns.take(said(Picked("helps", ".delete"), address="somebody else"))
        await turns.take(said(Picked("stopping", "erase"), address="somebody else"))
        assert "responses" not in await row_counts(database)
        assert await counts(database, Cut.QUESTION) == {"audience": 1, "helps": 1}

    async def test_counts_can_be_cut_by_one_thing_and_held_to_another(self, database: Database) -> None:
        talks = ((0, "", TOLD), (1, OTHER.engagement, TOLD), (1, "", "i want to kill myself"), (2, "", QUIET))
        for number, (days, code, words) in enumerate(talks):
            turns = turns_of(database, now=NOW + timedelta(days=days))
            for inbound in (Started(), Typed(words)):
                await turns.take(said(inbound, channel=Channel.TELEGRAM, address=f"chat {number}", code=code))
        assert await counts(database, Cut.CATEGORY) == {"abuse_physical": 2, "suicide": 1}
        assert await counts(database, Cut.DAY) == {"2026-11-21": 1, "2026-11-22": 2}
        assert await counts(database, Cut.EVENT) == {"": 2, OTHER.engagement: 1}
        assert await counts(database, Cut.CATEGORY, Wanted("quiet")) == {"suicide": 1}
        late = Wanted("full", first=DAY + timedelta(days=1), engagement=SCRIPT.engagement)
        assert await counts(database, Cut.CATEGORY, late) == {"suicide": 1}
        assert await counts(database, Cut.DAY, Wanted("full", last=DAY)) == {"2026-11-21": 1}
        assert await counts(database, Cut.DAY, Wanted("full", entry_code=OTHER.engagement)) == {"2026-11-22": 1}

    @pytest.mark.parametrize("words", ["my friends help me", "self-harm support should be advertised"])
    async def test_what_shows_no_help_counts_nothing(self, database: Database, words: str) -> None:
        turns = turns_of(database)
        await go_to_the_first_question(turns)
        await turns.take(said(Typed(words)))
        assert await rows(database, SignpostCountRow) == []
