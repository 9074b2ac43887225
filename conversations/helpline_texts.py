"""The words that entries of help lines bring with them, and whether the words for each entry fit what it has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conversations.helpline_reading import Entry
from conversations.reading import Problems
from conversations.text_checks import Expected, TextChecker, Texts, places_in

GROUPS = {"name": "helpline_name", "words": "helpline"}
"""What an entry may bring of its own words, each with the group that they stand in in a language file."""

NO_WORDS = "-"
"""Stands for words whose absence has been noted already."""


@dataclass(frozen=True, slots=True)
class HelplineTexts:
    """Reads the entries' own words; what is wrong with them is noted where the entry stands."""

    entries: Sequence[Entry]
    expected: Expected
    problems: Problems

    @property
    def checked(self) -> frozenset[str]:
        """The keys whose texts are checked here alone: what the installation's file changes is told of where it stands."""
        return frozenset(f"{group}.{e.id}" for e in self.entries if e.brings_words for group in GROUPS.values())

    def brought(self, language: str, general: Texts, own: Texts, instead: str = "") -> dict[str, str]:
        """Return the texts of one language that entries bring: they go before those of the language's files.

        `own` are the texts of the engagement's file, which is checked by itself, `general` those of all files. What an
        entry does not bring in this language is said in the language `instead`, where one is named.
        """
        texts: dict[str, str] = {}
        for entry in self.entries:
            for name, group in GROUPS.items():
                key, where = f"{group}.{entry.id}", f"{entry.path}.{name}"
                written = self.problems.table(entry.source, where, entry.data.get(name))
                spoken = language if language in written else instead
                if spoken in written:
                    texts[key] = self._read(entry, key, f"{where}.{spoken}", written[spoken])
                elif entry.brings_words and key not in general:
                    what = f"The help line '{entry.id}' has no {name} in {language}."
                    self.problems.add(entry.source, where, what, f'Write {name}.{language} = "words" among its lines.')
                    texts[key] = NO_WORDS
                elif key in general and (key in self.checked or key not in own):
                    self._check_general(entry, key, f"{name}.{language}", general[key])
        return texts

    def _read(self, entry: Entry, key: str, path: str, value: object) -> str:
        text = self.problems.text(entry.source, path, value, required=True)
        if text:
            TextChecker(entry.source, self.expected, self.problems).check_words(
                path, key, text, self.expected.slots[key]
            )
        return text

    def _check_general(self, entry: Entry, key: str, name: str, variants: Mapping[str, object]) -> None:
        """Note where a general text speaks of a number that this entry does not have, or not of one that it has."""
        slot = self.expected.slots[key]
        usable = slot.places | set(self.expected.values)
        found = {place for text in variants.values() for place in places_in(str(text)) or ()}
        advice = f'Write {name} = "words" among its lines, with what it has.'
        for place in sorted(found - usable):
            what = f"The words for '{entry.id}' speak of {{{place}}}, which it does not have."
            self.problems.add(entry.source, entry.path, what, advice)
        for place in sorted(slot.needs - found):
            what = f"The words for '{entry.id}' do not say its {{{place}}}."
            self.problems.add(entry.source, entry.path, what, advice)
