"""Finds the one engagement that a command is about, and says what is wrong where it cannot be used."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.settings import read_settings
from conversations.content import OWN_FOLDER, engagement_folders, load_script
from conversations.errors import ContentError
from conversations.opening import LONDON
from conversations.people import Channel
from conversations.script import Script

FOLDER_HELP = "the folder of an engagement; Sayso's own five questions if left out"


def add_folder(parser: argparse.ArgumentParser) -> None:
    """Let a command be told which engagement it is about."""
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", default=OWN_FOLDER, help=FOLDER_HELP)


def add_language(parser: argparse.ArgumentParser) -> None:
    """Let a command be told which language's words to use."""
    parser.add_argument("--language", default="", metavar="CODE", help="the language's code, for example en-easy")


def add_channel(parser: argparse.ArgumentParser) -> None:
    """Let a command be told which door the person comes through."""
    doors = [channel.value for channel in Channel]
    parser.add_argument("--channel", default=Channel.WEB.value, choices=doors, help="the door they come through")


def add_moment(parser: argparse.ArgumentParser, purpose: str) -> None:
    """Let a command be told another moment than now; what it gets as `at` says its time zone."""
    parser.add_argument("--at", type=read_moment, default=datetime.now(UTC), metavar="MOMENT", help=purpose)


def read_moment(words: str) -> datetime:
    """Return a moment as people write it, in English clock time where they name no zone.

    Raises ArgumentTypeError where it is none.
    """
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError("write day and time, as in 2026-12-25T23:30") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


def with_script(arguments: argparse.Namespace, action: Callable[[Script], int]) -> int:
    """Load the engagement that the arguments name and do something with it; return an exit code.

    Raises SettingsError where a setting cannot be used: the installation's own help lines belong to every engagement.
    """
    folder: Path = arguments.folder
    found = engagement_folders(folder) or (folder,)
    if len(found) > 1:
        names = ", ".join(str(own) for own in found)
        sys.stderr.write(f"There are several engagements in {folder}. Name one of: {names}.\n")
        return 2
    try:
        # Whoever checks a draft has to read it as a talk: staff may ask for any pack by its name.
        settings = read_settings()
        script = load_script(
            found[0], settings.helplines, settings.draft_languages | {getattr(arguments, "language", "")}
        )
    except ContentError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    language = getattr(arguments, "language", "")
    if language and language not in script.languages:
        sys.stderr.write(f"There is no language '{language}' here. Use one of: {', '.join(script.languages)}.\n")
        return 2
    return action(script)
