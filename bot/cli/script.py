"""`sayso script`: checks what young people will read, shows every path through it, draws it."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.cli.engagement import add_channel, add_folder, add_language, with_script
from bot.diagram.mermaid import draw_mermaid
from bot.diagram.svg import draw_svg
from bot.errors import SettingsError
from bot.pack_check import accept
from bot.script_check import check
from bot.script_preview import preview
from bot.settings import read_settings
from conversations.content import OWN_FOLDER
from conversations.flow import Flow, find_flow
from conversations.paths import find_paths
from conversations.people import Channel
from conversations.reading import did_you_mean
from conversations.script import Script

DRAWINGS: dict[str, Callable[[Flow], str]] = {"svg": draw_svg, "mermaid": draw_mermaid}
FOLDER_HELP = (
    "a folder with a script.toml, or with folders that have one; "
    "if left out, Sayso's own five questions and the folders of SAYSO_CONTENT"
)


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser("script", help="check, preview or draw what young people will read")
    steps = parser.add_subparsers(title="what to do", metavar="STEP", required=True)

    step = steps.add_parser(
        "check",
        help="find mistakes and texts that are hard to read",
        description="Names every mistake by file and line, and every text that reads older than it should.",
    )
    step.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help=FOLDER_HELP)
    step.add_argument(
        "--strict",
        action="store_true",
        help="also fail (exit code 1) for texts that are hard to read, missing or stale",
    )
    step.set_defaults(run=run_check)

    step = steps.add_parser(
        "accept",
        help="note that a language pack's texts fit the English of today",
        description="After somebody who speaks the language looked at both: its texts are not stale any more.",
    )
    step.add_argument("language", metavar="CODE", help="the pack's code, for example pl")
    step.add_argument("keys", nargs="*", metavar="KEY", help="the texts looked at, such as ask.age; all if left out")
    step.set_defaults(run=lambda given: accept(given.language, given.keys, sys.stdout, sys.stderr))

    step = steps.add_parser(
        "preview",
        help="read every path through the script as a talk",
        description="Walks through the script by every button and shows each talk: Sayso left, the person right.",
    )
    add_folder(step)
    add_language(step)
    add_channel(step)
    step.add_argument("--path", metavar="NAME", default="", help="show only this path")
    step.add_argument("--list", action="store_true", help="only name the paths")
    step.set_defaults(run=run_preview)

    step = steps.add_parser(
        "diagram",
        help="draw the flow as a picture (SVG) or as Mermaid text",
        description="Presses every button and draws where each leads: an SVG for a wall, or text for a document.",
    )
    add_folder(step)
    add_language(step)
    step.add_argument("--out", type=Path, metavar="FILE", help="write there; without it, to the screen")
    step.add_argument("--format", choices=DRAWINGS, default="svg", help="svg (the usual) or mermaid")
    step.set_defaults(run=run_diagram)


def run_check(arguments: argparse.Namespace) -> int:
    """Check the folders, or all that Sayso would start with; see `bot.script_check.check`."""
    try:
        settings = read_settings()
        folders = arguments.folders or (OWN_FOLDER, *settings.content)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return check(folders, sys.stdout, settings, strict=arguments.strict)


def run_preview(arguments: argparse.Namespace) -> int:
    """Show or list the paths."""
    return with_script(arguments, lambda script: show_paths(script, arguments))


def show_paths(script: Script, arguments: argparse.Namespace) -> int:
    """Show the named path, or all of them."""
    paths = find_paths(script, Channel(arguments.channel), arguments.language)
    if arguments.list:
        sys.stdout.writelines(f"{name}\n" for name in paths)
        return 0
    if arguments.path and arguments.path not in paths:
        sys.stderr.write(f"There is no path '{arguments.path}'. {did_you_mean(arguments.path, paths)}\n")
        return 2
    for name in [arguments.path] if arguments.path else paths:
        preview(name, paths[name], sys.stdout)
    return 0


def run_diagram(arguments: argparse.Namespace) -> int:
    """Draw the flow."""
    return with_script(arguments, lambda script: draw(script, arguments))


def draw(script: Script, arguments: argparse.Namespace) -> int:
    """Write the picture to the file, or to the screen where none is named."""
    picture = DRAWINGS[arguments.format](find_flow(script, arguments.language))
    if arguments.out is None:
        sys.stdout.write(picture)
    else:
        arguments.out.write_text(picture, encoding="utf-8")
    return 0
