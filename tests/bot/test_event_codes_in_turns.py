"""What the code of an event opens, and what is said to whoever comes by it: on both databases."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from bot.channel import Envelope
from bot.turns import Turns
from conversations.inbound import Inbound, Picked, Started, Typed
from conversations.people import Channel
from conversations.turn import Reply
from storage.database import Database
from storage.events import Event
from storage.tables import AlertRow, ConsentRow, ResponseRow, SignpostCountRow
from tests.bot.turning import NOW, OTHER, SCRIPT, TO_THE_FIRST_QUESTION, turns_of
from tests.support.made_events import TOLD, Clock, an_event, closed, make, to_come
from tests.support.stored import row_counts, rows

EVENT = an_event(NOW)


async def at(
    turns: Turns, *inbounds: Inbound, code: str = "otter425", address: str = "somebody", channel: Channel = Channel.WEB
) -> list[Reply]:
    """Have somebody do some things by a link; return the replies to the last."""
    for inbound in inbounds:
        outcome = await turns.take(Envelope(channel, address, "", inbound, code))
    return list(outcome.replies)


def keys(replies: Sequence[Reply]) -> list[str]:
    return [reply.key for reply in replies]


class TestEventCodesInTurns:
    async def test_an_event_made_just_now_is_known_at_once_to_whoever_opens_its_link(self, database: Database) -> None:
        turns = turns_of(database)
        await turns.events.read()
        later = turns_of(database)
        await make(database, EVENT, NOW)
        assert turns.entry_code("otter425") == ""
        for code in ("otter425", "Otter 425"):
            view = await later.look(Channel.WEB, "somebody", code)
            assert view.state.entry_code == "otter425"

    async def test_a_response_carries_the_code_of_its_event(self, database: Database) -> None:
        await make(database, EVENT, NOW)
        await at(turns_of(database), *TO_THE_FIRST_QUESTION)
        assert [row["entry_code"] for row in await rows(database, ResponseRow)] == ["otter425"]

    async def test_an_event_of_another_engagement_asks_its_questions(self, database: Database) -> None:
        await make(database, Event("maple333", "Club", OTHER.engagement, 0), NOW)
        turns = turns_of(database)
        await turns.events.read()
        assert turns.script("maple333").engagement == OTHER.engagement
        assert turns.script("nobody333").engagement == turns.script("").engagement == SCRIPT.engagement

    @pytest.mark.parametrize("change", [closed, to_come])
    async def test_a_closed_or_coming_event_opens_its_questions_without_the_event_and_without_alerts(
        self, database: Database, change: Callable[[Event, datetime], Event]
    ) -> None:
        await make(database, change(EVENT, NOW), NOW)
        turns = turns_of(database)
        replies = await at(turns, Started())
        assert not {"door.unknown_code", "door.alerts"} & set(keys(replies))
        await at(turns, *TO_THE_FIRST_QUESTION, Typed(TOLD))
        assert [row["entry_code"] for row in await rows(database, ResponseRow)] == [SCRIPT.engagement]
        assert await rows(database, AlertRow) == []
        assert [row["entry_code"] for row in await rows(database, SignpostCountRow)] == [SCRIPT.engagement]

    async def test_an_event_whose_engagement_was_taken_away_opens_the_default_questions(
        self, database: Database
    ) -> None:
        await make(database, Event("maple333", "Club", "gone-questions", 0), NOW)
        replies = await at(turns_of(database), Started(), code="maple333")
        assert keys(replies)[0] == "door.unknown_code"

    async def test_urgent_help_at_an_event_raises_one_alert_and_a_worry_none(self, database: Database) -> None:
        await make(database, EVENT, NOW)
        turns = turns_of(database)
        await at(turns, *TO_THE_FIRST_QUESTION, Typed("people at school call me names every day"))
        assert await rows(database, AlertRow) == []
        await at(turns, Typed(TOLD))
        assert [(row["event_code"], row["again"]) for row in await rows(database, AlertRow)] == [("otter425", False)]

    async def test_a_message_that_comes_twice_is_no_second_alert(self, database: Database) -> None:
        await make(database, EVENT, NOW)
        turns = turns_of(database)
        for _ in range(3):
            await turns.take(Envelope(Channel.WEB, "somebody", "m1", Typed(TOLD), "otter425"))
        assert [row["again"] for row in await rows(database, AlertRow)] == [False]

    async def test_no_alert_without_an_event_and_none_at_an_event_without_alerts(self, database: Database) -> None:
        await make(database, an_event(NOW, "maple333", alerts=False), NOW)
        turns = turns_of(database)
        for code in ("", "maple333", SCRIPT.engagement, "nobody333"):
            await at(turns, Typed(TOLD), code=code, address=f"by {code}")
        assert "alerts" not in await row_counts(database)

    async def test_after_the_event_has_closed_a_talk_that_came_by_it_raises_no_alert(self, database: Database) -> None:
        await make(database, EVENT, NOW)
        clock = Clock(NOW)
        turns = Turns(database, {SCRIPT.engagement: SCRIPT}, SCRIPT.engagement, turns_of(database).keys, clock)
        await at(turns, *TO_THE_FIRST_QUESTION)
        clock.pass_minutes(61)
        replies = await at(turns, Typed(TOLD))
        assert replies[0].key == "signpost.hurt"
        assert "alerts" not in await row_counts(database)

    async def test_who_began_elsewhere_and_carries_on_at_an_event_is_at_the_event(self, database: Database) -> None:
        await make(database, EVENT, NOW)
        turns = turns_of(database)
        await at(turns, *TO_THE_FIRST_QUESTION, code="")
        view = await turns.look(Channel.WEB, "somebody", "otter425")
        assert keys(view.prompt) == ["door.alerts", "question.helps"]
        await at(turns, Typed(TOLD))
        assert (await row_counts(database))["alerts"] == 1
        assert [row["entry_code"] for row in await rows(database, ResponseRow)] == [""]

    async def test_on_telegram_the_link_is_remembered_after_the_start(self, database: Database) -> None:
        await make(database, EVENT, NOW)
        turns = turns_of(database)
        replies = await at(turns, Started(), channel=Channel.TELEGRAM)
        assert keys(replies)[-2:] == ["door.alerts", "ask.audience"]
        await at(turns, Typed(TOLD), code="", channel=Channel.TELEGRAM)
        assert (await row_counts(database))["alerts"] == 1

    async def test_everybody_is_told_once_that_an_adult_learns_of_urgent_help(self, database: Database) -> None:
        await make(database, EVENT, NOW)
        turns = turns_of(database)
        view = await turns.look(Channel.WEB, "somebody", "otter425")
        assert keys(view.prompt)[-2:] == ["door.alerts", "ask.audience"]
        assert "door.alerts" not in keys(await at(turns, Picked("audience", "young_person")))
        assert "door.alerts" not in keys((await turns.look(Channel.WEB, "somebody", "otter425")).prompt)

    async def test_at_an_event_without_alerts_nobody_is_told_of_any(self, database: Database) -> None:
        await make(database, an_event(NOW, alerts=False), NOW)
        view = await turns_of(database).look(Channel.WEB, "somebody", "otter425")
        assert "door.alerts" not in keys(view.prompt)

    @pytest.mark.parametrize("age", ["10_12", "not_said"])
    async def test_where_a_school_has_collected_permission_the_chat_asks_for_none(
        self, database: Database, age: str
    ) -> None:
        await make(database, replace(EVENT, permission=True), NOW)
        await make(database, an_event(NOW, "maple333", alerts=False), NOW)
        steps = (Picked("audience", "young_person"), Picked("age", age))
        turns = turns_of(database)
        assert keys(await at(turns, *steps))[-1] == "ask.check"
        await at(turns, *TO_THE_FIRST_QUESTION[2:])
        assert {row["consent"] for row in await rows(database, ConsentRow)} == {"take_part", "quotes"}
        for code in ("maple333", ""):
            replies = await at(turns, *steps, code=code, address=f"by {code}")
            assert replies[-1].key.startswith("ask.permission")

    async def test_collected_permission_counts_only_while_the_event_is_open_and_not_for_children_under_10(
        self, database: Database
    ) -> None:
        await make(database, replace(EVENT, permission=True), NOW)
        clock = Clock(NOW)
        turns = Turns(database, {SCRIPT.engagement: SCRIPT}, SCRIPT.engagement, turns_of(database).keys, clock)
        young = Picked("audience", "young_person")
        assert keys(await at(turns, young, Picked("age", "under_10"), address="small"))[-1] == "ask.together"
        await at(turns, young)
        clock.pass_minutes(61)
        assert keys(await at(turns, Picked("age", "10_12")))[-1] == "ask.permission"

    async def test_the_link_of_an_event_opens_the_chat_in_its_language(self, database: Database) -> None:
        await make(database, replace(EVENT, language="en-easy"), NOW)
        turns = turns_of(database)
        assert (await turns.look(Channel.WEB, "somebody", "otter425", "en")).state.language == "en-easy"
        begun = await turns.take(Envelope(Channel.WEB, "somebody", "", Started(), "otter425", "en"))
        assert begun.state.language == "en-easy"
        await at(turns, Picked("language", "en"))
        assert (await turns.look(Channel.WEB, "somebody", "otter425", "en")).state.language == "en"
        assert (await turns.look(Channel.WEB, "another", "", "en")).state.language == "en"

    async def test_codes_stay_known_while_the_database_is_away(self, database: Database) -> None:
        await make(database, EVENT, NOW)
        turns = turns_of(database)
        await turns.events.read()
        async with database.writing() as connection:
            await connection.run_sync(lambda sync: sync.exec_driver_sql("ALTER TABLE events RENAME TO mislaid"))
        await turns.events.read()
        assert turns.entry_code("otter425") == "otter425"

    async def test_who_tries_codes_does_not_keep_the_database_busy(self, database: Database) -> None:
        turns = turns_of(database)
        await turns.events.read()
        await make(database, EVENT, NOW)
        for code in ("maple222", "otter425"):
            await turns.events.learn(code)
        assert turns.entry_code("otter425") == "", "within a second of the last reading there is no other"
