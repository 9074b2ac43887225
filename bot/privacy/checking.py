"""The whole check, part by part, read only but for the canary's scratch place; a part that fails to run says so."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.application import load_scripts
from bot.errors import BotError
from bot.opening import opened_database
from bot.privacy.canary import Progress, canary_part
from bot.privacy.dictionary import dictionary_part
from bot.privacy.findings import Part, unknown
from bot.privacy.kept import kept_part
from bot.privacy.outward import outward_part, web_address
from bot.privacy.promises import promises_part
from bot.privacy.secrets_readable import secrets_part
from bot.privacy.web_talk import Answer
from bot.settings import Settings
from storage.errors import StorageError

LEFT_OUT = "The canary was left out (--no-canary), so nobody knows what stays of what people write."


@dataclass(frozen=True, slots=True)
class Wish:
    """What the auditor asked for: `web` is where the running web chat is, `scratch` an empty database to use."""

    web: str = ""
    scratch: str = ""
    canary: bool = True
    env_file: Path = Path(".env")


async def check(settings: Settings, wish: Wish, now: datetime, progress: Progress) -> tuple[Part, ...]:
    """Return the report. Raises BotError, saying what to do, where there is no database to check at all."""
    answers: list[Answer] = []

    async def canary() -> Part:
        if not wish.canary:
            return Part("Canary", LEFT_OUT, (unknown(LEFT_OUT, "Run the check without --no-canary."),))
        part, heard = await canary_part(settings, progress, wish.scratch)
        answers.extend(heard)
        return part

    async with opened_database(settings, make=False) as database:
        progress("reading the database's tables")
        dictionary = await _tried("Data dictionary", lambda: dictionary_part(database))
        walked = await _tried("Canary", canary)
        progress("looking at the pages")
        outward = await outward_part(settings, database, wish.web or web_address(settings), answers)
        progress("counting what is too old")
        kept = await _tried("Retention honoured", lambda: kept_part(database, settings, load_scripts(settings), now))
        progress("looking at files and command lines")
        readable = secrets_part(settings, wish.env_file)
    return dictionary, outward, walked, kept, readable, promises_part()


async def _tried(title: str, make: Callable[[], Awaitable[Part]]) -> Part:
    try:
        return await make()
    except (BotError, StorageError) as error:
        return Part(
            title, "This part could not be checked.", (unknown(str(error), "Mend that, and run the check again."),)
        )
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        why = f"It broke off ({type(error).__name__})."
        return Part(
            title, "This part could not be checked.", (unknown(why, "Run the check again; report it if it stays."),)
        )
