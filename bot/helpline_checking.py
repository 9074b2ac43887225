"""Writes a person's check of a help line into the installation's own file, and changes nothing else in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import tomli_w

from bot.errors import BotError
from conversations.content import OWN_FOLDER, engagement_folders, helpline_entries, load_engagements
from conversations.errors import ContentError
from conversations.helpline_reading import Entry
from conversations.reading import Problems, did_you_mean
from conversations.toml_lines import line_numbers

HEADING = "# Help lines of our own: an entry here takes the whole place of the one of its id that comes with Sayso.\n"
LEFT_OUT = frozenset({"checked_by", "checked_on", "check_by"})


class CheckError(BotError):
    """A check cannot be written; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Check:
    """Who found a help line to be right, on which day, and the last day on which that counts."""

    helpline_id: str
    by: str
    on: date
    until: date

    @property
    def values(self) -> Mapping[str, str]:
        """What is written into the entry."""
        return {"checked_by": self.by, "checked_on": self.on.isoformat(), "check_by": self.until.isoformat()}


def write_check(check: Check, file: Path, content: Sequence[Path]) -> None:
    """Write a check into the installation's file, which is made where there is none; `content` are its other folders.

    The whole entry is written, as it is now: so a check speaks of the number beside it, also after an update of Sayso.
    Raises CheckError where there is no such entry or the file cannot be written, and ContentError where the file would
    have mistakes; in both cases it stays as it was.
    """
    try:
        text = file.read_text(encoding="utf-8-sig") if file.exists() else ""
    except (OSError, UnicodeDecodeError):
        raise CheckError(f"{file} cannot be read: save it as plain text in UTF-8") from None
    entry = find_entry(check.helpline_id, file if text else None, content)
    changed = in_its_place(text, entry, check) if entry.brings_words else added(text, entry, check)
    replace_if_right(file, changed, content)


def find_entry(helpline_id: str, file: Path | None, content: Sequence[Path]) -> Entry:
    """Return an entry as it is written, the installation's own before all others. Raises as `write_check`."""
    problems = Problems()
    folders = (OWN_FOLDER, *(own for folder in content for own in engagement_folders(folder)))
    merged = [entry for folder in folders for entry in helpline_entries(folder, file, problems)]
    problems.raise_if_any()
    found = [entry for entry in merged if entry.id == helpline_id]
    if not found:
        known = {entry.id for entry in merged}
        raise CheckError(f"there is no help line '{helpline_id}': {did_you_mean(helpline_id, known)}")
    written = {entry.source.name for entry in found if entry.data != found[-1].data}
    if written:
        raise CheckError(f"'{helpline_id}' differs between engagements: write the check into {found[-1].source.name}")
    return found[-1]


def in_its_place(text: str, entry: Entry, check: Check) -> str:
    """Return the file with the check in an entry that stands in it; every other line and remark stays."""
    lines = text.splitlines()
    where = line_numbers(text)
    number = where.get(f"{entry.path}.id")
    if number is None:
        raise CheckError(f"write the check into {entry.source.name} yourself: '{entry.id}' has no line id = of its own")
    new = []
    for key, value in check.values.items():
        written = one_line(key, value)
        if f"{entry.path}.{key}" in where:
            lines[where[f"{entry.path}.{key}"] - 1] = written
        else:
            new.append(written)
    return "\n".join([*lines[:number], *new, *lines[number:]]) + "\n"


def added(text: str, entry: Entry, check: Check) -> str:
    """Return the file with a whole entry added to its end."""
    kept: dict[str, Any] = {key: value for key, value in entry.data.items() if key not in LEFT_OUT}
    written = tomli_w.dumps({"helplines": [{**kept, **check.values}]})
    return f"{text.rstrip()}\n\n{written}" if text.strip() else f"{HEADING}\n{written}"


def one_line(key: str, value: str) -> str:
    """Return a key and its words as a line of TOML."""
    return tomli_w.dumps({key: value}).strip()


def replace_if_right(file: Path, text: str, content: Sequence[Path]) -> None:
    """Put the text in the file's place at once and whole, but only where everything can be read with it."""
    draft = file.with_name(f".{file.name}.new")
    try:
        draft.write_text(text, encoding="utf-8")
        load_engagements(*content, helplines_file=draft)
        draft.replace(file)
    except OSError as error:
        raise CheckError(f"{file} cannot be written ({error.strerror}): check SAYSO_HELPLINES") from None
    except ContentError as error:
        # The draft is known to nobody: its mistakes are those of the file that it was to become.
        named = (replace(one, file=str(file) if one.file == str(draft) else one.file) for one in error.problems)
        raise ContentError(tuple(named)) from None
    finally:
        draft.unlink(missing_ok=True)
