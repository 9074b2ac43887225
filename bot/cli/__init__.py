"""The `sayso` command: one verb a module, each with help that teaches.

Exit codes: 0 it worked, 1 it found something wrong, 2 the call's words were off, 130 stopped by Ctrl-C.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from bot.cli import chat, event, export, helplines, migrate, privacy, retention, run, safety, script, secret
from bot.errors import BotError, CallError
from storage.errors import StorageError

VERBS = (run, chat, event, script, safety, helplines, export, retention, secret, privacy, migrate)
"""The modules behind the verbs, in the order that --help shows them; each adds its own parser."""


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command, used by `main` and by the README's generated table."""
    parser = argparse.ArgumentParser(
        prog="sayso",
        description="A chat that asks young people hard questions safely, and lets staff export what they said.",
        epilog="Each command has its own help: sayso COMMAND --help",
    )
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for verb in VERBS:
        verb.add_parser(verbs)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parsed = build_parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except CallError as error:
        sys.stderr.write(f"sayso: {error}\n")
        return 2
    except (BotError, StorageError) as error:
        sys.stderr.write(f"sayso: {error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return 130
    except BrokenPipeError:
        # Whoever read our words, `head` say, has had enough; Python must not complain about that on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
