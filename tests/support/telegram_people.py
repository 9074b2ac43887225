"""People who write to the bot through the emulated Bot API server, and what a test can arrange and ask there."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from conversations.content import load_script
from conversations.people import AgeBand, Audience, Channel
from conversations.state import ConversationState

PATIENCE = 90.0
"""Seconds to wait for something that should come at once: the machine may be busy."""

NAME = "Wilhelmina"


SCRIPT = load_script()
SOMEBODY = ConversationState(
    SCRIPT.engagement, SCRIPT.version, Channel.TELEGRAM, "en",
    audience=Audience.YOUNG_PERSON, age_band=AgeBand.AGE_16_17,
)  # fmt: skip


def text(key: str) -> str:
    """What the bot says under this key to a 16-year-old, up to the first thing that is filled in."""
    return SCRIPT.wording("en").variant(key, SOMEBODY).partition("{")[0]


async def until(condition: Callable[[], Awaitable[bool]], what: str) -> None:
    """Wait until something is so; fail, naming it, where it never is."""
    deadline = time.monotonic() + PATIENCE
    while not await condition():
        assert time.monotonic() < deadline, f"never came about: {what}"
        await asyncio.sleep(0.02)


@dataclass
class BotApi:
    """One bot's side of the server, as a test sees it."""

    url: str
    token: str
    session: aiohttp.ClientSession

    async def _get(self, path: str, **query: str) -> Any:
        async with self.session.get(f"{self.url}{path}", params={"token": self.token, **query}) as answer:
            return await answer.json()

    async def _post(self, path: str, body: Mapping[str, Any]) -> Any:
        async with self.session.post(f"{self.url}{path}", json={"token": self.token, **body}) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def calls(self, method: str = "") -> list[dict[str, Any]]:
        """What the bot called, in order; of one method if named."""
        return [call for call in await self._get("/calls") if not method or call["method"] == method]

    async def messages(self, chat_id: int) -> list[dict[str, Any]]:
        """What stands in a chat from the bot, as it looks now."""
        found: list[dict[str, Any]] = await self._get("/messages", chat=str(chat_id))
        return found

    async def pending(self) -> int:
        """How many updates the bot has not confirmed."""
        return int(await self._get("/pending"))

    async def all_confirmed(self) -> None:
        """Wait until the bot has confirmed everything."""

        async def none_left() -> bool:
            return await self.pending() == 0

        await until(none_left, "all updates confirmed")

    async def deliver(self, update: Mapping[str, Any]) -> int:
        """Deliver any update; return its id."""
        return int((await self._post("/updates", {"update": update}))["result"])

    async def deliver_many(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Deliver updates all at once, in this order."""
        await self._post("/updates", {"updates": list(updates)})

    async def plan_failure(self, method: str, **plan: Any) -> None:
        """Have the next calls of a method answered differently: status, body, times, delay_ms, chat_id."""
        await self._post("/fail", {"method": method, **plan})

    async def plan_error(self, method: str, status: int, description: str, **plan: Any) -> None:
        """Have the next calls of a method refused the way Telegram does."""
        body = {"ok": False, "error_code": status, "description": description, "parameters": plan.pop("parameters", {})}
        await self.plan_failure(method, status=status, body=body, **plan)

    async def make_old(self, up_to: int) -> None:
        """Make every message up to a number too old to be taken away."""
        await self._post("/old", {"up_to": up_to})

    async def wait_for_call(self, method: str, times: int = 1) -> list[dict[str, Any]]:
        """Wait until the bot has called a method that often."""

        async def enough() -> bool:
            return len(await self.calls(method)) >= times

        await until(enough, f"{times} x {method}")
        return await self.calls(method)


@dataclass
class Person:
    """Somebody with Telegram on their phone. `read` is how many of the bot's messages they have read."""

    api: BotApi
    chat_id: int
    language: str = "en"
    read: int = field(default=0, init=False)

    @property
    def user(self) -> dict[str, Any]:
        """The person as every update carries them."""
        return {"id": self.chat_id, "is_bot": False, "first_name": NAME, "language_code": self.language}

    @property
    def chat(self) -> dict[str, Any]:
        """Their private chat with the bot."""
        return {"id": self.chat_id, "type": "private", "first_name": NAME}

    def message(self, **content: Any) -> dict[str, Any]:
        """A message of theirs with any content."""
        return {"message_id": 1, "date": 1_700_000_000, "chat": self.chat, "from": self.user, **content}

    async def send(self, **content: Any) -> int:
        """Send a message of any kind; return the update's id."""
        return await self.api.deliver({"message": self.message(**content)})

    async def say(self, text: str) -> int:
        """Write something."""
        return await self.send(text=text)

    async def replies(self, messages: int = 1) -> str:
        """Wait for the bot's next messages and return their text."""

        async def there() -> bool:
            return len(await self.api.messages(self.chat_id)) >= self.read + messages

        await until(there, f"{messages} more message(s) from the bot")
        new = (await self.api.messages(self.chat_id))[self.read :]
        self.read += len(new)
        return "\n\n".join(message["text"] for message in new)

    async def ask(self, text: str) -> str:
        """Write something and return what the bot says to it."""
        await self.say(text)
        return await self.replies()

    async def buttons(self) -> dict[str, dict[str, Any]]:
        """The buttons of the last message, by their labels."""
        last = (await self.api.messages(self.chat_id))[-1]
        rows = last.get("reply_markup", {}).get("inline_keyboard", [])
        return {button["text"]: button for row in rows for button in row}

    async def press_data(self, data: str, message: Mapping[str, Any] | None = None) -> int:
        """Press a button by what it carries, on the last message or on another."""
        on = message or (await self.api.messages(self.chat_id))[-1]
        press = {"id": "1", "from": self.user, "chat_instance": "1", "data": data, "message": on}
        return await self.api.deliver({"callback_query": press})

    async def press(self, key: str) -> str:
        """Press the button of the last message that is labelled with this text; return what the bot says to it."""
        await self.press_data((await self.buttons())[text(key)]["callback_data"])
        return await self.replies()

    async def go_to_first_question(self) -> str:
        """Start, be 16 or 17, agree to everything; return the first question's message."""
        await self.ask("/start")
        for key in (
            "audience.young_person", "age_band.16_17", "choice.check.no", "choice.take_part.yes", "choice.quotes.yes",
        ):  # fmt: skip
            said = await self.press(key)
        return said
