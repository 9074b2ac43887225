"""Turns what the conversation says into Telegram's messages: few of them, each with its buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bot.telegram.keyboard import keyboard
from bot.telegram.splitting import packed
from conversations.turn import Reply


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """One message to send: plain text, and the buttons below it as `keyboard` writes them, empty for none."""

    text: str
    keyboard: str = ""


def outgoing(replies: Sequence[Reply], web_chat_url: str = "") -> tuple[OutgoingMessage, ...]:
    """Return the messages that say these replies, joined into as few as hold them.

    The last message carries the buttons: those of the last reply that has any, and every link. `web_chat_url` is what
    a link to the web chat opens; where it is empty such a link is left out.
    """
    texts = packed([reply.text for reply in replies])
    buttons = next((reply.buttons for reply in reversed(replies) if reply.buttons), ())
    links = [link for reply in replies for link in reply.links]
    below = keyboard(buttons, links, web_chat_url)
    return tuple(
        OutgoingMessage(text, below if place == len(texts) else "") for place, text in enumerate(texts, start=1)
    )


def updates_in_place(replies: Sequence[Reply]) -> bool:
    """Whether these replies renew a prompt that is on the screen already."""
    return bool(replies) and all(reply.in_place for reply in replies)


def web_chat_url(public_url: str, code: str) -> str:
    """Return the web chat's address for a link's code; empty where Sayso has no public https address."""
    if not public_url.startswith("https://"):
        return ""
    return f"{public_url}/chat/{quote(code, safe='')}" if code else f"{public_url}/chat"
