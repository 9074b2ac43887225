"""The `sayso` command: one verb a module, each with help that teaches.

Exit codes: 0 it worked, 1 it found something wrong, 2 the call's words were off, 130 stopped by Ctrl-C.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from bot.errors import BotError, CallError
from bot.garbage import no_search_while_loading
from storage.errors import StorageError

VERBS = {
    "run": "start Sayso: the web chat, and Telegram where a token is set",
    "chat": "talk to the script in this terminal; nothing is stored",
    "link": "make a link, a square to scan and posters, in one go",
    "event": "make, list and close events; write their posters",
    "paper": "print the sheets that people fill in by hand",
    "script": "check, preview or draw what young people will read",
    "safety": "score the safety net, and count how often help was shown",
    "helplines": "list who young people are told to turn to, and who checked it; write a check down",
    "export": "write the answers to a file, with codebooks",
    "report": "write the response-monitoring report, as a web page and a PDF",
    "release": "make what may be shared: nobody stands out in it, small numbers hidden",
    "demo-data": "put made-up answers into a database, clearly marked",
    "staff": "make accounts for the staff pages, change and remove them",
    "audit": "show who did what on the staff pages and with commands, and verify the trail of it",
    "retention": "show how long things are kept and what was deleted; delete what is due",
    "secret": "change the secret that addresses are hashed with",
    "privacy": "check what is kept, what leaves, what could leak",
    "prepare": "make the next starts quick and small; `make run` does it for you",
    "migrate": "bring the database's tables up to date",
    "backup": "write a backup to a file, while Sayso runs",
    "restore": "put a backup back, without what was erased since",
    "move": "take everything to another database, SQLite or PostgreSQL",
}
"""The verbs in the order that --help shows them, each with its line there. A module of `bot.cli` with its name adds its
parser; only the one that is called is imported, since most of them bring much that the others do not need."""


def build_parser(called: Sequence[str] = tuple(VERBS)) -> argparse.ArgumentParser:
    """Return the parser of the whole command, also used by the README's generated table.

    It knows the words of the verbs in `called`; of the others only that they are there.
    """
    parser = argparse.ArgumentParser(
        prog="sayso",
        description="A chat that asks young people hard questions safely, and lets staff export what they said.",
        epilog="Each command has its own help: sayso COMMAND --help",
    )
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for verb, about in VERBS.items():
        if verb in called:
            import_module(f"bot.cli.{verb.replace('-', '_')}").add_parser(verbs)
        else:
            verbs.add_parser(verb, help=about)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    with no_search_while_loading():
        parser = build_parser(given[:1])
    parsed = parser.parse_args(given)
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
