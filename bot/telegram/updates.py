"""Reads one update: what did a person do, or what else does it mean? Pure, and total over what Telegram can send."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from telegram.constants import ChatMemberStatus

from bot.channel import Envelope
from bot.language_tags import language_of_tag
from bot.telegram.incoming import EDITED, MEMBERSHIP, PRESS, Incoming, has
from bot.telegram.keyboard import read_callback_data
from bot.telegram.kinds import SERVICE_CONTENT, UNSUPPORTED_CONTENT
from conversations.inbound import (
    ONLY_ON_BUTTONS,
    Command,
    CommandGiven,
    Inbound,
    Picked,
    Started,
    Typed,
    Unsupported,
    UnsupportedKind,
)
from conversations.people import Channel

SLASH = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(?P<rest>.*))?", re.DOTALL)
CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
START = "start"
COMMANDS = {command.value: command for command in Command if command not in ONLY_ON_BUTTONS}
GONE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


@dataclass(frozen=True, slots=True)
class Heard:
    """A person did something in a private chat.

    `number` is that of the message they sent, or of the one whose button they pressed; `pressed` is the message whose button it was, where that message can still be updated; `beside_media` says that
    the words came under a picture or a file, which itself is not kept. `receipt` is what they wrote behind /receipt.
    """

    envelope: Envelope
    chat_id: int = field(repr=False)
    number: int = field(default=0, repr=False)
    pressed: int | None = field(default=None, repr=False)
    beside_media: bool = False
    receipt: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class InGroup:
    """The bot is in a group or a channel, where others would read along: it says so and leaves."""

    chat_id: int = field(repr=False)
    language: str = ""


@dataclass(frozen=True, slots=True)
class LeftGroup:
    """The bot is no longer in a group."""

    chat_id: int = field(repr=False)


@dataclass(frozen=True, slots=True)
class Blocked:
    """A person blocked the bot, or took that back. Nothing is said: their answers stand until they decide."""

    blocked: bool


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing follows from it; `why` is one of a few fixed words, for counting."""

    why: str


Reading = Heard | InGroup | LeftGroup | Blocked | Ignored


def read_update(update: Incoming, languages: Collection[str]) -> Reading:
    """Return what an update means. `languages` are those there is wording in, for the wish that comes with a person."""
    language = language_of_tag(update.language_tag, languages)
    if update.kind == PRESS:
        return _read_press(update, language)
    if update.kind == MEMBERSHIP:
        return _read_membership(update)
    message = update.message
    if message is None:
        return Ignored("kind_of_update")
    if not update.private:
        return InGroup(update.chat_id, language)
    if not update.user_id or update.is_bot:
        return Ignored("not_a_person")
    text = message.get("text") or ""
    words = text or (message.get("caption") or "").strip()
    if update.kind == EDITED:
        if has(message, "location"):
            return Ignored("moving_location")
        return _heard(update, Unsupported(UnsupportedKind.EDITED, words), language)
    if any(has(message, name) for name in message.keys() & SERVICE_CONTENT):
        return Ignored("service_message")
    inbound, code = read_words(words) if words else (Unsupported(unsupported_kind(message)), "")
    beside = bool(words and not text)
    return _heard(update, inbound, language, code=code, beside_media=beside, receipt=receipt_words(words))


def read_words(text: str) -> tuple[Inbound, str]:
    """Return what a text message is, with the code of the link that it carries, if any.

    A command counts where it stands alone; with more words behind it the whole is taken for words, so that none is
    lost unread. Only /help is followed in any case.
    """
    slash = SLASH.fullmatch(text.strip())
    if slash is None:
        return Typed(text), ""
    name, rest = slash["name"].lower(), (slash["rest"] or "").strip()
    if name == START:
        return Started(), rest if CODE.fullmatch(rest) else ""
    command = COMMANDS.get(name)
    if rest and command is not Command.HELP:
        return Typed(text), ""
    return (CommandGiven(command) if command else Unsupported(UnsupportedKind.UNKNOWN_COMMAND)), ""


def receipt_words(text: str) -> str:
    """Return what stands behind /receipt, nothing where that is not what was sent."""
    slash = SLASH.fullmatch(text.strip())
    if slash is None or slash["name"].lower() != Command.RECEIPT.value:
        return ""
    return (slash["rest"] or "").strip()


def unsupported_kind(message: Mapping[str, Any]) -> UnsupportedKind:
    """Return which kind of message without words this is; OTHER for one that this program does not know yet."""
    return next((kind for name, kind in UNSUPPORTED_CONTENT if has(message, name)), UnsupportedKind.OTHER)


def _read_press(update: Incoming, language: str) -> Reading:
    message = update.message
    if message is None:
        return Ignored("press_without_message")
    if not update.private:
        return InGroup(update.chat_id, language)
    # Telegram gives the date 0 to a message that it no longer shows to bots.
    pressed = message["message_id"] if message.get("date") else None
    return _heard(update, Picked(*read_callback_data(update.content.get("data") or "")), language, pressed=pressed)


def _read_membership(update: Incoming) -> Reading:
    gone = update.content["new_chat_member"]["status"] in GONE
    if update.private:
        return Blocked(blocked=gone)
    return LeftGroup(update.chat_id) if gone else InGroup(update.chat_id)


def _heard(  # noqa: PLR0913 - what an envelope is made of
    update: Incoming,
    inbound: Inbound,
    language: str,
    *,
    code: str = "",
    pressed: int | None = None,
    beside_media: bool = False,
    receipt: str = "",
) -> Heard:
    envelope = Envelope(
        channel=Channel.TELEGRAM,
        address=str(update.chat_id),
        message_id=f"u{update.update_id}",
        inbound=inbound,
        code=code,
        language=language,
    )
    number = update.message["message_id"] if update.message else 0
    return Heard(envelope, update.chat_id, number, pressed, beside_media, receipt)
