"""Receipts in the database: found by a keyed hash, gone with what they open. On both databases."""

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import pytest
from sqlalchemy import insert, update

from conversations.people import Channel
from conversations.state import AnswerSketch, Consent, ConversationState, Phase
from storage.anonymity import RECEIPT_BITS, ReceiptKeys
from storage.conversations import OpenConversation, load, save
from storage.database import Database
from storage.deletions import Deleted, deletions, week_of
from storage.errors import VersionClash
from storage.issuing import issue_receipt, receipt_value
from storage.receipts import (
    carry_on_elsewhere,
    erase_everything,
    opened_by,
    take_out_answer,
    what_is_held,
)
from storage.retention import Terms, delete_due
from storage.tables import AnswerMessage, HeldMessage, ReceiptRow, ResponseRow
from tests.support.answers import DAY, Given, Response, put
from tests.support.stored import rows

KEYS = ReceiptKeys(b"k" * 32)
LAST_DAYS = {"five-questions": date(2028, 12, 31)}
ANSWERS = {
    "helps": Given(words=("my dog", "[name] too")),
    "hard": Given(skipped=True),
    "gender": Given(options=("girl",)),
}
STATE = ConversationState(
    "five-questions", "1-abc", Channel.WEB, "en", phase=Phase.QUESTION, position="helps",
    consents=MappingProxyType({Consent.TAKE_PART: True}),
    answers=MappingProxyType({"helps": AnswerSketch(messages=2, characters=18)}),
)  # fmt: skip


async def with_receipt(database: Database, status: str = "finished") -> tuple[str, int]:
    """Store a response and make its receipt; return its id and the receipt's value."""
    response = Response(ANSWERS, status=status)
    await put(database, response)
    async with database.writing() as connection:
        await issue_receipt(connection, KEYS, response.id, DAY)
        value = await receipt_value(connection, KEYS, response.id)
    assert value is not None
    return response.id, value


async def opens(database: Database, value: int, keys: ReceiptKeys = KEYS, today: date = DAY) -> str | None:
    """What a value opens."""
    async with database.reading() as connection:
        return await opened_by(connection, keys.hashed(value), LAST_DAYS, today)


async def open_talk(database: Database, response_id: str, key: str = "here") -> OpenConversation:
    """Store an open talk that gives a response."""
    talk = OpenConversation(key, 0, STATE, (), response_id)
    async with database.writing() as connection:
        await save(connection, None, talk, DAY)
    return replace(talk, version=1)


async def test_a_receipt_opens_its_own_response_and_is_made_once(database: Database) -> None:
    first, value = await with_receipt(database)
    second, other = await with_receipt(database)
    assert value < 2**RECEIPT_BITS
    assert value != other
    assert await opens(database, value) == first
    assert await opens(database, other) == second
    async with database.writing() as connection:
        await issue_receipt(connection, KEYS, first, DAY + timedelta(days=3))
        assert await receipt_value(connection, KEYS, first) == value
    made = await rows(database, ReceiptRow)
    assert [(row["number"], row["made_on"]) for row in made] == [(0, DAY), (0, DAY)]
    assert all(str(value) not in str(row) and len(row["receipt_hash"]) == 64 for row in made)


async def test_nothing_else_opens_it_nor_does_it_under_another_secret(database: Database) -> None:
    response_id, value = await with_receipt(database)
    assert await opens(database, value ^ 1) is None
    assert await opens(database, value, ReceiptKeys(b"x" * 32)) is None
    assert ReceiptKeys(b"x" * 32).value(response_id, 0) != value


async def test_should_another_have_the_same_words_a_new_one_is_made(database: Database) -> None:
    first, second = Response(ANSWERS), Response(ANSWERS)
    await put(database, first, second)
    async with database.writing() as connection:
        taken = KEYS.hashed(KEYS.value(second.id, 0))
        await connection.execute(
            insert(ReceiptRow).values(receipt_hash=taken, response_id=first.id, number=0, made_on=DAY)
        )
        await issue_receipt(connection, KEYS, second.id, DAY)
        value = await receipt_value(connection, KEYS, second.id)
    assert value == KEYS.value(second.id, 1)
    assert await opens(database, value) == second.id


