"""One update as it came: who it is from and in which chat, before anybody asks what it means.

Read by hand, from the JSON: the library makes an object of every button of the message that a press was on, which takes
longer than the turn.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from telegram.constants import ChatType

from bot.telegram.kinds import TAKEN_UPDATES

NEW_MESSAGE = "message"
PRESS = "callback_query"
MEMBERSHIP = "my_chat_member"
EDITED = "edited_message"
ABSENT: tuple[object, ...] = (None, False, [], "")
"""What stands for 'not there' where Telegram writes it out all the same. An empty object is there."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update. `kind` is one of those we take, empty for any other; `content` is what stands under it.

    `chat_id` and `user_id` are 0 where there is none; a chat's kind is one of the library's ChatType, or one that it
    does not know yet. `press` is the id of a pressed button's query, empty for anything else.
    """

    update_id: int
    kind: str = ""
    content: Mapping[str, Any] = field(default_factory=dict, repr=False)
    chat_id: int = field(default=0, repr=False)
    chat_type: str = ""
    user_id: int = field(default=0, repr=False)
    is_bot: bool = False
    language_tag: str = field(default="", repr=False)
    press: str = field(default="", repr=False)

    @property
    def private(self) -> bool:
        """Whether the chat is one person's with the bot."""
        return self.chat_type == ChatType.PRIVATE

    @property
    def message(self) -> Mapping[str, Any] | None:
        """The message that came, was changed, or whose button was pressed; None where there is none."""
        return self.content.get("message") if self.kind == PRESS else self.content or None


def read_incoming(raw: Mapping[str, Any]) -> Incoming:
    """Return an update that came as this JSON. Raises ValueError, without its content, where it makes no sense."""
    try:
        return _read(raw)
    except (KeyError, TypeError, AttributeError):
        problem = ValueError("the update does not have the form of one")
    # Raised out here, so that the error above, which may show what it stumbled over, is not its context.
    raise problem


def has(message: Mapping[str, Any], name: str) -> bool:
    """Whether a message has something under a name."""
    return message.get(name) not in ABSENT


def _read(raw: Mapping[str, Any]) -> Incoming:
    update_id = _number(raw["update_id"])
    kind = next((name for name in TAKEN_UPDATES if raw.get(name) is not None), "")
    if not kind:
        return Incoming(update_id)
    content = _object(raw[kind])
    message = _object(content["message"]) if kind == PRESS and content.get("message") is not None else content
    user = _object(content["from"]) if content.get("from") is not None else {}
    incoming = Incoming(
        update_id=update_id,
        kind=kind,
        content=content,
        user_id=_number(user["id"]) if user else 0,
        is_bot=bool(user.get("is_bot")),
        language_tag=_text(user.get("language_code") or ""),
        press=_text(content["id"]) if kind == PRESS else "",
        chat_id=0 if message is content and kind == PRESS else _number(message["chat"]["id"]),
        chat_type="" if message is content and kind == PRESS else _text(message["chat"]["type"]),
    )
    _check(kind, content, message)
    return incoming


def _check(kind: str, content: Mapping[str, Any], message: Mapping[str, Any]) -> None:
    """Raise TypeError where something that is read later on is not what it has to be."""
    if kind == MEMBERSHIP:
        _text(content["new_chat_member"]["status"])
    elif kind == PRESS:
        _text(content.get("data") or "")
        if message is not content:
            _number(message["message_id"])
    else:
        _number(message["message_id"])
        _text(message.get("text") or "")
        _text(message.get("caption") or "")


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _object(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError
    return value
