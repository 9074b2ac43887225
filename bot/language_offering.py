"""Finds out beside the turns that somebody writes in another language, and has it offered with their next reply.

No turn waits for it: the words are looked at in a thread once their turn is committed, and are kept nowhere. What is found
is stored with the talk, so that whichever process takes the next turn knows it. Hardly ever is there anything to store.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module

from sqlalchemy.exc import SQLAlchemyError

from bot.finishing import begin, to_the_end
from bot.turns import Turns
from conversations.errors import StateError
from conversations.inbound import Typed
from conversations.language_changing import with_language_heard
from conversations.prompts import speaks_others
from conversations.script import Script
from conversations.state import ConversationState
from storage.conversations import load, save
from storage.errors import VersionClash

log = logging.getLogger(__name__)

FEWEST_WORDS = 3
"""A text of fewer words says too little; counted roughly here, so that nothing is begun for an 'ok'."""

AFTER = 6.0
"""Seconds after the start until the word lists are read, so that nobody's words are the first to need them."""

SOME_WORDS = "nie wiem co powiedzieć"


async def offer_languages(turns: Turns) -> None:
    """Listen to turns until cancelled."""
    offering = LanguageOffering(turns)
    turns.listener = offering.listen
    try:
        await offering.make_ready()
        await asyncio.Event().wait()
    finally:
        turns.listener = None
        await offering.stop()


class LanguageOffering:
    """Listens to turns. What it has begun is ended with `stop`."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._under_way: set[asyncio.Task[None]] = set()

    def listen(self, keys: Sequence[str], script: Script, state: ConversationState, said: Typed) -> None:
        """Look at what was just said in a talk, later; `keys` are what it may be stored under."""
        text = said.text if _says_enough(said.text) else f"{said.so_far} {said.text}"
        if not speaks_others(script) or not _says_enough(text):
            return
        task = begin(self._find_out(tuple(keys), script, state, text))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def make_ready(self) -> None:
        """Read the word lists in a thread, some time after the start, where any talk can be in several languages."""
        if any(speaks_others(script) for script in self._turns.scripts.values()):
            await asyncio.sleep(AFTER)
            await asyncio.to_thread(detected, SOME_WORDS, "")

    async def finish(self) -> None:
        """Wait for what has been begun."""
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def stop(self) -> None:
        """End what is under way: whoever writes on is listened to again."""
        for task in self._under_way:
            task.cancel()
        await self.finish()

    async def _find_out(self, keys: tuple[str, ...], script: Script, state: ConversationState, text: str) -> None:
        try:
            code = await asyncio.to_thread(detected, text, state.language.partition("-")[0])
            if with_language_heard(script, state, code) != state:
                await to_the_end(self._note(keys, script, code))
        except (SQLAlchemyError, OSError, StateError, VersionClash):
            log.warning("the language that somebody writes in could not be noted; their next words will tell it again")

    async def _note(self, keys: tuple[str, ...], script: Script, code: str | None) -> None:
        turns = self._turns
        async with turns.one_at_a_time(keys[0]), turns.database.writing() as connection:
            held = await load(connection, *keys)
            if held is None:
                return
            heard = with_language_heard(script, held.state, code)
            if heard != held.state:
                await save(connection, held, replace(held, state=heard), turns.today())


def detected(text: str, chosen: str) -> str | None:
    """Return the language that a text is in, None where that is not sure or its words say too little."""
    languages = import_module("conversations.languages")
    found: str | None = languages.detect_language(text, chosen or None) if languages.says_enough(text) else None
    return found


def _says_enough(text: str) -> bool:
    return len(text.split(maxsplit=FEWEST_WORDS)) >= FEWEST_WORDS
