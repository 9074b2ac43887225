"""The two doors of Sayso as a test goes through them: it does one thing, and sees what the person would see."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from bs4 import BeautifulSoup, Tag

from bot.privacy.web_talk import form_fields
from conversations.inbound import (
    ONLY_ON_BUTTONS,
    CommandGiven,
    Inbound,
    Picked,
    Started,
    Typed,
    Unsupported,
    UnsupportedKind,
)
from tests.support.telegram_people import Person

TELEGRAM_LONGEST = 4096
"""Characters that fit in one message: Telegram's own apps cut what is longer into several."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person sees after a turn: the words of all messages in order, and the labels they can press."""

    words: str
    buttons: tuple[str, ...]


def squashed(text: str) -> str:
    """Return the text without the things that each door lays out in its own way: line breaks and the dots of lists."""
    return " ".join(text.replace("•", " ").split())


@dataclass
class WebDoor:
    """A browser at the web chat: posts the page's own form, as the page's script does."""

    session: aiohttp.ClientSession
    url: str
    count: int = field(default=0, init=False)

    async def open(self) -> Seen:
        """Open the link."""
        async with self.session.get(self.url) as answer:
            assert answer.status == 200
            page = await answer.text()
        return self._seen(page, page)

    async def do(self, inbound: Inbound) -> Seen:
        """Do one thing and return what the page then adds; where it asks before it takes words, send them as they are."""
        self.count += 1
        fields = form_fields(inbound)
        parts = await self._post(fields)
        if isinstance(inbound, Typed) and parts.get("asking"):
            parts = await self._post({**fields, "asked": "1"})
        return self._seen(parts["messages"], parts["choices"])

    async def _post(self, fields: dict[str, str]) -> dict[str, str]:
        form = aiohttp.FormData({"message_id": f"made-up-{self.count}", **fields})
        headers = {"Accept": "application/json"}
        async with self.session.post(self.url, data=form, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
            if answer.content_type == "text/html":  # 'Start again' leads to a page of its own
                page = await answer.text()
                return {"messages": page, "choices": page}
            parts: dict[str, str] = await answer.json()
        return parts

    @staticmethod
    def _seen(messages: str, choices: str) -> Seen:
        shown = BeautifulSoup(messages, "html.parser")
        words = []
        for message in shown.select(".message"):
            words += [part.get_text(" ") for part in message.select(".text, .points li > span")]
        pressable = BeautifulSoup(choices, "html.parser").select("button[name=pick]")
        return Seen(squashed(" ".join(words)), tuple(label(button) for button in pressable))


def label(button: Tag) -> str:
    """Return a button's words."""
    return squashed(html.unescape(button.get_text(" ")))


@dataclass
class TelegramDoor:
    """Telegram's app, at a Bot API server that is not ours."""

    person: Person
    known: dict[int, str] = field(default_factory=dict, init=False)

    async def do(self, inbound: Inbound) -> Seen:
        """Do one thing and return what the chat then shows: what is new, and what was changed in place."""
        await self._send(inbound)
        await self.person.api.all_confirmed()
        messages = await self.person.api.messages(self.person.chat_id)
        fresh = [m for m in messages if self.known.get(m["message_id"]) != repr(m)]
        self.known = {m["message_id"]: repr(m) for m in messages}
        words = squashed(" ".join(message["text"] for message in fresh))
        rows = fresh[-1].get("reply_markup", {}).get("inline_keyboard", []) if fresh else []
        return Seen(words, tuple(re.sub("^✓ ", "", b["text"]) for row in rows for b in row if "callback_data" in b))

    @staticmethod
    def can(inbound: Inbound) -> bool:
        """Whether a person can do this here: Telegram's apps send no empty and no overlong message."""
        if isinstance(inbound, CommandGiven):
            return inbound.command not in ONLY_ON_BUTTONS
        if isinstance(inbound, Typed):
            return bool(inbound.text.strip()) and len(inbound.text) <= TELEGRAM_LONGEST
        return True

    async def _send(self, inbound: Inbound) -> None:
        match inbound:
            case Started():
                await self.person.say("/start")
            case Typed(text):
                await self.person.say(text)
            case Picked(item, option):
                await self.person.press_data(f"{item}:{option}", await self._last_message())
            case CommandGiven(command):
                await self.person.say(f"/{command.value}")
            case Unsupported(UnsupportedKind.UNKNOWN_COMMAND):
                await self.person.say("/dance")
            case Unsupported(UnsupportedKind.EDITED, words):
                edited = self.person.message(text=words or "changed", edit_date=1)
                await self.person.api.deliver({"edited_message": edited})
            case Unsupported(kind):
                await self.person.send(**UNSUPPORTED[kind])

    async def _last_message(self) -> dict[str, Any]:
        messages = await self.person.api.messages(self.person.chat_id)
        return messages[-1] if messages else self.person.message(text="long gone")


FILE = {"file_id": "f", "file_unique_id": "u"}
UNSUPPORTED: dict[UnsupportedKind, dict[str, Any]] = {
    UnsupportedKind.PHOTO: {"photo": [{**FILE, "width": 1, "height": 1}]},
    UnsupportedKind.VIDEO: {"video": {**FILE, "width": 1, "height": 1, "duration": 1}},
    UnsupportedKind.VOICE: {"voice": {**FILE, "duration": 1}},
    UnsupportedKind.STICKER: {
        "sticker": {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
    },
    UnsupportedKind.FILE: {"document": FILE},
    UnsupportedKind.LOCATION: {"location": {"latitude": 51.3, "longitude": 0.5}},
    UnsupportedKind.CONTACT: {"contact": {"phone_number": "0", "first_name": "X"}},
    UnsupportedKind.POLL: {
        "poll": {
            "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
            "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
        }
    },
    UnsupportedKind.OTHER: {"paid_media": {"star_count": 1, "paid_media": []}},
}  # fmt: skip
