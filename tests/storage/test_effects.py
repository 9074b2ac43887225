from datetime import date
from types import MappingProxyType

import pytest

from conversations.content import load_script
from conversations.engine import new_state
from conversations.people import AgeBand, Audience, Channel
from conversations.state import Consent, ConversationState, Phase
from conversations.turn import (
    AddToAnswer,
    ChooseOptions,
    ClearAnswer,
    CloseConversation,
    Effect,
    Ending,
    EraseResponse,
    OpenResponse,
    RecordConsent,
    SkipQuestion,
)
from storage.anonymity import ReceiptKeys
from storage.answers import answer_messages
from storage.conversations import OpenConversation, save
from storage.database import Database
from storage.effects import Surroundings, apply_effects
from storage.tables import AnswerMessage, AnswerRow, ConsentRow, ResponseRow
from tests.support.stored import row_counts, rows

DAY = date(2026, 11, 21)
LATER = date(2026, 12, 1)
LAST = date(2028, 12, 31)
MINUTE = 29_900_000
SCRIPT = load_script()


def a_state(version: str = "1-abc", language: str = "en") -> ConversationState:
    return ConversationState(
        engagement="five-questions",
        script_version=version,
        channel=Channel.TELEGRAM,
        language=language,
        entry_code="five-questions",
        phase=Phase.QUESTION,
        audience=Audience.YOUNG_PERSON,
        age_band=AgeBand.AGE_16_17,
        position="helps",
        consents=MappingProxyType({Consent.TAKE_PART: True}),
    )


async def apply(
    database: Database,
    *effects: Effect,
    response_id: str | None = None,
    day: date = DAY,
    before: ConversationState | None = None,
) -> str | None:
    async with database.writing() as connection:
        around = Surroundings(before or a_state(), a_state(), day, MINUTE, ReceiptKeys(b"k" * 32), LAST)
        return await apply_effects(connection, effects, response_id, around)


async def opened(database: Database, *effects: Effect) -> str:
    response_id = await apply(database, OpenResponse(), *effects)
    assert response_id is not None
    return response_id


