"""The secret can be changed: open talks go on under the old one for some days, and then the old one is gone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.channel import Envelope
from bot.cli import main
from bot.errors import SettingsError, StartError
from bot.receipts.opening import Receipts
from bot.receipts.words import written
from bot.secrets import (
    PREVIOUS_FILE,
    RECEIPTS_FILE,
    SECRET_FILE,
    channel_keys,
    drop_previous_secret,
    previous_in_file,
    rotate_secret,
)
from bot.settings import Settings, read_settings
from bot.turns import Turns
from conversations.inbound import Picked, Typed
from conversations.people import Channel
from storage.anonymity import ChannelKeys, PreviousSecret
from storage.database import Database
from storage.issuing import receipt_value
from storage.receipts import Held
from storage.tables import AnswerMessage, ConversationRow, ResponseRow
from tests.bot.turning import SCRIPT, SCRIPTS, go_to_the_first_question, said, turns_of
from tests.support.made_events import Clock
from tests.support.plain_browser import PlainBrowser, plain_browser, walk_to_questions
from tests.support.running_app import NOON, RunningApp, running_app
from tests.support.stored import rows

TODAY = NOON.date()
UNTIL = TODAY + timedelta(days=30)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a secret in a file."""
    settings = Settings(data_dir=tmp_path / "data")
    channel_keys(settings)
    return settings


@asynccontextmanager
async def a_talk(folder: Path, keys: ChannelKeys, clock: Clock) -> AsyncIterator[tuple[RunningApp, PlainBrowser]]:
    """Run the web chat with a secret, in front of it a browser."""
    async with running_app(folder, now=clock) as app, plain_browser(app.url) as browser:
        app.turns.keys = keys
        yield app, browser


