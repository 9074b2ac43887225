"""The small language that rules are written in, read into rows of items.

hit~ me            `~`: with every English ending: hit, hits, hitting
bij* mnie          `*`: every word that begins so: bije, bijesz, bijemy
[me|my sister]     one of these; they may hold anything that a pattern may
{caregiver}        a word of a class, or a phrase, of words.toml
really?            may be there or not; also [a|b]? and {class}?
... or ..5         any words, up to 3, or up to the number
^ and $            the beginning and the end of a sentence
!me or !{class}    one word that is anything but this
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from conversations.safeguarding.spelling import Speller
from conversations.safeguarding.stems import SHORTEST, STAR, is_stem
from conversations.safeguarding.tokens import STOP
from conversations.safeguarding.vocabulary import Vocabulary, forms

MOST_ROWS = 1500
_GAP = re.compile(r"\.\.(\.|\d+)")
_ELEMENT = re.compile(r"\s*(?:(?P<gap>\.\.(?:\.|\d+))|(?P<edge>[\^$])|(?P<not>!)?(?:\{(?P<name>\w+)\}|(?P<word>[^\s\[\]|{}?!~^$]+)(?P<forms>~)?)|(?P<open>\[))")  # fmt: skip


class PatternError(ValueError):
    """A pattern is not written in the pattern language; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Item:
    """One place of a row: one of `words`, or where `other` is set any word but these; a sentence's end is no word."""

    words: frozenset[str]
    other: bool = False
    optional: bool = False

    def takes(self, word: str) -> bool:
        """Whether this word fits here."""
        if self.other:
            return word != STOP and word not in self.words
        return word in self.words


Row = tuple[Item, ...]
ANY = Item(frozenset(), other=True, optional=True)


class PatternReader:
    """Reads patterns with the words of one language."""

    def __init__(self, vocabulary: Vocabulary, speller: Speller, joined: Callable[[list[str]], list[str]]) -> None:
        self._vocabulary = vocabulary
        self._speller = speller
        self._joined = joined
        self._named: dict[str, list[Row]] = {}
        self._others = {
            "_".join(speller.words_of(word)): tuple("_".join(speller.words_of(other)) for other in others)
            for word, others in vocabulary.same.items()
        }

    def rows(self, pattern: str) -> tuple[Row, ...]:
        """Return the rows of items that the pattern stands for. Raises PatternError."""
        found, end = self._alternatives(pattern, 0, "")
        if end != len(pattern):
            raise PatternError(f"There is a ] too many in '{pattern}'.")
        rows = tuple(dict.fromkeys(self._compounded(trimmed(row)) for row in found))
        if not all(rows):
            raise PatternError(f"Every word of '{pattern}' may be left out. Give it one that may not.")
        return rows

    def _compounded(self, row: Row) -> Row:
        """Return a row with words that stand beside each other read as one where a text's words would be, too."""
        items: list[Item] = []
        words: list[str] = []
        for item in (*row, None):
            if item is not None and len(item.words) == 1 and not item.other and not item.optional:
                words += item.words
                continue
            items += [Item(frozenset({word})) for word in self._joined(words)]
            words = []
            items += [item] if item is not None else []
        return tuple(items)

    def _alternatives(self, text: str, start: int, closing: str) -> tuple[list[Row], int]:
        rows: list[Row] = []
        singles: set[str] = set()
        place = start
        while True:
            found, place = self._sequence(text, place)
            for row in found:
                if closing and len(row) == 1 and not row[0].other and not row[0].optional:
                    singles |= row[0].words
                else:
                    rows.append(row)
            if text[place : place + 1] == "|":
                place += 1
                continue
            break
        if singles:
            rows.append((Item(frozenset(singles)),))
        if closing:
            if text[place : place + 1] != closing:
                raise PatternError(f"A [ is not closed in '{text}'.")
            place += 1
        return rows, place

    def _sequence(self, text: str, place: int) -> tuple[list[Row], int]:
        rows: list[Row] = [()]
        while place < len(text):
            if text[place].isspace():
                place += 1
                continue
            if text[place] in "]|":
                break
            found, place = self._element(text, place)
            if text[place : place + 1] == "?":
                place += 1
                found = optional(found)
            rows = [row + more for row in rows for more in found]
            if len(rows) > MOST_ROWS:
                raise PatternError(f"'{text}' stands for too many sentences. Part it into several patterns.")
        return rows, place

    def _element(self, text: str, place: int) -> tuple[list[Row], int]:
        match = _ELEMENT.match(text, place)
        if match is None:
            raise PatternError(f"'{text[place:]}' cannot be read. A pattern has words, [a|b], {{class}}, ... and ?.")
        if match["open"]:
            return self._alternatives(text, match.end(), "]")
        if match["gap"]:
            number = _GAP.fullmatch(match["gap"])
            length = 3 if number is None or number[1] == "." else int(number[1])
            return [(ANY,) * length], match.end()
        if match["edge"]:
            return [(Item(frozenset({STOP})),)], match.end()
        if match["name"]:
            rows = self._called(match["name"])
        elif match["forms"]:
            if not self._vocabulary.english:
                stem = f"{match['word'][:4]}{STAR}"
                raise PatternError(f"'{match['word']}~' makes English endings. Write the word's beginning: {stem}")
            words = forms(match["word"], self._vocabulary.irregular)
            rows = [(Item(frozenset(self._speller.words_of(" ".join(words)))),)]
        else:
            words_of = self._joined(self._words_of(match["word"]))
            rows = [tuple(Item(self._same(word)) for word in words_of)]
        if match["not"]:
            rows = [(Item(frozenset(word for row in rows for word in row[0].words), other=True),)]
        return rows, match.end()

    def _same(self, word: str) -> frozenset[str]:
        return frozenset({word, *self._others.get(word, ())})

    def _words_of(self, written: str) -> list[str]:
        words = list(self._speller.words_of(written))
        for word in words:
            letters = word.removesuffix(STAR)
            if STAR in letters:
                raise PatternError(
                    f"In '{written}' the star must stand at the end: it means every word that begins so."
                )
            if is_stem(word) and len(letters) < SHORTEST:
                raise PatternError(
                    f"'{written}' needs at least {SHORTEST} letters before the star, or it means too much."
                )
        return words

    def _members(self, name: str) -> list[Row]:
        words: set[str] = set()
        for entry in self._vocabulary.classes[name]:
            if entry.startswith("{"):
                words.update(word for row in self._called(entry.strip("{}")) for word in row[0].words)
            else:
                words.add("_".join(self._joined(self._words_of(entry))))
        return [(Item(frozenset(words)),)]

    def _called(self, name: str) -> list[Row]:
        if name in self._named:
            return self._named[name]
        if name in self._vocabulary.classes:
            rows = self._members(name)
        elif name in self._vocabulary.phrases:
            rows = []
            for phrase in self._vocabulary.phrases[name]:
                rows += self._alternatives(phrase, 0, "")[0]
        else:
            raise PatternError(f"There is no class or phrase '{name}' in words.toml.")
        self._named[name] = rows
        return rows


def optional(rows: list[Row]) -> list[Row]:
    """Return rows that may also be left out."""
    if len(rows) == 1 and len(rows[0]) == 1:
        return [(replace(rows[0][0], optional=True),)]
    return [*rows, ()]


def trimmed(row: Row) -> Row:
    """Return a row without what may be left out at its ends: it changes nothing in what is matched."""
    start, end = 0, len(row)
    while start < end and row[start].optional:
        start += 1
    while end > start and row[end - 1].optional:
        end -= 1
    return row[start:end]