async def test_it_opens_on_the_last_day_and_nothing_after_it_even_where_nobody_tidied(database: Database) -> None:
    response_id, value = await with_receipt(database)
    last = LAST_DAYS["five-questions"]
    assert await opens(database, value, today=last) == response_id
    assert await opens(database, value, today=last + timedelta(days=1)) is None
    await delete_due(database, Terms(30, 30, 800, {"five-questions": last}), last + timedelta(days=1))
    assert await rows(database, ReceiptRow) == []


async def test_a_receipt_opens_nothing_after_the_day_its_writer_was_told_though_the_script_names_a_later_one(
    database: Database,
) -> None:
    response_id, value = await with_receipt(database)
    async with database.writing() as connection:
        await connection.execute(update(ResponseRow).values(kept_until=DAY))
    assert await opens(database, value, today=DAY) == response_id
    assert await opens(database, value, today=DAY + timedelta(days=1)) is None


async def test_what_is_held_are_the_answers_as_stored_without_what_is_only_put_aside(database: Database) -> None:
    response_id, _ = await with_receipt(database)
    async with database.writing() as connection:
        held = {"response_id": response_id, "question_id": "hard", "number": 1, "words": "put aside"}
        await connection.execute(insert(HeldMessage).values(**held))
        found = await what_is_held(connection, response_id)
        assert await what_is_held(connection, "0" * 32) is None
    assert found is not None
    assert {key: (answer.options, answer.words) for key, answer in found.answers.items()} == {
        "helps": ((), ("my dog", "[name] too")),
        "gender": (("girl",), ()),
    }
    assert not found.open


async def test_an_answer_that_is_taken_out_is_gone_from_the_open_talk_too(database: Database) -> None:
    response_id, _ = await with_receipt(database, "open")
    await open_talk(database, response_id)
    async with database.writing() as connection:
        await take_out_answer(connection, response_id, "helps", DAY)
        found = await what_is_held(connection, response_id)
        talk = await load(connection, "here")
    assert found is not None
    assert talk is not None
    assert set(found.answers) == {"gender"}
    assert found.open
    assert dict(talk.state.answers) == {}
    assert await rows(database, AnswerMessage) == []


async def test_erasing_leaves_no_row_of_it_and_every_row_of_others(database: Database) -> None:
    response_id, value = await with_receipt(database, "open")
    other, _ = await with_receipt(database)
    await open_talk(database, response_id)
    async with database.writing() as connection:
        await erase_everything(connection, response_id, DAY)
        assert await load(connection, "here") is None
        assert await deletions(connection, DAY + timedelta(days=7)) == {week_of(DAY): {Deleted.ERASED: 1}}
    assert [row["id"] for row in await rows(database, ResponseRow)] == [other]
    assert [row["response_id"] for row in await rows(database, ReceiptRow)] == [other]
    assert await opens(database, value) is None


async def test_carrying_on_moves_the_talk_and_a_turn_under_way_where_it_was_runs_into_it(database: Database) -> None:
    response_id, _ = await with_receipt(database, "open")
    before = await open_talk(database, response_id)
    async with database.writing() as connection:
        assert await carry_on_elsewhere(connection, response_id, "there", Channel.TELEGRAM, DAY)
    async with database.reading() as connection:
        assert await load(connection, "here") is None
        moved = await load(connection, "there")
    assert moved is not None
    assert moved.state == replace(STATE, channel=Channel.TELEGRAM)
    assert moved.response_id == response_id
    with pytest.raises(VersionClash):
        async with database.writing() as connection:
            await save(connection, before, before, DAY)


async def test_carrying_on_twice_is_as_once_and_never_takes_the_place_of_another_talk(database: Database) -> None:
    first, _ = await with_receipt(database, "open")
    second, _ = await with_receipt(database, "open")
    over, _ = await with_receipt(database)
    await open_talk(database, first, "one")
    await open_talk(database, second, "two")
    async with database.writing() as connection:
        assert await carry_on_elsewhere(connection, first, "one", Channel.WEB, DAY)
        assert not await carry_on_elsewhere(connection, first, "two", Channel.WEB, DAY)
        assert not await carry_on_elsewhere(connection, over, "three", Channel.WEB, DAY)
        assert (await load(connection, "one")) is not None
        assert (await load(connection, "two")) is not None
