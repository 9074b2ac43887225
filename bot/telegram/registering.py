"""Tells Telegram what the bot is and which commands it has, so that people see both before they begin."""

import logging
import re

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.telegram.sending import UNREADABLE
from conversations.engine import new_state
from conversations.people import Channel
from conversations.prompts import speaks_others
from conversations.script import Script

log = logging.getLogger(__name__)

MENU = ("help", "next", "skip", "back", "change", "language", "stop", "receipt", "delete", "clear", "start")
"""The commands in the order of Telegram's menu: help first."""

LANGUAGE_CODE = re.compile(r"[a-z]{2}")
"""Telegram knows languages by two letters; wording such as Easy Read has no place of its own there."""


def menu(script: Script, language: str) -> tuple[BotCommand, ...]:
    """Return the commands with what each does, in one language."""
    names = (name for name in MENU if name != "language" or len(script.languages) > 1)
    keys = {"language": "menu.languages" if speaks_others(script) else "menu.language"}
    return tuple(BotCommand(name, words(script, language, keys.get(name, f"menu.{name}"))) for name in names)


def words(script: Script, language: str, key: str) -> str:
    """Return one text for nobody in particular."""
    return script.wording(language).say(key, new_state(script, Channel.TELEGRAM, language))


async def register(bot: Bot, script: Script) -> None:
    """Set the commands and the bot's description, per language where Telegram knows it. An error only goes to the log.

    Descriptions are set only where they differ: Telegram allows few changes a day, and every start comes here.
    """
    codes = [""] + [code for code in script.languages if LANGUAGE_CODE.fullmatch(code)]
    try:
        for code in codes:
            language = code or script.default_language
            await bot.set_my_commands(menu(script, language), language_code=code or None)
            await _describe(bot, script, language, code or None)
    except (TelegramError, *UNREADABLE) as error:
        log.warning("Telegram did not take the bot's commands or description: %s", type(error).__name__)


async def _describe(bot: Bot, script: Script, language: str, code: str | None) -> None:
    description = words(script, language, "door.description")
    if (await bot.get_my_description(language_code=code)).description != description:
        await bot.set_my_description(description, language_code=code)
    short = words(script, language, "door.short_description")
    if (await bot.get_my_short_description(language_code=code)).short_description != short:
        await bot.set_my_short_description(short, language_code=code)
