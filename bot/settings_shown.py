"""The settings for others: as a table for people, as an environment for another process, as a list of what is secret."""

import os
from dataclasses import MISSING, fields
from pathlib import Path

from bot.settings import PREFIX, Settings
from storage.database import database_url


def settings_table() -> str:
    """Return the README's table of settings, one row each: name, default, what it is for."""
    rows = ["| setting | default | what it is for |", "| --- | --- | --- |"]
    for about in fields(Settings):
        default = about.metadata["shown"] or f"`{about.default if about.default is not MISSING else ''}`"
        secret = " **Secret.**" if about.metadata["secret"] else ""
        rows.append(f"| `{PREFIX}{about.name.upper()}` | {default} | {about.metadata['help']}{secret} |")
    return "\n".join(rows)


def environment_for(settings: Settings) -> dict[str, str]:
    """Return the environment for another process of Sayso that is to have these settings and none of ours.

    What stands at its default is left out; paths are written so that they hold in any folder.
    """
    others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    set_here = {about.name: getattr(settings, about.name) for about in fields(Settings)}
    own = {
        PREFIX + f.name.upper(): _written(set_here[f.name]) for f in fields(Settings) if set_here[f.name] != f.default
    }
    return {**others, **own}


def secrets_in_settings(settings: Settings) -> tuple[str, ...]:
    """Return every secret text in the settings: token, secrets, the database's password; none of those that are empty."""
    named = [about.name for about in fields(Settings) if about.metadata["secret"] and about.name != "database_url"]
    values = [*(str(getattr(settings, name) or "") for name in named), database_url(settings.database).password or ""]
    return tuple(value for value in values if value)


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return os.pathsep.join(_written(part) for part in value)
    return str(value.absolute()) if isinstance(value, Path) else str(value)
