"""`sayso chat`: a talk with the script in the terminal, to try it out or to make a test of it."""

import argparse
import contextlib
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import tomli_w

from bot.cli.engagement import add_channel, add_folder, add_language, add_moment, with_script
from bot.terminal import HOW, record, talk
from conversations.helplines_now import at
from conversations.people import Channel
from conversations.script import Script
from conversations.transcripts import Exchange

with contextlib.suppress(ImportError):
    import readline  # noqa: F401 - gives input() its history and its arrow keys, where there is one


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "chat",
        help="talk to the script in this terminal; nothing is stored",
        description=f"Talk to the script as a young person would. Nothing is stored. {HOW}",
    )
    add_folder(parser)
    add_language(parser)
    add_channel(parser)
    add_moment(parser, "show the help lines of another moment than now, as in 2026-12-25T23:30")
    parser.add_argument(
        "--save", type=Path, metavar="FILE.toml", help="write the talk there, as a test that can be played"
    )
    parser.add_argument("--title", default="", help="what the saved talk shows, in a few words")
    parser.set_defaults(run=chat)


def chat(arguments: argparse.Namespace) -> int:
    """Talk until the person leaves, and save the talk where that was asked."""
    return with_script(arguments, lambda script: talk_and_save(at(script, arguments.at), arguments))


def talk_and_save(script: Script, arguments: argparse.Namespace) -> int:
    """Talk, and write the transcript even when the talk is broken off with Ctrl-C."""
    channel = Channel(arguments.channel)
    turns: list[Exchange] = []
    if sys.stdin.isatty():
        sys.stdout.write(f"{HOW}\n\n")
    try:
        turns.extend(talk(script, channel, arguments.language, read_line, sys.stdout))
    finally:
        if arguments.save:
            title = arguments.title or arguments.save.stem.replace("_", " ").replace("-", " ")
            transcript = record(script, tuple(turns), channel, arguments.language, title)
            transcript = replace(transcript, moment=arguments.at.isoformat(timespec="minutes"))
            arguments.save.write_text(tomli_w.dumps(transcript.to_dict(), multiline_strings=True), encoding="utf-8")
            sys.stderr.write(f"\nSaved {len(turns)} turns in {arguments.save}.\n")
    return 0


def read_line() -> str:
    """Return one line the person typed; shown again where they are a file or a pipe. Raises EOFError at the end."""
    if sys.stdin.isatty():
        return input("> ")
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    typed = line.rstrip("\n")
    sys.stdout.write(f"> {typed}\n\n")
    return typed
