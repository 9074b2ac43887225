"""Reads one update: what did a person do, or what else does it mean? Pure, and total over what Telegram can send."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from telegram import CallbackQuery, Chat, ChatMemberUpdated, MaybeInaccessibleMessage, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType

from bot.channel import Envelope
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


def read_update(update: Update, languages: Collection[str]) -> Reading:
    """Return what an update means. `languages` are those there is wording in, for the wish that comes with a person."""
    if update.callback_query is not None:
        return _read_press(update, update.callback_query, languages)
    if update.my_chat_member is not None:
        return _read_membership(update.my_chat_member)
    message = update.message or update.edited_message or update.channel_post
    if message is None:
        return Ignored("kind_of_update")
    if message.chat.type != ChatType.PRIVATE:
        return _read_group(message.chat, message.from_user, languages)
    if message.from_user is None or message.from_user.is_bot:
        return Ignored("not_a_person")
    words = message.text or (message.caption or "").strip()
    if update.edited_message is not None:
        if message.location is not None:
            return Ignored("moving_location")
        edited = Unsupported(UnsupportedKind.EDITED, words)
        return _heard(update, message, message.from_user, edited, languages)
    if any(getattr(message, name, None) for name in SERVICE_CONTENT):
        return Ignored("service_message")
    inbound, code = read_words(words) if words else (Unsupported(unsupported_kind(message)), "")
    beside = bool(words and not message.text)
    heard = _heard(update, message, message.from_user, inbound, languages, code=code, beside_media=beside)
    return replace(heard, receipt=receipt_words(words))


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


def unsupported_kind(message: Message) -> UnsupportedKind:
    """Return which kind of message without words this is; OTHER for one that this program does not know yet."""
    return next((kind for name, kind in UNSUPPORTED_CONTENT if getattr(message, name, None)), UnsupportedKind.OTHER)


def wished_language(user: User | None, languages: Collection[str]) -> str:
    """Return the language a person's app is set to, as far as there is wording in it: `pt-br`, else `pt`, else none."""
    tag = (user.language_code or "").lower() if user else ""
    while tag and tag not in languages:
        tag = tag.rpartition("-")[0]
    return tag


def _read_press(update: Update, query: CallbackQuery, languages: Collection[str]) -> Reading:
    if query.message is None:
        return Ignored("press_without_message")
    if query.message.chat.type != ChatType.PRIVATE:
        return _read_group(query.message.chat, query.from_user, languages)
    pressed = query.message.message_id if query.message.is_accessible else None
    inbound = Picked(*read_callback_data(query.data or ""))
    return _heard(update, query.message, query.from_user, inbound, languages, pressed=pressed)


def _read_membership(change: ChatMemberUpdated) -> Reading:
    gone = change.new_chat_member.status in GONE
    if change.chat.type == ChatType.PRIVATE:
        return Blocked(blocked=gone)
    return LeftGroup(change.chat.id) if gone else _read_group(change.chat, None, ())


def _read_group(chat: Chat, user: User | None, languages: Collection[str]) -> InGroup:
    return InGroup(chat.id, wished_language(user, languages))


def _heard(  # noqa: PLR0913 - what an envelope is made of
    update: Update,
    message: MaybeInaccessibleMessage,
    user: User,
    inbound: Inbound,
    languages: Collection[str],
    *,
    code: str = "",
    pressed: int | None = None,
    beside_media: bool = False,
) -> Heard:
    envelope = Envelope(
        channel=Channel.TELEGRAM,
        address=str(message.chat.id),
        message_id=f"u{update.update_id}",
        inbound=inbound,
        code=code,
        language=wished_language(user, languages),
    )
    return Heard(envelope, message.chat.id, message.message_id, pressed, beside_media)