class TestEffects:
    async def test_opening_stores_who_and_through_which_door_but_nothing_finer(self, database: Database) -> None:
        response_id = await opened(database)
        assert len(response_id) == 32
        assert await rows(database, ResponseRow) == [
            {
                "id": response_id,
                "engagement": "five-questions",
                "script_version": "1-abc",
                "channel": "telegram",
                "entry_code": "five-questions",
                "audience": "young_person",
                "age_band": "16_17",
                "language": "en",
                "status": "open",
                "opened_on": DAY,
                "closed_on": None,
                "kept_until": LAST,
            }
        ]

    async def test_a_choice_is_kept_with_the_wording_that_was_on_the_screen(self, database: Database) -> None:
        response_id = await opened(database)
        seen = a_state("0-old", "en-easy")
        choice = RecordConsent(Consent.QUOTES, agreed=True, text_key="ask.quotes")
        await apply(database, choice, response_id=response_id, before=seen)
        (row,) = await rows(database, ConsentRow)
        assert row == {
            "response_id": response_id,
            "consent": "quotes",
            "agreed": True,
            "script_version": "0-old",
            "language": "en-easy",
            "text_key": "ask.quotes",
            "chosen_on": DAY,
        }

    async def test_a_changed_mind_replaces_the_choice(self, database: Database) -> None:
        response_id = await opened(database, RecordConsent(Consent.QUOTES, agreed=True, text_key="ask.quotes"))
        changed = RecordConsent(Consent.QUOTES, agreed=False, text_key="ask.quotes")
        await apply(database, changed, response_id=response_id, day=LATER)
        (row,) = await rows(database, ConsentRow)
        assert (row["agreed"], row["chosen_on"]) == (False, LATER)

    async def test_messages_are_numbered_in_the_order_they_came(self, database: Database) -> None:
        response_id = await opened(database, AddToAnswer("helps", "one"), AddToAnswer("hard", "other"))
        for number in range(2, 13):
            await apply(database, AddToAnswer("helps", f"message {number}"), response_id=response_id)
        kept = await rows(database, AnswerMessage)
        helps = [(row["number"], row["words"]) for row in kept if row["question_id"] == "helps"]
        assert helps == [(1, "one"), *[(number, f"message {number}") for number in range(2, 13)]]
        async with database.reading() as connection:
            assert await answer_messages(connection, response_id, "hard") == ("other",)

    async def test_words_keep_the_options_that_were_chosen_before(self, database: Database) -> None:
        await opened(database, ChooseOptions("gender", ("own_words",)), AddToAnswer("gender", "my own"))
        (row,) = await rows(database, AnswerRow)
        assert (row["options"], row["skipped"]) == (["own_words"], False)

    async def test_options_replace_the_ones_before_and_take_back_a_skip(self, database: Database) -> None:
        response_id = await opened(database, SkipQuestion("life"))
        await apply(database, ChooseOptions("life", ("care", "send")), response_id=response_id)
        await apply(database, ChooseOptions("life", ("send",)), response_id=response_id)
        (row,) = await rows(database, AnswerRow)
        assert (row["options"], row["skipped"]) == (["send"], False)

    async def test_skipping_is_kept_as_such(self, database: Database) -> None:
        await opened(database, SkipQuestion("hard"))
        (row,) = await rows(database, AnswerRow)
        assert (row["question_id"], row["skipped"], row["options"], row["answered_on"]) == ("hard", True, [], DAY)
        assert await rows(database, AnswerMessage) == []

    async def test_words_after_a_skip_are_an_answer(self, database: Database) -> None:
        await opened(database, SkipQuestion("hard"), AddToAnswer("hard", "waiting"))
        (row,) = await rows(database, AnswerRow)
        assert row["skipped"] is False

    async def test_clearing_takes_one_answer_and_leaves_the_others(self, database: Database) -> None:
        given: list[Effect] = [AddToAnswer("helps", "friends"), AddToAnswer("hard", "waiting"), ClearAnswer("helps")]
        await opened(database, *given)
        assert [row["question_id"] for row in await rows(database, AnswerRow)] == ["hard"]
        assert [row["words"] for row in await rows(database, AnswerMessage)] == ["waiting"]

    async def test_after_clearing_the_numbers_begin_again(self, database: Database) -> None:
        await opened(database, AddToAnswer("helps", "old"), ClearAnswer("helps"), AddToAnswer("helps", "new"))
        (row,) = await rows(database, AnswerMessage)
        assert (row["number"], row["words"]) == (1, "new")

    async def test_erasing_leaves_no_row_anywhere(self, database: Database) -> None:
        given: list[Effect] = [
            RecordConsent(Consent.TAKE_PART, agreed=True, text_key="ask.take_part"),
            AddToAnswer("helps", "friends"),
            ChooseOptions("life", ("care",)),
            SkipQuestion("hard"),
        ]
        response_id = await opened(database, *given)
        assert await apply(database, EraseResponse(), response_id=response_id) is None
        assert await row_counts(database) == {}

    async def test_erasing_one_response_leaves_the_others(self, database: Database) -> None:
        mine = await opened(database, AddToAnswer("helps", "mine"))
        await opened(database, AddToAnswer("helps", "theirs"))
        await apply(database, EraseResponse(), response_id=mine)
        assert [row["words"] for row in await rows(database, AnswerMessage)] == ["theirs"]
        assert len(await rows(database, ResponseRow)) == 1

    async def test_erasing_cuts_the_conversation_from_the_response(self, database: Database) -> None:
        response_id = await opened(database)
        async with database.writing() as connection:
            open_one = OpenConversation("k" * 64, 0, new_state(SCRIPT), (), response_id)
            await save(connection, None, open_one, DAY)
        await apply(database, EraseResponse(), response_id=response_id)
        assert await row_counts(database) == {"conversations": 1}

    @pytest.mark.parametrize("ending", [Ending.FINISHED, Ending.STOPPED_KEPT])
    async def test_closing_says_how_and_on_which_day_it_ended(self, database: Database, ending: Ending) -> None:
        response_id = await opened(database, AddToAnswer("helps", "friends"))
        assert await apply(database, CloseConversation(ending), response_id=response_id, day=LATER) is None
        (row,) = await rows(database, ResponseRow)
        assert (row["status"], row["opened_on"], row["closed_on"]) == (ending.value, DAY, LATER)
        assert await row_counts(database) == {"responses": 1, "answers": 1, "answer_messages": 1}

    async def test_closing_before_taking_part_stores_nothing(self, database: Database) -> None:
        assert await apply(database, CloseConversation(Ending.DECLINED)) is None
        assert await row_counts(database) == {}

    async def test_erasing_and_closing_in_one_turn_leaves_nothing(self, database: Database) -> None:
        response_id = await opened(database, AddToAnswer("helps", "friends"))
        effects = (EraseResponse(), CloseConversation(Ending.STOPPED_ERASED))
        assert await apply(database, *effects, response_id=response_id) is None
        assert await row_counts(database) == {}

    async def test_effects_count_in_their_order(self, database: Database) -> None:
        one_way = (AddToAnswer("helps", "a"), ClearAnswer("helps"), SkipQuestion("helps"))
        await opened(database, *one_way)
        (row,) = await rows(database, AnswerRow)
        assert row["skipped"] is True
        other = await opened(database, SkipQuestion("helps"), ClearAnswer("helps"))
        assert [row for row in await rows(database, AnswerRow) if row["response_id"] == other] == []

    async def test_an_effect_without_a_response_stores_nothing(self, database: Database) -> None:
        with pytest.raises(RuntimeError, match="AddToAnswer needs an open response"):
            await apply(database, AddToAnswer("helps", "friends"))
        assert await row_counts(database) == {}
