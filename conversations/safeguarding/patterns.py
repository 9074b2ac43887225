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
from itertools import chain, pairwise, product
from math import prod
from operator import attrgetter

from conversations.safeguarding.compounds import Compounds
from conversations.safeguarding.items import LONGEST_GAP, Item, Items, Row, trimmed
from conversations.safeguarding.spelling import Speller
from conversations.safeguarding.stems import SHORTEST, STAR, is_stem
from conversations.safeguarding.tokens import STOP
from conversations.safeguarding.vocabulary import Vocabulary, forms

MOST_ROWS = 1500
_ONLY = attrgetter("only")
_SPACES = re.compile(r"\s+")
_GAP = re.compile(r"\.\.(?:\.|\d+)")
_ELEMENT = re.compile(
    r"(?P<flat>\[[^\[\]]*\])|(?P<open>\[)"
    r"|(?P<plain>\.\.(?:\.|\d+)|[\^$]|!?(?:\{\w+\}|[^\s\[\]|{}?!~^$]+~?))"
)


class PatternError(ValueError):
    """A pattern is not written in the pattern language; the message says what to do."""


class PatternReader:
    """Reads patterns with the words of one language."""

    def __init__(self, vocabulary: Vocabulary, speller: Speller, compounds: Compounds) -> None:
        self._vocabulary = vocabulary
        self._speller = speller
        self._compounds = compounds
        self._may_join: Callable[[tuple[str, str]], bool] = all if speller.has_affixes else compounds.may_join
        self._items = Items()
        self._read: dict[str, list[Row]] = {}
        self._named: dict[str, list[Row]] = {}
        self._open: set[str] = set()
        self._others = {
            "_".join(speller.words_of(word)): tuple("_".join(speller.words_of(other)) for other in others)
            for word, others in vocabulary.same.items()
        }

    def rows(self, pattern: str) -> tuple[Row, ...]:
        """Return the rows of items that the pattern stands for. Raises PatternError."""
        found, end = self._alternatives(pattern, 0, "")
        if end != len(pattern):
            raise PatternError(f"There is a ] too many in '{pattern}'.")
        rows = tuple(dict.fromkeys(self._compounded(list(map(trimmed, found)))))
        if not all(any(item.single for item in row) for row in rows):
            raise PatternError(f"Every word of '{pattern}' may be left out or be any other. Give it one that is named.")
        return rows

    def _compounded(self, rows: list[Row]) -> list[Row]:
        """Return rows with words that stand beside each other read as one where a text's words would be, too."""
        return [self._in_a_row(row) if any(map(self._may_join, pairwise(map(_ONLY, row)))) else row for row in rows]

    def _in_a_row(self, row: Row) -> Row:
        items: list[Item] = []
        words: list[str] = []
        for item in (*row, None):
            if item is not None and item.only:
                words.append(item.only)
                continue
            items += [self._items.of(frozenset({word})) for word in self._joined(words)]
            items += [item] if item is not None else []
            words = []
        return tuple(items)

    def _joined(self, words: list[str]) -> list[str]:
        if len(words) < 2:  # noqa: PLR2004 - one word has no neighbour
            return words
        return self._compounds.joined(self._speller.attached(words, known_only=False))

    def _alternatives(self, text: str, start: int, closing: str) -> tuple[list[Row], int]:
        found: list[list[Row]] = []
        place = start
        while True:
            rows, place = self._sequence(text, place)
            found.append(rows)
            if not text.startswith("|", place):
                break
            place += 1
        if not closing:
            return list(chain.from_iterable(found)), place
        if not text.startswith(closing, place):
            raise PatternError(f"A [ is not closed in '{text}'.")
        return self._one_of(found), place + 1

    def _flat(self, text: str) -> list[Row]:
        """Return what brackets without brackets in them stand for: mostly a list of words."""
        found: list[list[Row]] = []
        for part in text.split("|"):
            rows = self._read.get(part)
            if rows is None:
                word = part.isalnum()
                rows = self._read[part] = self._meaning(part) if word else self._sequence(part, 0)[0]
            found.append(rows)
        return self._one_of(found)

    def _one_of(self, found: list[list[Row]]) -> list[Row]:
        """Return the rows of alternatives, those of one word together as one item."""
        rows: list[Row] = []
        singles: set[str] = set()
        for row in chain.from_iterable(found):
            if len(row) == 1 and row[0].single:
                singles |= row[0].words
            else:
                rows.append(row)
        return [*rows, (self._items.of(frozenset(singles)),)] if singles else rows

    def _sequence(self, text: str, place: int) -> tuple[list[Row], int]:
        parts: list[list[Row]] = []
        place = after_spaces(text, place)
        while place < len(text) and text[place] not in "]|":
            match = _ELEMENT.match(text, place)
            if match is None:
                raise PatternError(
                    f"'{text[place:]}' cannot be read. A pattern has words, [a|b], {{class}}, ... and ?."
                )
            place = match.end()
            if match.lastgroup == "open":
                found, place = self._alternatives(text, place, "]")
            else:
                found = self._element(match[0])
            if text.startswith("?", place):
                place += 1
                found = self._items.optional(found)
            place = after_spaces(text, place)
            parts.append(found)
        if prod(map(len, parts)) > MOST_ROWS:
            raise PatternError(f"'{text}' stands for too many sentences. Part it into several patterns.")
        if len(parts) == 1:
            return parts[0], place
        return [tuple(chain.from_iterable(chosen)) for chosen in product(*parts)], place

    def _element(self, written: str) -> list[Row]:
        """Return the rows of one element: [words], a word, a {class}, a gap, an edge; each is read once only."""
        rows = self._read.get(written)
        if rows is None:
            rows = self._read[written] = self._meaning(written)
        return rows

    def _meaning(self, written: str) -> list[Row]:
        if written.startswith("["):
            return self._flat(written[1:-1])
        if written.startswith("!"):
            rows = self._element(written[1:])
            return [(self._items.of(frozenset(word for row in rows for word in row[0].words), other=True),)]
        if written.startswith("{"):
            return self._called(written.strip("{}"))
        if _GAP.fullmatch(written):
            return [(self._items.gap(gap_length(written)),)]
        if written in "^$":
            return [(self._items.of(frozenset({STOP})),)]
        if written.endswith("~"):
            return [(self._items.of(self._formed(written[:-1])),)]
        words = self._joined(self._words_of(written))
        return [tuple(self._items.of(self._same(word)) for word in words)]

    def _formed(self, verb: str) -> frozenset[str]:
        if not self._vocabulary.english:
            raise PatternError(f"'{verb}~' makes English endings. Write the word's beginning: {verb[:4]}{STAR}")
        return frozenset(self._speller.words_of(" ".join(forms(verb, self._vocabulary.irregular))))

    def _same(self, word: str) -> frozenset[str]:
        return frozenset({word, *self._others.get(word, ())})

    def _words_of(self, written: str) -> list[str]:
        words = list(self._speller.words_of(written))
        if STAR not in written:
            return words
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
        return [(self._items.of(frozenset(words)),)]

    def _called(self, name: str) -> list[Row]:
        if name in self._named:
            return self._named[name]
        if name in self._open:
            raise PatternError(f"'{name}' in words.toml contains itself.")
        self._open.add(name)
        try:
            self._named[name] = rows = self._meant(name)
        finally:
            self._open.discard(name)
        return rows

    def _meant(self, name: str) -> list[Row]:
        if name in self._vocabulary.classes:
            return self._members(name)
        if name in self._vocabulary.phrases:
            return [row for phrase in self._vocabulary.phrases[name] for row in self._alternatives(phrase, 0, "")[0]]
        raise PatternError(f"There is no class or phrase '{name}' in words.toml.")


def after_spaces(text: str, place: int) -> int:
    """Return the first place from this one on that is no space."""
    match = _SPACES.match(text, place)
    return match.end() if match else place


def gap_length(gap: str) -> int:
    """Return how many words `...` or `..5` may stand for. Raises PatternError for a gap as long as a story."""
    length = 3 if gap == "..." else int(gap[2:])
    if length > LONGEST_GAP:
        raise PatternError(f"'{gap}' is too long a gap: {LONGEST_GAP} words at most.")
    return length
