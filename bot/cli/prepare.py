"""`sayso prepare`: works out beforehand what would make each start longer."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from bot.errors import BotError
from conversations.errors import ContentError
from conversations.prepared_files import FOLDER, MADE_OF, is_current, made_of
from conversations.preparing import all_that_can_be_prepared


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "prepare",
        help="make the next starts quick and small; `make run` does it for you",
        description=(
            "Reads the safety net's rules and the word lists, and writes what comes of it beside them, so that Sayso "
            "starts in half the time and holds less. Nothing depends on it: after any change to them, or where the folder "
            "cannot be written to, Sayso works it out at each start instead. Does nothing where nothing has changed."
        ),
    )
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace) -> int:
    """Write what is not there or was made of something else; 0 where it is there then. Raises BotError with what to do."""
    if is_current():
        sys.stdout.write("Everything is prepared already.\n")
        return 0
    try:
        files = write(FOLDER)
    except ContentError as error:
        raise BotError(f"the safety net's rules have mistakes; run `sayso script check`:\n{error}") from None
    except OSError as error:
        reason = error.strerror or "it cannot be written to"
        raise BotError(
            f"nothing was prepared in {FOLDER}: {reason}. Sayso runs without it, and starts slower"
        ) from None
    sys.stdout.write(f"Prepared {files} files in {FOLDER}.\n")
    return 0


def write(folder: Path) -> int:
    """Write everything into a new folder that then takes the place of this one; return how many files that were.

    What it is made of is looked at first: what changes in between is noticed at the next start. Raises ContentError and OSError.
    """
    told = made_of()
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=".prepared-", dir=folder.parent))
    try:
        files = 0
        for name, arrays in all_that_can_be_prepared():
            np.savez(new / f"{name}.npz", allow_pickle=False, **arrays)
            files += 1
        (new / MADE_OF).write_text(told + "\n", encoding="utf-8")
        new.chmod(0o755)
        shutil.rmtree(folder, ignore_errors=True)
        new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return files
