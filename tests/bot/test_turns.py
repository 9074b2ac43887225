from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from bot.tidying import tidy_alerts
from bot.turns import Turns
from conversations.errors import StateError
from conversations.inbound import Command, CommandGiven, Picked, Started, Typed
from conversations.people import Channel
from conversations.receipts import PLACE, needs_words
from conversations.state import Phase
from conversations.turn import Tone
from storage.database import Database
from storage.tables import (
    AnswerMessage,
    AnswerRow,
    ConsentRow,
    ConversationRow,
    HandledMessage,
    LastWordsRow,
    ResponseRow,
)
from tests.bot.turning import (
    NOW,
    OTHER,
    SCRIPT,
    SCRIPTS,
    TO_THE_FIRST_QUESTION,
    go_to_the_first_question,
    said,
    turns_of,
)
from tests.support.stored import row_counts, rows


@pytest.fixture
def turns(database: Database) -> Turns:
    return turns_of(database)


class TestTurns:
    async def test_nothing_a_person_gave_is_stored_before_they_take_part(
        self, turns: Turns, database: Database
    ) -> None:
        await turns.take(said(Started()))
        for step in TO_THE_FIRST_QUESTION[:3]:
            await turns.take(said(step))
        assert await row_counts(database) == {"conversations": 1}

    async def test_an_answer_is_stored_with_the_consents_before_it(self, turns: Turns, database: Database) -> None:
        await go_to_the_first_question(turns)
        outcome = await turns.take(said(Typed("my friends"), "m1"))
        assert outcome.kept_words
        assert [row["words"] for row in await rows(database, AnswerMessage)] == ["my friends"]
        assert {row["consent"]: row["agreed"] for row in await rows(database, ConsentRow)} == {
            "take_part": True,
            "quotes": True,
        }

    async def test_the_address_is_stored_nowhere(self, turns: Turns, database: Database) -> None:
        await go_to_the_first_question(turns, address="0777-123456")
        await turns.take(said(Typed("words"), "message-id-99", address="0777-123456"))
        everything = [await rows(database, table) for table in (ConversationRow, HandledMessage, ResponseRow)]
        assert "0777-123456" not in str(everything)
        assert "message-id-99" not in str(everything)

    async def test_closing_cuts_the_link_between_address_and_answers(self, turns: Turns, database: Database) -> None:
        await go_to_the_first_question(turns)
        await turns.take(said(Typed("my friends")))
        (held,) = await rows(database, ConversationRow)
        await turns.take(said(CommandGiven(Command.STOP)))
        outcome = await turns.take(said(Picked("stopping", "keep")))
        assert outcome.closed
        assert await rows(database, ConversationRow) == []
        for table in (ResponseRow, ConsentRow, AnswerRow, AnswerMessage, HandledMessage):
            assert held["channel_key"] not in str(await rows(database, table))
        assert [row["status"] for row in await rows(database, ResponseRow)] == ["stopped_kept"]

    async def test_erasing_leaves_nothing_but_the_marks_of_messages_and_for_minutes_the_goodbye(
        self, turns: Turns, database: Database
    ) -> None:
        await go_to_the_first_question(turns)
        await turns.take(said(Typed("my friends"), "m1"))
        await turns.take(said(CommandGiven(Command.DELETE), "m2"))
        await turns.take(said(Picked("stopping", "erase"), "m3"))
        assert await row_counts(database) == {"handled_messages": 3, "last_words": 1}
        await tidy_alerts(database, NOW + timedelta(minutes=11))
        assert await row_counts(database) == {"handled_messages": 3}

    async def test_a_repeated_disclosure_is_answered_with_help_again_and_held_once(
        self, turns: Turns, database: Database
    ) -> None:
        await go_to_the_first_question(turns)
        told = said(Typed("my stepdad hits me"), "m1")
        await turns.take(told)
        again = await turns.take(told)
        assert again.repeated
        assert again.replies[0].tone is Tone.SIGNPOST
        assert (await row_counts(database))["held_messages"] == 1

    async def test_a_repeat_of_the_last_message_changes_nothing_and_is_answered_alike(
        self, turns: Turns, database: Database
    ) -> None:
        await go_to_the_first_question(turns)
        first = await turns.take(said(Typed("my friends"), "m1"))
        before = await rows(database, ConversationRow)
        again = await turns.take(said(Typed("my friends"), "m1"))
        assert again.repeated
        assert not again.kept_words
        assert (again.replies, again.state) == (first.replies, first.state)
        assert len(await rows(database, AnswerMessage)) == 1
        assert await rows(database, ConversationRow) == before

    async def test_a_repeat_of_an_earlier_message_changes_nothing_and_asks_what_is_asked_now(
        self, turns: Turns, database: Database
    ) -> None:
        await go_to_the_first_question(turns)
        for message_id in ("m1", "m2"):
            await turns.take(said(Typed("my friends"), message_id))
        before = await rows(database, ConversationRow)
        again = await turns.take(said(Typed("my friends"), "m1"))
        assert again.repeated
        assert [reply.key for reply in again.replies] == ["question.helps"]
        assert len(await rows(database, AnswerMessage)) == 2
        assert await rows(database, ConversationRow) == before

    async def test_a_repeat_of_the_closing_message_gets_the_same_goodbye_and_receipt_also_from_another_process(
        self, turns: Turns, second_process: Database
    ) -> None:
        await go_to_the_first_question(turns)
        await turns.take(said(Typed("my friends"), "m1"))
        await turns.take(said(CommandGiven(Command.STOP), "m2"))
        goodbye = await turns.take(said(Picked("stopping", "keep"), "m3"))
        assert needs_words(goodbye.replies)
        assert PLACE not in str(goodbye.replies)
        again = await turns_of(second_process).take(said(Picked("stopping", "keep"), "m3"))
        assert (again.replies, again.state, again.closed) == (goodbye.replies, goodbye.state, True)
        assert again.repeated
        late = await turns_of(second_process, now=NOW + timedelta(minutes=11)).take(
            said(Picked("stopping", "keep"), "m3")
        )
        assert late.repeated
        assert not late.closed
        assert not needs_words(late.replies)

    async def test_of_a_receipt_nothing_is_stored_that_tells_it_without_its_very_message(
        self, turns: Turns, database: Database
    ) -> None:
        await go_to_the_first_question(turns)
        await turns.take(said(Typed("my friends"), "m1"))
        await turns.take(said(CommandGiven(Command.STOP), "m2"))
        await turns.take(said(Picked("stopping", "keep"), "m3"))
        (response,), (kept,) = await rows(database, ResponseRow), await rows(database, LastWordsRow)
        value = turns.receipts.value(response["id"], 0)
        assert kept["masked_receipt"] != value
        assert kept["masked_receipt"] ^ turns.receipts.mask("web", "somebody", "m3") == value
        assert response["id"] not in str(kept)
        assert PLACE in str(kept["replies"])

    async def test_the_same_message_id_of_somebody_else_is_another_message(
        self, turns: Turns, database: Database
    ) -> None:
        for address in ("one", "two"):
            await go_to_the_first_question(turns, address=address)
            assert not (await turns.take(said(Typed("words"), "m1", address=address))).repeated
        assert len(await rows(database, AnswerMessage)) == 2

    async def test_on_telegram_no_mark_of_a_message_says_whose_it_was_even_with_the_secret(
        self, turns: Turns, database: Database
    ) -> None:
        marks = []
        for chat in ("5001", "5002"):
            await turns.take(said(Picked("audience", "young_person"), "u1", address=chat, channel=Channel.TELEGRAM))
            marks.append([row["fingerprint"] for row in await rows(database, HandledMessage)])
            async with database.writing() as connection:
                await connection.execute(delete(HandledMessage))
        assert marks[0] == marks[1]
        assert len(marks[0]) == 1

    async def test_words_without_a_message_id_are_always_kept(self, turns: Turns, database: Database) -> None:
        await go_to_the_first_question(turns)
        for _ in range(2):
            await turns.take(said(Typed("same words")))
        assert len(await rows(database, AnswerMessage)) == 2

    async def test_an_unknown_code_is_said_so_and_stored_nowhere(self, turns: Turns, database: Database) -> None:
        first = await turns.take(said(Started(), code="jane-smith"))
        assert first.replies[0].key == "door.unknown_code"
        assert first.state.engagement == SCRIPT.engagement
        second = await turns.take(said(TO_THE_FIRST_QUESTION[0], code="jane-smith"))
        assert "door.unknown_code" not in [reply.key for reply in second.replies]
        assert "jane-smith" not in str(await rows(database, ConversationRow))

    async def test_on_the_web_each_engagement_has_a_conversation_of_its_own(
        self, turns: Turns, database: Database
    ) -> None:
        await turns.take(said(Started()))
        other = await turns.take(said(Started(), code=OTHER.engagement))
        assert (other.state.engagement, other.state.entry_code) == (OTHER.engagement, OTHER.engagement)
        assert await row_counts(database) == {"conversations": 2}

    async def test_on_telegram_another_link_waits_until_the_open_talk_is_over(
        self, turns: Turns, database: Database
    ) -> None:
        await turns.take(said(Started(), channel=Channel.TELEGRAM))
        other = await turns.take(said(Started(), channel=Channel.TELEGRAM, code=OTHER.engagement))
        assert other.replies[0].key == "door.other_engagement"
        assert other.state.engagement == SCRIPT.engagement
        assert await row_counts(database) == {"conversations": 1}

    async def test_looking_stores_nothing(self, turns: Turns, database: Database) -> None:
        view = await turns.look(Channel.WEB, "somebody")
        assert not view.open
        assert view.state.phase is Phase.NEW
        assert view.prompt[-1].key == "ask.audience"
        assert await row_counts(database) == {}

    async def test_looking_shows_the_prompt_the_last_replies_and_the_answer_so_far(
        self, turns: Turns, database: Database
    ) -> None:
        await go_to_the_first_question(turns)
        for words in ("my friends", "music"):
            outcome = await turns.take(said(Typed(words)))
        before = await row_counts(database)
        view = await turns.look(Channel.WEB, "somebody")
        assert view.open
        assert view.state == outcome.state
        assert view.last_replies == outcome.replies
        assert view.answer == ("my friends", "music")
        assert [reply.key for reply in view.prompt] == ["question.helps"]
        assert await row_counts(database) == before

    async def test_an_answer_is_filed_under_the_wording_that_was_on_the_screen(self, database: Database) -> None:
        await go_to_the_first_question(turns_of(database))
        newer = turns_of(database, {**SCRIPTS, SCRIPT.engagement: replace(SCRIPT, version="2-newer")})
        for words in ("my friends", "and my dog"):
            outcome = await newer.take(said(Typed(words)))
        assert [row["script_version"] for row in await rows(database, AnswerRow)] == [SCRIPT.version]
        assert outcome.state.script_version == SCRIPT.version
        outcome = await newer.take(said(Picked("helps", ".next")))
        assert outcome.state.script_version == "2-newer"

    async def test_a_talk_whose_engagement_was_taken_away_begins_anew(self, database: Database) -> None:
        both, one = turns_of(database), turns_of(database, {SCRIPT.engagement: SCRIPT})
        for step in (Started(), *TO_THE_FIRST_QUESTION, Typed("kept words")):
            await both.take(said(step, channel=Channel.TELEGRAM, code=OTHER.engagement))
        view = await one.look(Channel.TELEGRAM, "somebody")
        assert (view.open, view.state.engagement) == (False, SCRIPT.engagement)
        outcome = await one.take(said(Typed("more"), channel=Channel.TELEGRAM))
        assert (outcome.state.engagement, outcome.state.phase) == (SCRIPT.engagement, Phase.AUDIENCE)
        assert [row["words"] for row in await rows(database, AnswerMessage)] == ["kept words"]
        assert len(await rows(database, ConversationRow)) == 1

    async def test_a_talk_whose_answers_were_erased_elsewhere_begins_anew(
        self, turns: Turns, database: Database
    ) -> None:
        await go_to_the_first_question(turns)
        async with database.writing() as connection:
            await connection.execute(delete(ResponseRow))
        outcome = await turns.take(said(Typed("words nobody agreed to keep")))
        assert not outcome.kept_words
        assert outcome.state.phase is Phase.AUDIENCE
        assert await row_counts(database) == {"conversations": 1}

    async def test_a_state_that_cannot_be_understood_stops_the_turn_and_stays(
        self, turns: Turns, database: Database
    ) -> None:
        await turns.take(said(Started()))
        async with database.writing() as connection:
            await connection.execute(update(ConversationRow).values(state={"format": 99}))
        with pytest.raises(StateError):
            await turns.take(said(Typed("hello"), "m1"))
        assert await row_counts(database) == {"conversations": 1}
