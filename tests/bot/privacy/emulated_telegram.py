"""The emulated Bot API server, as the canary talks to one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.telegram_people import BotApi


@dataclass(frozen=True)
class EmulatedTelegram:
    """One bot at the emulated server."""

    api: BotApi

    @property
    def url(self) -> str:
        return self.api.url

    @property
    def token(self) -> str:
        return self.api.token

    async def deliver(self, update: Mapping[str, Any]) -> None:
        await self.api.deliver(update)

    async def settled(self) -> None:
        await self.api.all_confirmed()

    async def fail_next(self, method: str, status: int, body: Mapping[str, Any] | str) -> None:
        await self.api.plan_failure(method, status=status, body=body)

    async def last_buttons(self, chat_id: int) -> tuple[str, ...]:
        messages = await self.api.messages(chat_id)
        rows = messages[-1].get("reply_markup", {}).get("inline_keyboard", []) if messages else []
        return tuple(button["callback_data"] for row in rows for button in row if "callback_data" in button)
