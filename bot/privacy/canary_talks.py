"""All that the canary does: talks to their end, talks left open, erased talks, mistakes, failures, commands."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

import aiohttp
from sqlalchemy import func, select, text

from bot.privacy import telegram_talk, web_talk
from bot.privacy.made_up_telegram import TelegramServer
from bot.privacy.marks import DISCLOSURE, SENTENCES, Mark, text_mark
from bot.privacy.program import Program
from bot.privacy.scratch import Scratch
from bot.privacy.telegram_talk import TelegramTalk
from bot.privacy.waiting import until
from bot.privacy.walking import Walker
from bot.privacy.web_talk import Answer, WebTalk
from conversations.inbound import Command, CommandGiven, Picked, Typed
from storage.database import Database
from storage.events import Event, add_event
from storage.moments import day_of, minute_of
from storage.tables import AnswerMessage, ResponseRow

EVENT_CODE = "otter457"
MARKED_PATH = "Zebedee-Quillfeather-zquill_heron46"
PROFILE = {"first_name": "Zebedee", "last_name": "Quillfeather", "username": "zquill_heron46"}
RECEIPT = re.compile(r'receipt-words\\?">([^<]+)<')
FAILED = b"a turn failed"
"""What the log says when a turn on Telegram failed: then the database may be whole again."""

EXPORTS = (("wide.csv", "csv", ()), ("long.jsonl", "jsonl", ("--long",)))
STATUSES = "open,finished,stopped_kept"
WHY = ("--role", "analyst", "--reason", "to check privacy")


class Talks:
    """The canary's doings, in the order that `all`, `break_the_state` and `commands` are called."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a canary has to do with
        self,
        scratch: Scratch,
        program: Program,
        telegram: TelegramServer,
        stack: AsyncExitStack,
        chat_id: int,
        page_secret: str,
    ) -> None:
        self.scratch = scratch
        self.program = program
        self._stack = stack
        self.page_secret = page_secret
        self.answers: list[Answer] = []
        self.tokens: set[str] = set()
        self.phone = TelegramTalk(telegram, chat_id, PROFILE)
        self._at_the_event: WebTalk
        self.ended: dict[str, bool] = {}

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What only the talks know: the web chat's cookies, the secret of the event's page."""
        cookies = (text_mark("the web chat's cookie", token) for token in sorted(self.tokens))
        page = Mark("the secret of an event's page", self.page_secret.encode(), kept_hashed=True)
        receipts = (text_mark("a receipt's words", words) for words in self._receipts())
        return (*cookies, page, *receipts)

    def _receipts(self) -> tuple[str, ...]:
        """Return the words of every receipt that was shown on the web chat."""
        return tuple(dict.fromkeys(words for answer in self.answers for words in RECEIPT.findall(answer.body)))

    async def all(self) -> None:
        """Do everything that is done while the program runs and its tables are whole, and with a broken database."""
        await self._make_event()
        await web_talk.look_around(await self._browser())
        await self._finished_on_the_web()
        await self._opened_by_receipt()
        await self._erased_on_the_web()
        await Walker(self.phone, SENTENCES).walk()
        await self.phone.send(text=DISCLOSURE)
        await telegram_talk.go_wrong(self.phone, f"{SENTENCES[0]} {SENTENCES[2]}")
        await self.phone.do(CommandGiven(Command.CLEAR))
        await Walker(self.phone, SENTENCES).walk(stop_at_question=2)
        await self.phone.send(text=DISCLOSURE)
        await self._left_open_at_an_event()
        await self._with_a_broken_database()

    async def break_the_state(self) -> None:
        """Spoil what is stored of open talks, so that every next turn fails where it is read."""
        async with self.scratch.database.writing() as connection:
            await connection.execute(text("UPDATE conversations SET state = '{\"odd\": true}'"))
        browser = self._at_the_event
        await browser.do(Typed(SENTENCES[0]))
        await browser.send({"typed": SENTENCES[1]}, called="a form while what is stored is broken")

    async def commands(self) -> None:
        """Export, count, list and talk in the terminal, with what comes on the screen kept apart."""
        screens = self.scratch.screens
        exports = [
            ("export", "--format", kind, "--out", str(self.scratch.exports / name), "--status", STATUSES, *WHY, *more)
            for name, kind, more in EXPORTS
        ]
        typed = "\n".join(("1", "3", "1", "1", "1", "1", *SENTENCES, DISCLOSURE, "/next", "/stop", "/quit", ""))
        codes = await asyncio.gather(
            self.program.command("chat", screen=screens / "chat", typed=typed),
            *(self.program.command(*words, screen=screens / f"export.{words[2]}") for words in exports),
        )
        self.ended = {"terminal": codes[0] == 0, "export": not any(codes[1:])}

    async def _browser(self, path: str = "/chat") -> WebTalk:
        """Return a browser of somebody new."""
        session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        await self._stack.enter_async_context(session)
        return WebTalk(session, self.program.url, self.answers, path)

    async def _make_event(self) -> None:
        now = datetime.now(UTC)
        minute = minute_of(now)
        event = Event(EVENT_CODE, "Canary", self.program.engagement, minute - 1, minute + 60, alerts=True)
        async with self.scratch.database.writing() as connection:
            await add_event(connection, event, day_of(now), self.page_secret)

    async def _finished_on_the_web(self) -> None:
        browser = await self._browser()
        await browser.open()
        self.tokens |= set(browser.tokens)
        await Walker(browser, (*SENTENCES, DISCLOSURE)).walk()
        await browser.send({"typed": SENTENCES[0], "ended": "1", "message_id": "after"}, called="words after the end")
        await web_talk.go_wrong(browser, SENTENCES[0], MARKED_PATH)

    async def _opened_by_receipt(self) -> None:
        """Open what was finished by its receipt, on the web and in a Telegram chat; and try one with a name in it."""
        browser = await self._browser("/receipt")
        for words in (*self._receipts(), f"{MARKED_PATH} is no receipt"):
            await browser.send({"words": words, "do": "open"}, called="the page that a receipt opens")
            await self.phone.send(text=f"/receipt {words}")
        await browser.open(f"/receipt?words={MARKED_PATH}", called="/receipt with a query")

    async def _erased_on_the_web(self) -> None:
        browser = await self._browser()
        walker = Walker(browser, SENTENCES)
        await walker.walk(stop_at_question=2)
        self.tokens |= set(browser.tokens)
        await browser.do(CommandGiven(Command.STOP))
        await browser.do(Picked("stopping", "erase"))

    async def _left_open_at_an_event(self) -> None:
        browser = self._at_the_event = await self._browser(f"/chat/{EVENT_CODE}")
        await Walker(browser, SENTENCES).walk(stop_at_question=1)
        self.tokens |= set(browser.tokens)
        await browser.do(Typed(DISCLOSURE))
        await browser.open(f"/event/{self.page_secret}", called="the page of an event")

    async def _with_a_broken_database(self) -> None:
        browser = self._at_the_event
        async with self._mislaid("answer_messages"):
            await browser.send({"typed": SENTENCES[1], "asked": "1"}, called="a form while a table is missing")
            await browser.do(Typed(SENTENCES[2]))
        log = self.scratch.logs / "run"
        before = log.read_bytes().count(FAILED)
        async with self._mislaid("conversations"):
            await browser.open(called="the page while a table is missing")
            await browser.send({"typed": SENTENCES[3], "asked": "1"}, called="a form while another table is missing")
            await self.phone.server.deliver({"message": self.phone.message(text=SENTENCES[4])})
            await until(lambda: log.read_bytes().count(FAILED) > before)
        await self.phone.server.settled()

    @asynccontextmanager
    async def _mislaid(self, table: str) -> AsyncIterator[None]:
        await self._rename(table, "mislaid")
        try:
            yield
        finally:
            await self._rename("mislaid", table)

    async def _rename(self, old: str, new: str) -> None:
        async with self.scratch.database.writing() as connection:
            await connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))


async def took_part(database: Database) -> dict[str, bool]:
    """Return, for the web chat and for Telegram, whether a talk came to its end with answers that are stored."""
    stored = (
        select(ResponseRow.channel, func.count())
        .join(AnswerMessage, AnswerMessage.response_id == ResponseRow.id)
        .where(ResponseRow.status == "finished")
        .group_by(ResponseRow.channel)
    )
    counts: Counter[str] = Counter()
    async with database.reading() as connection:
        for channel, count in await connection.execute(stored):
            counts[channel] = count
    return {channel: counts[channel] >= len(SENTENCES) for channel in ("web", "telegram")}
