"""Every setting, read once from the environment and an optional `.env` file. No other module reads the environment."""

import difflib
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

from bot.errors import SettingsError
from bot.setting_values import (
    a_api_root,
    a_backup_days,
    a_bot_name,
    a_colour,
    a_database,
    a_day,
    a_days,
    a_drain_seconds,
    a_exit_url,
    a_folders,
    a_format,
    a_handled_days,
    a_host,
    a_language_list,
    a_left_days,
    a_level,
    a_metrics_token,
    a_pace,
    a_port,
    a_public_url,
    a_secret,
    a_small_numbers,
    a_token,
    a_webhook_secret,
)
from storage.small_numbers import LEAST_THRESHOLD, THRESHOLD

PREFIX = "SAYSO_"
NOT_OURS = "SAYSO_TEST_"
"""Names that begin so belong to the tests."""


def _setting(read: Callable[[str], Any], purpose: str, default: Any, *, shown: str = "", secret: bool = False) -> Any:
    about = {"read": read, "help": purpose, "secret": secret, "shown": shown}
    return field(default=default, metadata=about, repr=not secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings. Secrets do not show when this is printed."""

    host: str = _setting(a_host, "Address to listen on; 0.0.0.0 listens on all.", "127.0.0.1")
    port: int = _setting(a_port, "Port of the web chat.", 8080)
    data_dir: Path = _setting(  # noqa: RUF009 - a path never changes
        Path, "Folder for the SQLite database and the secret's file.", Path("data")
    )
    database_url: str = _setting(
        a_database,
        "Where answers are kept: sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE.",
        "",
        shown="a SQLite file in the data folder",
        secret=True,
    )
    secret: str = _setting(
        a_secret,
        "Random words, 32 characters or more, that channel addresses are hashed with; every replica needs the same. How to change it: docs/retention.md.",
        "",
        shown="made at the first start and kept in a file in the data folder",
        secret=True,
    )
    previous_secret: str = _setting(
        a_secret,
        "The SAYSO_SECRET before this one: talks begun under it go on until SAYSO_PREVIOUS_SECRET_UNTIL.",
        "",
        shown="none",
        secret=True,
    )
    previous_secret_until: date | None = _setting(  # noqa: RUF009 - None never changes
        a_day,
        "Last day of the previous secret, such as 2026-12-31; then it means nothing any more.",
        None,
        shown="none",
    )
    receipt_secret: str = _setting(
        a_secret,
        "The first SAYSO_SECRET there was, once that is changed: receipts that were given out are made of it.",
        "",
        shown="SAYSO_SECRET",
        secret=True,
    )
    public_url: str = _setting(
        a_public_url, "Address that people reach Sayso at; with a token set it turns the webhook on.", "", shown="none"
    )
    exit_url: str = _setting(
        a_exit_url,
        "Where 'Leave this page' leads: a page that anybody might be reading, of a site that is never down.",
        "https://www.bbc.co.uk/weather",
    )
    content: tuple[Path, ...] = _setting(
        a_folders, f"Folders with engagements of your own, separated by '{os.pathsep}'.", (), shown="none"
    )
    helplines: Path | None = _setting(  # noqa: RUF009 - None never changes
        Path, "File with help lines of your own, which go before those that come with Sayso.", None, shown="none"
    )
    draft_languages: frozenset[str] = _setting(
        a_language_list,
        "Language packs that are offered although nobody has checked them yet, such as pl,uk; `sayso script check` names all.",
        frozenset(),
        shown="none",
    )
    engagement: str = _setting(str, "Engagement that /chat opens when the link has no code.", "five-questions")
    telegram_token: str = _setting(
        a_token, "The bot's token from BotFather; without it there is no Telegram.", "", shown="none", secret=True
    )
    telegram_name: str = _setting(
        a_bot_name,
        "The bot's name on Telegram, for the links and posters of events.",
        "",
        shown="none: they name no bot",
    )
    telegram_api_root: str = _setting(
        a_api_root,
        "The Bot API server to use: Telegram's own, a self-hosted or a test one.",
        "https://api.telegram.org",
    )
    telegram_webhook_secret: str = _setting(
        a_webhook_secret,
        "What Telegram must send along with every webhook call.",
        "",
        shown="derived from SAYSO_SECRET",
        secret=True,
    )
    telegram_pace: int = _setting(
        a_pace,
        "Messages a second to all Telegram chats together: Telegram allows 30; 0 is no limit, for a Bot API server of your own.",
        30,
    )
    small_numbers: int = _setting(
        a_small_numbers,
        f"The largest count that is hidden wherever counts are shown, {LEAST_THRESHOLD} or more.",
        THRESHOLD,
    )
    left_days: int = _setting(
        a_left_days,
        "Days after the last message that an unfinished conversation is given up: its link goes, answers stay.",
        30,
    )
    response_days: int | None = _setting(
        a_days,
        "The most days that answers may be kept; Sayso does not start where an engagement's texts name more.",
        None,
        shown="what each engagement's script promises",
    )
    handled_days: int = _setting(
        a_handled_days, "Days that fingerprints of handled messages are kept, so that none counts twice.", 3
    )
    count_days: int = _setting(a_days, "Days that counts of shown help, and of what was deleted, are kept.", 730)
    backup_days: int = _setting(
        a_backup_days, "Days that backups are kept, and as long the marks of what was erased: docs/backup.md.", 30
    )
    erased_list: Path | None = _setting(  # noqa: RUF009 - None never changes
        Path,
        "File with the marks of what was erased, best on another disk: restoring a backup reads it.",
        None,
        shown="`erased.list` in the data folder",
    )
    metrics_token: str = _setting(
        a_metrics_token,
        "What Prometheus must send along to read /metrics, 32 characters or more; without it there is no such page.",
        "",
        shown="none",
        secret=True,
    )
    drain_seconds: int = _setting(
        a_drain_seconds,
        "Seconds that everybody is still answered after the signal to stop, while /ready says no; 15 behind a load balancer.",
        0,
    )
    audit_days: int = _setting(a_days, "Days that entries of the audit trail are kept.", 2555)
    organisation: str = _setting(
        str, "The organisation's name, as the staff pages show it.", "", shown="none: only Sayso's own"
    )
    organisation_logo: Path | None = _setting(  # noqa: RUF009 - None never changes
        Path, "File with the organisation's logo for the staff pages: .svg, .png, .jpg or .webp.", None, shown="none"
    )
    organisation_colour: str = _setting(
        a_colour, "Colour of the staff pages' header, dark enough for white words.", "#12606a"
    )
    log_level: str = _setting(a_level, "How much to log: debug, info, warning or error.", "info")
    log_format: str = _setting(a_format, "How to log: text for people, json for machines.", "text")

    @property
    def numeric_log_level(self) -> int:
        """The log level as the logging module counts it."""
        return logging.getLevelNamesMapping()[self.log_level.upper()]

    @property
    def database(self) -> str:
        """The database's URL, with its default worked out."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'sayso.db').as_posix()}"

    @property
    def erased_list_file(self) -> Path:
        """The file with the marks of what was erased, with its default worked out."""
        return self.erased_list or self.data_dir / "erased.list"


def read_settings(environment: Mapping[str, str] | None = None, env_file: Path | None = Path(".env")) -> Settings:
    """Return the settings from the environment, and from `.env` for those the environment lacks.

    Raises SettingsError for a value that cannot be used and for a SAYSO_ name that is not a setting; the message names
    the setting and says what to write, and never shows a value.
    """
    values = dict(os.environ if environment is None else environment)
    if env_file is not None and env_file.is_file():
        found = {name: value or "" for name, value in dotenv_values(env_file).items()}
        values = {**found, **values}
    known = {PREFIX + f.name.upper(): f for f in fields(Settings)}
    for name in values:
        if name.startswith(PREFIX) and not name.startswith(NOT_OURS) and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            advice = f"did you mean {near[0]}?" if near else "see the README for the names"
            raise SettingsError(f"{name} is not a setting: {advice}")
    read: dict[str, Any] = {}
    for name, about in known.items():
        value = values.get(name, "").strip()
        if not value:
            continue
        try:
            read[about.name] = about.metadata["read"](value)
        except ValueError as error:
            raise SettingsError(f"{name} cannot be used: {error}") from None
    settings = Settings(**read)
    _check_previous_secret(settings)
    return settings


def _check_previous_secret(settings: Settings) -> None:
    """Raise SettingsError unless the previous secret, its last day and a present one come together, or none does."""
    previous, until = settings.previous_secret, settings.previous_secret_until
    name = f"{PREFIX}PREVIOUS_SECRET"
    if bool(previous) != (until is not None):
        raise SettingsError(f"{name} cannot be used: write {name}_UNTIL with it, and neither without the other")
    if previous and not settings.secret:
        raise SettingsError(f"{name} cannot be used: write {PREFIX}SECRET too; a secret in a file has `sayso secret`")
    if previous and not settings.receipt_secret:
        raise SettingsError(
            f"{name} cannot be used: write {PREFIX}RECEIPT_SECRET too, the first {PREFIX}SECRET there was, and leave it: "
            "without it no receipt that was given out opens anything"
        )
    if previous and previous == settings.secret:
        raise SettingsError(f"{name} cannot be used: write the secret before this one; they are the same")
