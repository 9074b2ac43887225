"""The canary's phone: one Telegram account whose every field is marked, and all that Telegram can send or refuse."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.privacy.made_up_telegram import TelegramServer
from conversations.inbound import CommandGiven, Inbound, Picked, Started, Typed, Unsupported

FILE = {"file_id": "f", "file_unique_id": "u"}


@dataclass
class TelegramTalk:
    """One person in a private chat. `profile` are the marked fields of their account."""

    server: TelegramServer
    chat_id: int
    profile: Mapping[str, str]
    _message: int = field(default=10_000, init=False)

    async def do(self, inbound: Inbound) -> tuple[str, ...]:
        """Do one thing, wait until it is answered, return what can be pressed now."""
        match inbound:
            case Started():
                await self.send(text="/start")
            case Typed(text):
                await self.send(text=text)
            case Picked(item, option):
                await self.press(f"{item}:{option}")
            case CommandGiven(command):
                await self.send(text=f"/{command.value}")
            case Unsupported():
                await self.send(sticker={**FILE, "type": "regular", "width": 1, "height": 1})
        return await self.server.last_buttons(self.chat_id)

    async def send(self, **content: Any) -> None:
        """Send a message of any kind."""
        await self.deliver({"message": self.message(**content)})

    async def press(self, data: str) -> None:
        """Press a button by what it carries."""
        press = {"id": "1", "from": self.user, "chat_instance": "1", "data": data, "message": self.message(text="x")}
        await self.deliver({"callback_query": press})

    async def deliver(self, update: Mapping[str, Any]) -> None:
        """Deliver an update and wait until it is done with."""
        await self.server.deliver(update)
        await self.server.settled()

    def message(self, **content: Any) -> dict[str, Any]:
        """Return a message of theirs."""
        self._message += 1
        chat = {"id": self.chat_id, "type": "private", **self.profile}
        return {"message_id": self._message, "date": 1_700_000_000, "chat": chat, "from": self.user, **content}

    @property
    def user(self) -> dict[str, Any]:
        """Their account as every update carries it."""
        return {"id": self.chat_id, "is_bot": False, "language_code": "en", **self.profile}


async def go_wrong(phone: TelegramTalk, words: str) -> None:
    """Send all that is no message of words, and have Telegram refuse and garble answers, with marks in all of it."""
    server = phone.server
    quoted = f"{words} {phone.chat_id} {server.token}"
    for status, error in ((403, "Forbidden"), (400, "Bad Request"), (502, "Bad Gateway")):
        await server.fail_next(
            "sendMessage", status, {"ok": False, "error_code": status, "description": f"{error}: {quoted}"}
        )
        await phone.send(text=words)
    await server.fail_next("sendMessage", 500, f"not JSON: {quoted}")
    await phone.send(text=words)
    await phone.send(photo=[{**FILE, "width": 1, "height": 1}], caption=words)
    await phone.send(document={**FILE, "file_name": words})
    await phone.send(contact={"phone_number": "07700900461", "first_name": phone.profile["first_name"]})
    await phone.send(location={"latitude": 51.2787, "longitude": 0.5217})
    await phone.send(text=f"/dance {words}")
    await phone.send(text=f"/start {phone.profile['username']}")
    await phone.press(words)
    await phone.deliver({"edited_message": phone.message(text=words, edit_date=1)})
    await phone.deliver({"message": {**phone.message(text=words), "message_id": {"not": words}, "date": words}})
    group = {"id": -phone.chat_id, "type": "group", "title": words}
    await phone.deliver({"message": {**phone.message(text=words), "chat": group}})
