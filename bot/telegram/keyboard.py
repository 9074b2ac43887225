"""Buttons below a message: the options first, then the commands, always in the same places."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from telegram.constants import InlineKeyboardButtonLimit

from conversations.inbound import COMMAND_MARK, Command
from conversations.turn import Button, Link, LinkKind
from storage.json_text import json_text

SEPARATOR = ":"
CHOSEN = "✓ "
TWO_A_ROW = 18
"""The longest label, in characters, that leaves room for another beside it on a small phone."""

REMEMBERED = 1024
"""Keyboards that are kept written out: there are few, and every turn sends one of them."""

Key = Mapping[str, str]
"""One button as the Bot API has it: its label, and what it carries or opens."""

COMMAND_ROWS = (
    (Command.LEAVE_OUT,),
    (Command.KEEP_WORDS,),
    (Command.TAKE_OUT,),
    (Command.CARRY_ON, Command.TAKE_BREAK),
    (Command.NEXT,),
    (Command.BACK, Command.SKIP),
    (Command.CHANGE, Command.RECEIPT),
    (Command.LANGUAGE,),
    (Command.HELP, Command.STOP),
    (Command.DELETE,),
    (Command.CLEAR,),
)
"""Where commands stand: what goes on is on top, what ends it at the bottom."""


def callback_data(button: Button) -> str:
    """Return what Telegram gives back when the button is pressed.

    Raises ValueError where it is longer than Telegram takes: ids in a script are kept short enough for that.
    """
    data = f"{button.item_id}{SEPARATOR}{button.option_id}"
    if len(data.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
        raise ValueError(f"the button {data} is too long for Telegram")
    return data


def read_callback_data(data: str) -> tuple[str, str]:
    """Return the item and the option of a pressed button; two empty ones where it is none of ours."""
    item, separator, option = data.partition(SEPARATOR)
    return (item, option) if separator else ("", "")


def keyboard(buttons: Sequence[Button], links: Sequence[Link], web_chat_url: str) -> str:
    """Return the buttons of a message as the Bot API wants them, JSON written out; empty where there are none.

    A link becomes a button where Telegram can open it; phone numbers are in the text, where they can be tapped.
    """
    return _written(tuple(buttons), tuple(links), web_chat_url)


@lru_cache(REMEMBERED)
def _written(buttons: tuple[Button, ...], links: tuple[Link, ...], web_chat_url: str) -> str:
    rows = [*_link_rows(links, web_chat_url), *_option_rows(buttons), *_command_rows(buttons)]
    return json_text({"inline_keyboard": rows}) if rows else ""


def _link_rows(links: Sequence[Link], web_chat_url: str) -> Iterator[list[Key]]:
    for link in links:
        if link.kind is LinkKind.WEB_CHAT and web_chat_url:
            yield [{"text": link.label, "url": web_chat_url}]
        elif link.kind is LinkKind.WEB and link.target.startswith(("https://", "http://")):
            yield [{"text": link.label, "url": link.target}]


def _option_rows(buttons: Sequence[Button]) -> Iterator[list[Key]]:
    options = [button for button in buttons if not button.command]
    a_row = 2 if all(len(button.label) <= TWO_A_ROW for button in options) else 1
    for start in range(0, len(options), a_row):
        yield [_pressable(button) for button in options[start : start + a_row]]


def _command_rows(buttons: Sequence[Button]) -> Iterator[list[Key]]:
    commands = {button.option_id.removeprefix(COMMAND_MARK): button for button in buttons if button.command}
    for names in COMMAND_ROWS:
        row = [commands.pop(name.value) for name in names if name.value in commands]
        if row:
            yield [_pressable(button) for button in row]
    # A command that has no place of its own yet must not get lost.
    for button in commands.values():
        yield [_pressable(button)]


def _pressable(button: Button) -> Key:
    label = CHOSEN + button.label if button.chosen else button.label
    return {"text": label, "callback_data": callback_data(button)}