class TestOnTheWeb:
    async def test_a_talk_begun_before_goes_on_and_moves_to_the_new_secret(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        async with a_talk(tmp_path, channel_keys(settings), Clock(NOON)) as (app, browser):
            await walk_to_questions(browser)
            await browser.say("my friends")
            (before,) = await app.rows(ConversationRow)
            rotate_secret(settings, UNTIL)
            app.turns.keys = channel_keys(settings, TODAY)
            await browser.open()
            assert browser.own == ["my friends"]
            await browser.say("and my nan")
            assert await app.words("helps") == ["my friends", "and my nan"]
            (after,) = await app.rows(ConversationRow)
            assert after["channel_key"] != before["channel_key"]
            assert len(await app.rows(ResponseRow)) == 1
            app.turns.keys = replace(app.turns.keys, previous=None)
            await browser.open()
            assert browser.own == ["my friends", "and my nan"]

    async def test_after_its_last_day_the_old_one_finds_nothing_also_where_nobody_restarted(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        clock = Clock(NOON)
        async with a_talk(tmp_path, channel_keys(settings), clock) as (app, browser):
            await walk_to_questions(browser)
            rotate_secret(settings, UNTIL)
            app.turns.keys = channel_keys(settings, TODAY)
            clock.moment += timedelta(days=30)
            await browser.open()
            assert "question.helps" in browser.keys
            clock.moment += timedelta(days=1)
            await browser.open()
            assert "ask.audience" in browser.keys

    async def test_a_new_talk_is_found_under_the_new_secret_alone(self, settings: Settings, tmp_path: Path) -> None:
        rotate_secret(settings, UNTIL)
        keys = channel_keys(settings, TODAY)
        async with a_talk(tmp_path, keys, Clock(NOON)) as (app, browser):
            await walk_to_questions(browser)
            app.turns.keys = replace(keys, previous=None)
            await browser.open()
            assert "question.helps" in browser.keys


class TestTurns:
    async def test_a_message_that_comes_again_after_the_change_counts_once(self, database: Database) -> None:
        turns = turns_of(database)
        await go_to_the_first_question(turns)
        message = Envelope(Channel.WEB, "somebody", "m1", Typed("my friends"))
        await turns.take(message)
        changed = turns_with(database, rotated(turns.keys))
        assert (await changed.take(message)).repeated
        assert [row["words"] for row in await rows(database, AnswerMessage)] == ["my friends"]

    async def test_two_processes_that_take_a_talk_along_at_once_lose_nothing(
        self, database: Database, second_process: Database
    ) -> None:
        turns = turns_of(database)
        await go_to_the_first_question(turns)
        keys = rotated(turns.keys)
        one, other = turns_with(database, keys), turns_with(second_process, keys)
        await asyncio.gather(one.take(said(Typed("my friends"))), other.take(said(Typed("and my nan"))))
        assert {row["words"] for row in await rows(database, AnswerMessage)} == {"my friends", "and my nan"}
        assert len(await rows(database, ConversationRow)) == 1

    async def test_a_receipt_given_out_before_the_change_still_opens_what_was_given(
        self, settings: Settings, database: Database
    ) -> None:
        turns = turns_with(database, channel_keys(settings))
        await go_to_the_first_question(turns)
        await turns.take(said(Typed("my friends")))
        await turns.take(said(Picked("", ".stop")))
        await turns.take(said(Picked("stopping", "keep")))
        (response,) = await rows(database, ResponseRow)
        async with database.writing() as connection:
            value = await receipt_value(connection, turns.receipts, response["id"])
        assert value is not None
        rotate_secret(settings, None)
        opened = await Receipts(turns_with(database, channel_keys(settings, TODAY))).open("somebody", written(value))
        assert isinstance(opened, Held)
        assert opened.answers["helps"].words == ("my friends",)

    async def test_a_talk_ended_under_the_old_secret_leaves_no_link(self, database: Database) -> None:
        turns = turns_of(database)
        await go_to_the_first_question(turns)
        changed = turns_with(database, rotated(turns.keys))
        await changed.take(said(Typed("stop")))
        await changed.take(said(Typed("erase")))
        assert await rows(database, ConversationRow) == []
        assert await rows(database, ResponseRow) == []


def rotated(keys: ChannelKeys) -> ChannelKeys:
    """Return new keys, with these as the previous ones."""
    return ChannelKeys(b"n" * 32, PreviousSecret(keys.secret, UNTIL))


def turns_with(database: Database, keys: ChannelKeys) -> Turns:
    """Return what takes turns with these keys."""
    return Turns(database, SCRIPTS, SCRIPT.engagement, keys, lambda: NOON)


class TestFiles:
    def test_the_old_secret_is_kept_with_its_day_for_its_owner_alone_and_dropped_after_it(
        self, settings: Settings
    ) -> None:
        old = channel_keys(settings).secret
        rotate_secret(settings, UNTIL)
        keys = channel_keys(settings, UNTIL)
        assert keys.secret != old
        assert keys.previous is not None
        assert (keys.previous.secret, keys.previous.until) == (old, UNTIL)
        assert (settings.data_dir / PREVIOUS_FILE).stat().st_mode & 0o777 == 0o600
        assert not drop_previous_secret(settings, UNTIL)
        assert channel_keys(settings, UNTIL + timedelta(days=1)) == ChannelKeys(keys.secret, receipts=old)
        assert {path.name for path in settings.data_dir.iterdir()} == {SECRET_FILE, RECEIPTS_FILE}

    def test_receipts_are_made_of_the_first_secret_however_often_it_is_changed(self, settings: Settings) -> None:
        first = channel_keys(settings)
        assert first.receipt_secret == first.secret
        for until in (UNTIL, None):
            rotate_secret(settings, until)
            assert channel_keys(settings, TODAY).receipt_secret == first.secret
            assert channel_keys(settings, TODAY).secret != first.secret

    @pytest.mark.parametrize("damaged", [b"", b"short", b"x" * 32, b"x" * 32 + b"some day"])
    def test_a_damaged_file_is_refused_with_what_to_do(self, settings: Settings, damaged: bytes) -> None:
        (settings.data_dir / PREVIOUS_FILE).write_bytes(damaged)
        with pytest.raises(StartError, match="is damaged: delete it"):
            channel_keys(settings, TODAY)

    def test_stopped_half_way_it_can_be_called_again_and_the_old_secret_is_found(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old = channel_keys(settings).secret
        monkeypatch.setenv("SAYSO_DATA_DIR", str(settings.data_dir))
        (settings.data_dir / PREVIOUS_FILE).write_bytes(old + UNTIL.isoformat().encode())
        assert channel_keys(settings, TODAY).secret == old
        assert main(["secret", "rotate"]) == 0
        previous = previous_in_file(settings)
        assert previous is not None
        assert previous.secret == old
        assert channel_keys(settings).secret != old


class TestCommand:
    def test_it_says_until_when_and_that_a_restart_is_needed(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("SAYSO_DATA_DIR", str(settings.data_dir))
        assert main(["secret", "rotate", "--days", "3"]) == 0
        said_now = capsys.readouterr().out
        assert "go on under the old one to" in said_now
        assert "Restart Sayso now" in said_now
        assert main(["secret", "rotate"]) == 2
        assert "Wait, or use --at-once" in capsys.readouterr().err
        assert main(["secret", "rotate", "--at-once"]) == 0
        assert not (settings.data_dir / PREVIOUS_FILE).exists()

    def test_a_secret_from_the_settings_is_not_ours_to_change(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("SAYSO_DATA_DIR", str(tmp_path))
        assert main(["secret", "rotate"]) == 2
        assert "There is no secret yet" in capsys.readouterr().err
        monkeypatch.setenv("SAYSO_SECRET", "a secret of more than thirty-two letters")
        assert main(["secret", "rotate"]) == 2
        assert "SAYSO_PREVIOUS_SECRET_UNTIL" in capsys.readouterr().err


class TestSettings:
    SECRET = "a secret of more than thirty-two letters"
    BEFORE = "another secret of more than thirty-two letters"

    def test_with_a_previous_secret_both_find_what_was_stored(self) -> None:
        now = read_settings(
            {
                "SAYSO_SECRET": self.SECRET,
                "SAYSO_PREVIOUS_SECRET": self.BEFORE,
                "SAYSO_PREVIOUS_SECRET_UNTIL": "2026-12-21",
                "SAYSO_RECEIPT_SECRET": self.BEFORE,
            },
            None,
        )
        before = read_settings({"SAYSO_SECRET": self.BEFORE}, None)
        new, old = channel_keys(now).on(date(2026, 12, 21))
        assert old == channel_keys(before)
        assert channel_keys(now).on(date(2026, 12, 22)) == (channel_keys(now),)
        assert new.secret != old.secret
        assert channel_keys(now).receipt_secret == channel_keys(before).receipt_secret

    @pytest.mark.parametrize(
        ("environment", "advice"),
        [
            ({"SECRET": SECRET, "PREVIOUS_SECRET": BEFORE}, "write SAYSO_PREVIOUS_SECRET_UNTIL with it"),
            ({"SECRET": SECRET, "PREVIOUS_SECRET_UNTIL": "2026-12-21"}, "neither without the other"),
            ({"PREVIOUS_SECRET": BEFORE, "PREVIOUS_SECRET_UNTIL": "2026-12-21"}, "write SAYSO_SECRET too"),
            (
                {"SECRET": SECRET, "PREVIOUS_SECRET": BEFORE, "PREVIOUS_SECRET_UNTIL": "2026-12-21"},
                "write SAYSO_RECEIPT_SECRET too",
            ),
            (
                {
                    "SECRET": SECRET,
                    "PREVIOUS_SECRET": SECRET,
                    "PREVIOUS_SECRET_UNTIL": "2026-12-21",
                    "RECEIPT_SECRET": SECRET,
                },
                "they are the same",
            ),
        ],
    )
    def test_what_does_not_go_together_is_refused_and_no_secret_shown(
        self, environment: dict[str, str], advice: str
    ) -> None:
        with pytest.raises(SettingsError, match=advice) as refused:
            read_settings({f"SAYSO_{name}": value for name, value in environment.items()}, None)
        assert "thirty-two letters" not in str(refused.value)
