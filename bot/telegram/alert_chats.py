"""Staff chats on Telegram: `/alerts ADDRESS` has a chat told of an event's alerts, `/alerts off` ends it.

A group is joined only for somebody whose own chat is told already: the bot leaves every other group at once, since
others would read along there.
"""

import re
from dataclasses import dataclass, field

from telegram.constants import ChatMemberStatus, ChatType

from bot.telegram.incoming import MEMBERSHIP, NEW_MESSAGE, Incoming
from bot.telegram.replies import OutgoingMessage
from bot.telegram.sending import Sender
from bot.turns import Turns
from conversations.staff_texts import StaffTexts
from storage.alert_chats import is_told, leave_chat_alone, tell_chat
from storage.events import Event, EventTime, event_of_page
from storage.moments import minute_of

COMMAND = re.compile(r"/alerts(?:@\w+)?(?:\s+(?P<rest>\S+))?\s*", re.IGNORECASE)
SECRET = re.compile(r"(?:https?://\S+/event/)?(?P<secret>[A-Za-z0-9_-]{32,64})/?")
OFF = "off"
GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})
GONE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


@dataclass(frozen=True, slots=True)
class AlertsCommand:
    """What staff wrote: the secret of an event's page, or none to be told how; `off` ends it."""

    secret: str = field(default="", repr=False)
    off: bool = False


def read_command(text: str | None) -> AlertsCommand | None:
    """Return what a message asks for; None for anything that is not just this command, which may be a person's words."""
    found = COMMAND.fullmatch((text or "").strip())
    if found is None:
        return None
    rest = found["rest"] or ""
    if not rest or rest.lower() == OFF:
        return AlertsCommand(off=bool(rest))
    secret = SECRET.fullmatch(rest)
    return AlertsCommand(secret["secret"]) if secret else None


class AlertChats:
    """Takes the updates that are about alerts, and lets all others pass."""

    def __init__(self, turns: Turns, sender: Sender, texts: StaffTexts) -> None:
        self._database = turns.database
        self._now = turns.now
        self._sender = sender
        self._texts = texts

    async def take(self, update: Incoming) -> bool:
        """Do what staff ask for; return False for an update that is about something else.

        Raises what the database raises; then nothing is changed, and the update may be taken again.
        """
        if not update.chat_id:
            return False
        if update.kind == MEMBERSHIP and update.content["new_chat_member"]["status"] in GONE:
            async with self._database.writing() as connection:
                await leave_chat_alone(connection, update.chat_id)
            return False
        command = read_command(update.content.get("text")) if update.kind == NEW_MESSAGE else None
        if update.private:
            if command is None:
                return False
            await self._obey(update.chat_id, command)
            return True
        return await self._take_in_group(update, command)

    async def _take_in_group(self, update: Incoming, command: AlertsCommand | None) -> bool:
        async with self._database.reading() as connection:
            stays = await is_told(connection, update.chat_id)
            brought_by_staff = bool(update.user_id) and await is_told(connection, update.user_id)
        if update.chat_type not in GROUPS or not (stays or brought_by_staff):
            return False
        if command is not None:
            await self._obey(update.chat_id, command)
        return True

    async def _obey(self, chat_id: int, command: AlertsCommand) -> None:
        if command.off:
            async with self._database.writing() as connection:
                ended = await leave_chat_alone(connection, chat_id)
            await self._say(chat_id, "off" if ended else "off_already")
        elif not command.secret:
            await self._say(chat_id, "how")
        else:
            await self._tell(chat_id, command.secret)

    async def _tell(self, chat_id: int, secret: str) -> None:
        async with self._database.writing() as connection:
            event = await event_of_page(connection, secret)
            if event is not None and self._has_alerts(event):
                await tell_chat(connection, event.code, chat_id)
        if event is None:
            await self._say(chat_id, "unknown")
        elif not self._has_alerts(event):
            await self._say(chat_id, "told_closed", event.name)
        else:
            await self._say(chat_id, "told", event.name, "told_how")

    def _has_alerts(self, event: Event) -> bool:
        return event.alerts and event.time(minute_of(self._now())) is not EventTime.CLOSED

    async def _say(self, chat_id: int, key: str, event: str = "", then: str = "") -> None:
        said = self._texts.say(f"staff_chat.{key}", event=event)
        if then:
            said = f"{said}\n\n{self._texts.say(f'staff_chat.{then}')}"
        await self._sender.send(chat_id, (OutgoingMessage(said),))
