import asyncio
from dataclasses import replace
from datetime import date

import pytest

from conversations.content import load_script
from conversations.engine import new_state
from conversations.people import Channel
from conversations.state import Phase
from conversations.turn import Button, Link, LinkKind, Progress, Reply, Tone
from storage.conversations import (
    OpenConversation,
    forget,
    is_handled,
    load,
    mark_handled,
    save,
)
from storage.database import Database
from storage.errors import VersionClash
from storage.tables import ConversationRow
from tests.support.stored import row_counts, rows

DAY = date(2026, 11, 21)
SCRIPT = load_script()
REPLY = Reply(
    "question.helps",
    "What helps?",
    Tone.PROMPT,
    (Button("helps", "a", "A", chosen=True), Button("helps", ".next", "Next", command=True)),
    (Link(LinkKind.CALL, "Call", "999"),),
    Progress(1, 5),
    accepts_words=True,
    in_place=True,
)
BEGUN = OpenConversation("k" * 64, 0, new_state(SCRIPT, Channel.WEB), (REPLY,), None)


async def stored(database: Database) -> OpenConversation | None:
    async with database.reading() as connection:
        return await load(connection, BEGUN.channel_key)


async def begin(database: Database) -> OpenConversation:
    async with database.writing() as connection:
        await save(connection, None, BEGUN, DAY)
    held = await stored(database)
    assert held is not None
    return held


class TestConversations:
    async def test_what_was_never_saved_is_not_there(self, database: Database) -> None:
        assert await stored(database) is None

    async def test_a_conversation_comes_back_as_it_was_saved(self, database: Database) -> None:
        assert await begin(database) == replace(BEGUN, version=1)

    async def test_every_save_raises_the_version(self, database: Database) -> None:
        first = await begin(database)
        moved = replace(first, state=replace(first.state, phase=Phase.AUDIENCE), replies=())
        async with database.writing() as connection:
            await save(connection, first, moved, DAY)
        assert await stored(database) == replace(moved, version=2)

    async def test_a_save_over_a_newer_version_is_refused(self, database: Database) -> None:
        first = await begin(database)
        async with database.writing() as connection:
            await save(connection, first, first, DAY)
        with pytest.raises(VersionClash):
            async with database.writing() as connection:
                await save(connection, first, replace(first, replies=()), DAY)
        now = await stored(database)
        assert now is not None
        assert now.replies == (REPLY,)

    async def test_two_that_begin_the_same_conversation_cannot_both_win(
        self, database: Database, second_process: Database
    ) -> None:
        async def begin_in(process: Database) -> bool:
            try:
                async with process.writing() as connection:
                    await save(connection, None, BEGUN, DAY)
                    await asyncio.sleep(0.05)
            except VersionClash:
                return False
            return True

        assert sorted(await asyncio.gather(begin_in(database), begin_in(second_process))) == [False, True]
        assert await row_counts(database) == {"conversations": 1}

    async def test_of_two_that_read_the_same_version_one_moves_it_on(
        self, database: Database, second_process: Database
    ) -> None:
        held = await begin(database)

        async def move(process: Database) -> bool:
            try:
                async with process.writing() as connection:
                    await save(connection, held, held, DAY)
                    await asyncio.sleep(0.05)
            except VersionClash:
                return False
            return True

        assert sorted(await asyncio.gather(move(database), move(second_process))) == [False, True]

    async def test_a_forgotten_conversation_leaves_no_row(self, database: Database) -> None:
        held = await begin(database)
        async with database.writing() as connection:
            await forget(connection, held)
        assert await row_counts(database) == {}

    async def test_a_conversation_that_has_moved_on_is_not_forgotten(self, database: Database) -> None:
        held = await begin(database)
        with pytest.raises(VersionClash):
            async with database.writing() as connection:
                await forget(connection, replace(held, version=7))
        assert await row_counts(database) == {"conversations": 1}

    async def test_a_message_is_handled_once_it_was_marked(self, database: Database) -> None:
        async with database.writing() as connection:
            assert not await is_handled(connection, "f" * 64)
            await mark_handled(connection, "f" * 64, DAY)
            assert await is_handled(connection, "f" * 64)
        with pytest.raises(VersionClash):
            async with database.writing() as connection:
                await mark_handled(connection, "f" * 64, DAY)

    async def test_a_conversation_is_found_under_an_earlier_key_and_moves_to_the_first(
        self, database: Database, second_process: Database
    ) -> None:
        held = await begin(database)
        async with database.writing() as connection:
            found = await load(connection, "n" * 64, held.channel_key)
            assert found is not None
            assert (found.channel_key, found.version) == (held.channel_key, 1)
            await save(connection, found, replace(found, channel_key="n" * 64), DAY)
        async with second_process.writing() as connection:
            assert await load(connection, held.channel_key) is None
            moved = await load(connection, "n" * 64, held.channel_key)
            assert moved is not None
            assert moved.channel_key == "n" * 64

    async def test_an_exception_leaves_everything_as_it_was(self, database: Database) -> None:
        held = await begin(database)

        async def fail_half_way() -> None:
            async with database.writing() as connection:
                await save(connection, held, replace(held, replies=()), DAY)
                await mark_handled(connection, "c" * 64, DAY)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await fail_half_way()
        assert await stored(database) == held
        assert await row_counts(database) == {"conversations": 1}

    async def test_nothing_finer_than_the_day_is_kept(self, database: Database) -> None:
        await begin(database)
        (row,) = await rows(database, ConversationRow)
        assert row["active_on"] == DAY
