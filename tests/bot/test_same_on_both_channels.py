"""One script, two channels: every kept talk goes the same through the web chat and through a Bot API server."""

import json
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import aiohttp
import pytest

from conversations.clearing import HOW_TO_CLEAR
from conversations.content import load_script, receipt_words
from conversations.engine import advance, new_state
from conversations.inbound import Command, Inbound, Started, Typed, Unsupported, command_option
from conversations.people import Channel
from conversations.state import Phase
from conversations.transcripts import LastWords, stored_and_loaded
from conversations.turn import Effect, Turn
from storage.database import Database
from storage.tables import ResponseRow
from tests.bot.test_turns_and_engine import Response, apply, stored_responses
from tests.support.doors import Seen, TelegramDoor, WebDoor, squashed
from tests.support.running_app import RunningApp, running_app
from tests.support.telegram_people import BotApi, text
from tests.support.telegram_sayso import running_sayso
from tests.support.transcript_files import read_transcript, transcript_paths

SCRIPT = load_script()
TALKS = [pytest.param(path, id=path.stem) for path in transcript_paths()]
RECEIPT = "{receipt}"
IN_THE_PAGES_HEADER = {command_option(Command.HELP), command_option(Command.LANGUAGE)}


def turns_of_the_engine(inbounds: Sequence[Inbound], channel: Channel) -> list[Turn]:
    """Return what the pure engine makes of a talk on this channel.

    A talk that ended begins anew, as nothing is kept; only the web page still shows its end.
    """
    state = new_state(SCRIPT, channel)
    turns: list[Turn] = []
    written = LastWords()
    for inbound in inbounds:
        turns.append(advance(SCRIPT, state, written.before(state, inbound)))
        written.note(turns[-1])
        ended = turns[-1].state.phase is Phase.CLOSED
        forgotten = ended and channel is not Channel.WEB
        state = new_state(SCRIPT, channel) if forgotten else stored_and_loaded(turns[-1].state)
    return turns


def what_a_browser_can_do(inbounds: Sequence[Inbound]) -> list[Inbound]:
    """Return a talk as it can go on the page, which after an ending offers only to write on and to start again.

    What cannot be read comes to the page without any words.
    """
    done: list[Inbound] = []
    closed = False
    for inbound in inbounds:
        if not closed or isinstance(inbound, Started | Typed):
            done.append(Unsupported(inbound.kind) if isinstance(inbound, Unsupported) else inbound)
            closed = turns_of_the_engine(done, Channel.WEB)[-1].state.phase is Phase.CLOSED
    return done


def seen(turn: Turn, hidden: frozenset[str] | set[str] = frozenset()) -> Seen:
    """Return what a person should see of a turn; `hidden` are commands that the door shows elsewhere."""
    buttons = next((reply.buttons for reply in reversed(turn.replies) if reply.buttons), ())
    labels = tuple(button.label for button in buttons if button.option_id not in hidden)
    return Seen(squashed(" ".join(reply.text for reply in turn.replies)), labels)


def without_the_words(shown: Seen, should: Seen) -> Seen:
    """Return what was shown with the place of the receipt's words where the engine left it open for four of the list."""
    pattern = re.escape(should.words).replace(re.escape(RECEIPT), r"((?:\w+ ){3}\w+)")
    found = re.fullmatch(pattern, shown.words) if RECEIPT in should.words else None
    if found is None or not all(set(words.split()) <= set(receipt_words()) for words in found.groups()):
        return shown
    return replace(shown, words=should.words)


def expected_responses(turns: Sequence[Turn]) -> list[Response]:
    """Return what ought to be stored after these turns."""
    responses: list[Response] = []
    effects: list[Effect] = [effect for turn in turns for effect in turn.effects]
    for effect in effects:
        apply(effect, responses)
    return responses


def as_text(response: Response) -> str:
    """Return a response in a form that sorts: responses have no order, since their ids are random."""
    return json.dumps(asdict(response), sort_keys=True)


async def assert_stored(database: Database, turns: Sequence[Turn], known: set[str]) -> None:
    """Assert that the database holds just what these turns ought to have stored, beside what was `known` before."""
    stored = await stored_responses(database, known)
    assert sorted(map(as_text, stored)) == sorted(map(as_text, expected_responses(turns)))


@pytest.fixture(scope="module")
async def web_chat(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningApp]:
    """One web chat for all talks: each comes with a browser of its own."""
    async with running_app(tmp_path_factory.mktemp("web")) as app:
        yield app


@pytest.mark.parametrize("path", TALKS)
async def test_a_kept_talk_goes_as_written_through_the_web_chat(path: Path, web_chat: RunningApp) -> None:
    inbounds = what_a_browser_can_do(read_transcript(path).inbounds)
    turns = turns_of_the_engine(inbounds, Channel.WEB)
    known = {row["id"] for row in await web_chat.rows(ResponseRow)}
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        door = WebDoor(session, f"{web_chat.url}/chat")
        await door.open()
        for inbound, turn in zip(inbounds, turns, strict=True):
            shown = await door.do(inbound)
            should = seen(turn, IN_THE_PAGES_HEADER)
            if all(reply.in_place for reply in turn.replies):
                should = replace(should, words="")  # the page only renews the buttons
            assert without_the_words(shown, should) == should, inbound
        await assert_stored(web_chat.database, turns, known)


@pytest.mark.bot_api
@pytest.mark.parametrize("path", TALKS)
async def test_a_kept_talk_goes_as_written_through_telegram(path: Path, bot_api: BotApi, tmp_path: Path) -> None:
    inbounds = [i for i in read_transcript(path).inbounds if TelegramDoor.can(i)]
    turns = turns_of_the_engine(inbounds, Channel.TELEGRAM)
    async with running_sayso(bot_api, tmp_path) as sayso:
        door = TelegramDoor(sayso.person())
        for inbound, turn in zip(inbounds, turns, strict=True):
            shown = await door.do(inbound)
            said = f"{text('door.cleared')} " if turn.replies[0].key == HOW_TO_CLEAR else ""
            should = replace(seen(turn), words=said + seen(turn).words)
            assert without_the_words(shown, should).words == should.words, inbound
            assert sorted(shown.buttons) == sorted(should.buttons), inbound
        await assert_stored(sayso.database, turns, set())


@pytest.mark.parametrize("path", TALKS)
def test_a_kept_talk_stores_the_same_on_both_channels_where_age_lets_it_go_on(path: Path) -> None:
    inbounds = [i for i in read_transcript(path).inbounds if TelegramDoor.can(i)]
    web, telegram = (turns_of_the_engine(inbounds, channel) for channel in (Channel.WEB, Channel.TELEGRAM))
    asks_of_age = {"ask.telegram_age", "ending.under_16_telegram", "ask.permission_age_unknown"}
    if asks_of_age.isdisjoint(reply.key for turn in (*web, *telegram) for reply in turn.replies):
        assert expected_responses(web) == expected_responses(telegram)
    else:
        assert web[-1].state.channel is not telegram[-1].state.channel
