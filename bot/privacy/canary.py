"""The canary: a made-up person whose every trace is marked talks through all channels, and then everything is searched.

It is the real program, started anew with this installation's settings in a scratch place, logging all that it can, with
failures on purpose on the way. What may remain of the person are answers without the marks.
"""

import secrets
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from bot.privacy.canary_report import report
from bot.privacy.canary_talks import Talks, took_part
from bot.privacy.findings import Part, holds
from bot.privacy.made_up_telegram import TelegramServer, made_up_telegram
from bot.privacy.marks import PERSONAL, Mark, needles, text_mark
from bot.privacy.program import Program, free_port
from bot.privacy.scratch import Scratch, scratch_place
from bot.privacy.searching import SHORTEST_SOUGHT, Hit, search_folder, search_tables
from bot.privacy.server_files import ServerSearch, log_position, search_server
from bot.privacy.web_talk import Answer
from bot.secrets import channel_keys, webhook_secret
from bot.settings import Settings
from bot.settings_shown import secrets_in_settings
from storage.database import database_url

LOWEST_CHAT_ID = 7_000_000_000
"""From here on upwards the made-up chat's id is drawn: ten digits that stand nowhere by chance."""

Progress = Callable[[str], None]


@dataclass
class Walked:
    """What came of the walk. `channels` says of each channel whether its talk came to its end.

    `logged` counts the lines that the program wrote to its log, `failures` those of them that tell of a failure.
    """

    hits: set[Hit] = field(default_factory=set)
    answers: list[Answer] = field(default_factory=list)
    channels: dict[str, bool] = field(default_factory=dict)
    server: ServerSearch | None = None
    marks: tuple[Mark, ...] = ()
    logged: int = 0
    failures: int = 0


async def canary_part(settings: Settings, progress: Progress, scratch_url: str = "") -> tuple[Part, list[Answer]]:
    """Walk and search; return the part of the report and every answer of the web chat.

    Raises StartError, saying what to do, where there is no scratch place or the program does not start in it.
    """
    async with made_up_telegram() as telegram:
        walked = await walk_and_search(settings, telegram, progress, scratch_url=scratch_url)
    part = report(walked.hits, walked.channels, walked.answers, walked.server, walked.marks)
    said = f"The program wrote {walked.logged} lines to its log, {walked.failures} of them warnings and errors."
    return replace(part, findings=(*part.findings, holds(said))), walked.answers


async def walk_and_search(
    settings: Settings,
    telegram: TelegramServer,
    progress: Progress,
    *,
    scratch_url: str = "",
) -> Walked:
    """Walk through every channel at a Bot API server, then search."""
    async with AsyncExitStack() as stack:
        progress("making a scratch place")
        scratch = await stack.enter_async_context(scratch_place(settings.database, scratch_url))
        own = in_scratch(settings, scratch, telegram)
        program = Program(scratch, own)
        chat_id = LOWEST_CHAT_ID + secrets.randbelow(10**9)
        page_secret = secrets.token_urlsafe(24)
        talks = Talks(scratch, program, telegram, stack, chat_id, page_secret)
        begin = await log_position(scratch.database)
        walked = Walked(answers=talks.answers)
        async with program.running():
            progress("talking on the web chat and on Telegram")
            await talks.all()
            walked.marks = (*PERSONAL, *marks_of(own, settings, chat_id), *talks.marks)
            progress("searching while it runs")
            walked.hits |= await search_scratch(scratch, walked.marks)
            await talks.break_the_state()
        progress("talking in the terminal, exporting")
        await talks.commands()
        walked.logged, walked.failures = lines_of(scratch.logs / "run")
        walked.channels = {**await took_part(scratch.database), **talks.ended}
        progress("searching everything that is left")
        walked.hits |= await search_scratch(scratch, walked.marks)
        if not scratch.database.is_sqlite:
            walked.server = await search_server(scratch.database.url, begin, needles(walked.marks))
            walked.hits |= walked.server.hits
    return walked


def lines_of(log: Path) -> tuple[int, int]:
    """Return how many lines a log has, and how many of them are warnings and errors."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return len(lines), sum("WARNING" in line or "ERROR" in line for line in lines)


async def search_scratch(scratch: Scratch, marks: tuple[Mark, ...]) -> set[Hit]:
    """Return what stands in any table and in any file of the scratch place that stays or could stay."""
    sought = needles(marks)
    return await search_tables(scratch.database, sought) | search_folder(scratch.searched, sought)


def in_scratch(settings: Settings, scratch: Scratch, telegram: TelegramServer) -> Settings:
    """Return this installation's settings with everything that leads to real people or data turned to the scratch place."""
    url = scratch.database.url
    taken_back = {about.name: about.default for about in fields(Settings) if is_secret(about.name)}
    own: dict[str, Any] = {
        **taken_back,
        "host": "127.0.0.1",
        "port": free_port(),
        "data_dir": scratch.data,
        "database_url": url.set(drivername=url.get_backend_name()).render_as_string(hide_password=False),
        "secret": secrets.token_urlsafe(32),
        "public_url": "",
        "telegram_token": telegram.token,
        "telegram_api_root": telegram.url,
        "log_level": "debug",
    }
    return replace(settings, **own)


def is_secret(name: str) -> bool:
    """Whether a setting is a secret, or says something about one (`x_until` of a secret `x`)."""
    named = [about.name for about in fields(Settings) if about.metadata["secret"]]
    return any(name == secret or name.startswith(f"{secret}_") for secret in named)


def marks_of(own: Settings, real: Settings, chat_id: int) -> tuple[Mark, ...]:
    """Return what is marked besides words: ids and secrets, also those of the real installation."""
    keys = channel_keys(own)
    marks = [
        text_mark("the Telegram chat's id", str(chat_id)),
        text_mark("a place on the map", "51.2787"),
        text_mark("the bot's token", own.telegram_token.partition(":")[2], secret=True),
        text_mark("the secret", own.secret, secret=True),
        Mark("the key made of the secret", keys.secret, secret=True),
        text_mark("the webhook's secret", webhook_secret(own, keys), secret=True),
    ]
    password = database_url(own.database).password
    if password and len(password) >= SHORTEST_SOUGHT:
        marks.append(text_mark("the database's password", password, secret=True))
    marks += [
        text_mark("a secret of the real installation", value.rpartition(":")[2], secret=True)
        for value in secrets_in_settings(real)
    ]
    return tuple(marks)
