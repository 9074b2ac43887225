"""Turns helplines.toml into help lines, noting every mistake: Sayso's own file first, then those that stand over it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conversations.categories import Category
from conversations.helplines import ALL_PLACES, Helpline, Way
from conversations.hours_reading import read_hours
from conversations.people import AgeBand, Audience
from conversations.reading import Problems, Source, did_you_mean
from conversations.safe_minimum_check import check_safe_minimum
from conversations.script_reading import read_id

HELPLINE_KEYS = frozenset({*Helpline.__dataclass_fields__, "name", "words"})
CALLED = re.compile(r"\+?[0-9](?: ?[0-9]){2,14}")
TEXTED = re.compile(r"[0-9]{3,15}(?: \S+)?")
"""A number as it is dialled: whatever else stood in it, a letter I for a 1, a phone would leave out and call somebody else."""

WORDS = ("source", "checked_by")
DAYS = ("checked_on", "check_by", "starts_on")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is written. `brings_words` says that it stands in a file that has no language files beside it."""

    source: Source
    path: str
    data: Mapping[str, Any]
    brings_words: bool = False

    @property
    def id(self) -> str:
        """Its id, as written."""
        return str(self.data.get("id"))


def merge_entries(sources: Sequence[Source], own_file: Source | None, problems: Problems) -> tuple[Entry, ...]:
    """Return the entries of all files: one of a later file takes the whole place of an earlier one with its id.

    The whole, so that a check always speaks of the number it stands beside. `own_file` is the installation's own.
    """
    entries: dict[str, Entry] = {}
    for source in (*sources, *([own_file] if own_file else [])):
        problems.no_other_keys(source, "", source.data, frozenset({"helplines"}))
        seen: set[str] = set()
        for number, data in enumerate(problems.tables(source, "helplines", source.data.get("helplines"))):
            entry = Entry(source, f"helplines.{number}", data, brings_words=source is own_file)
            if entry.id in seen:
                what = f"Two help lines have the id '{entry.id}'."
                problems.add(source, f"{entry.path}.id", what, "Give one of them another id.")
            seen.add(entry.id)
            entries[entry.id] = entry
    return tuple(entries.values())


def read_helplines(
    entries: Sequence[Entry], places: frozenset[str], source: Source, problems: Problems
) -> tuple[Helpline, ...]:
    """Return the help lines in the order they are shown where nothing else decides.

    `places` are the known districts; `source` is the file where what is missing altogether should be.
    """
    helplines = tuple(read_helpline(entry, places, problems) for entry in entries)
    check_safe_minimum(helplines, {entry.id: (entry.source, entry.path) for entry in entries}, source, problems)
    return helplines


def read_helpline(entry: Entry, places: frozenset[str], problems: Problems) -> Helpline:
    """Return one help line."""
    source, path, data = entry.source, entry.path, entry.data
    problems.no_other_keys(source, path, data, HELPLINE_KEYS)
    ways = {way.value: problems.text(source, f"{path}.{way}", data.get(way.value)) for way in Way}
    if not any(ways.values()):
        problems.add(source, path, "This help line has no number and no address.", "Give it call, text, web or chat.")
    if ways["call"] and not CALLED.fullmatch(ways["call"]):
        what = f"'{ways['call']}' cannot be dialled as it is written."
        problems.add(source, f"{path}.call", what, 'Write digits with single spaces, as in "0800 1111".')
    if ways["text"] and not TEXTED.fullmatch(ways["text"]):
        what = f"'{ways['text']}' cannot be texted as it is written."
        problems.add(
            source, f"{path}.text", what, 'Write the number without spaces, then the word, as in "85258 SHOUT".'
        )
    for way in ("web", "chat"):
        if ways[way] and not ways[way].startswith("https://"):
            problems.add(source, f"{path}.{way}", f"'{ways[way]}' is no web address.", "Begin it with https://.")
    helpline = Helpline(
        id=read_id(source, path, data.get("id"), problems),
        **ways,
        audiences=frozenset(problems.all_named(source, f"{path}.audiences", data.get("audiences"), Audience)),
        age_bands=frozenset(problems.all_named(source, f"{path}.age_bands", data.get("age_bands"), AgeBand)),
        places=_read_places(entry, places, problems),
        languages=frozenset(problems.texts(source, f"{path}.languages", data.get("languages"))),
        categories=frozenset(problems.all_named(source, f"{path}.categories", data.get("categories"), Category)),
        hours=read_hours(source, f"{path}.hours", data.get("hours"), [way for way in Way if ways[way.value]], problems),
        interpreter=problems.flag(source, f"{path}.interpreter", data.get("interpreter")),
        never_under_18=problems.flag(source, f"{path}.never_under_18", data.get("never_under_18")),
        safe_minimum=problems.flag(source, f"{path}.safe_minimum", data.get("safe_minimum")),
        **{key: problems.text(source, f"{path}.{key}", data.get(key)) for key in WORDS},
        **{key: problems.day(source, f"{path}.{key}", data.get(key)) for key in DAYS},
    )
    if helpline.interpreter and not helpline.source:
        what = f"It says that '{helpline.id}' finds an interpreter, but not who says so."
        problems.add(source, f"{path}.interpreter", what, 'Add where that stands: source = "the page, and when".')
    _check_the_check(entry, helpline, problems)
    return helpline


def _read_places(entry: Entry, known: frozenset[str], problems: Problems) -> frozenset[str]:
    where = f"{entry.path}.places"
    places = problems.texts(entry.source, where, entry.data.get("places"))
    if ALL_PLACES in places and len(places) > 1:
        problems.add(entry.source, where, f"'{ALL_PLACES}' stands beside other places.", "Keep one or the other.")
    for place in places:
        if place != ALL_PLACES and place not in known:
            what = f"There is no place '{place}' in places.toml."
            problems.add(entry.source, where, what, did_you_mean(place, {*known, ALL_PLACES}))
    return frozenset(places)


def _check_the_check(entry: Entry, helpline: Helpline, problems: Problems) -> None:
    """Note a check that does not say when it was made and until when it holds: it would count for nothing."""
    if not helpline.checked_by:
        return
    for key, example in (("checked_on", "2026-11-21"), ("check_by", "2027-05-21")):
        if not getattr(helpline, key) and not entry.data.get(key):
            what = f"It says who checked '{helpline.id}', but not its {key}."
            problems.add(entry.source, f"{entry.path}.checked_by", what, f'Add the day, as in {key} = "{example}".')
    if helpline.check_by and helpline.checked_on > helpline.check_by:
        what = "It is due again before it was checked."
        problems.add(entry.source, f"{entry.path}.check_by", what, "Look at checked_on and check_by.")
