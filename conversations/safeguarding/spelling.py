"""Reads a word the way its writer meant it: text-speak, slips of the finger, stars, digits for letters, long letters."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import itemgetter
from types import MappingProxyType

from conversations.safeguarding.affixes import Affixes
from conversations.safeguarding.characters import LETTER, plain, with_cyrillic_look_alikes, without_look_alikes
from conversations.safeguarding.stems import Stems
from conversations.safeguarding.vocabulary import Vocabulary, one_letter_less

_LONG = re.compile(r"(.)\1{2,}")
_DOUBLE = re.compile(r"(.)\1+")
_WORD = re.compile(rf"[{LETTER}]+")
_LETTER_STANDS = str.maketrans("013457@$!+", "oieastasit")
_OTHER_STANDS = str.maketrans("01@$!+", "olasit")
_SHORTEST_FORGIVEN = 6
_LONGEST_JOINED = 40
_LONGEST_READ = 200
"""A longer word is nobody's slip of the finger, however long its letters."""


class Speller:
    """Turns one written word into the words of the rules; knows every word that a rule of its language uses.

    It remembers nothing: what people write is looked up, never kept.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._table = {
            plain(key).replace("'", ""): tuple(plain(value).split()) for key, value in vocabulary.spellings.items()
        }
        for phrase in vocabulary.joined:
            words = self.words_of(phrase)
            self._table.setdefault("".join(_WORD.findall(plain(phrase))), words)
            self._table.setdefault("".join(words), words)
        self._english = vocabulary.english
        self._forgiving = vocabulary.forgiving
        self._unforgiven = frozenset(map(plain, vocabulary.unforgiven))
        self._possessive = {
            f"{entry}s": (entry,)
            for name in vocabulary.possessives
            for entry in map(plain, vocabulary.classes.get(name, ()))
            if entry.isalpha() and not entry.endswith("s")
        }
        self._affixes = Affixes(vocabulary.prefixes, vocabulary.suffixes)
        self._stems = Stems(())
        self._cyrillic = False
        self.has_affixes = bool(self._affixes)
        self.symbols: frozenset[str] = frozenset()
        self._readings: Mapping[str, tuple[str, ...]] = self._table
        self._slips: Mapping[str, str] = {}
        self._starred: Mapping[tuple[int, str], tuple[str, ...]] = {}

    def learn(self, words: Iterable[str]) -> None:
        """Take in the words and stems that the rules use, once, before the first text is read."""
        known = frozenset(words)
        self._stems = Stems(known)
        self._cyrillic = any("а" <= word[0] <= "я" for word in known)
        table = {key: tuple(self._symbol(word, known) for word in found) for key, found in self._table.items()}
        single = {word: (word,) for found in table.values() for word in found}
        self._readings = MappingProxyType({word: (word,) for word in known} | single | table)
        self.symbols = frozenset(word for found in self._readings.values() for word in found)
        slips: dict[str, str] = {}
        for word in map(plain, self._forgiving):
            for shorter in (word, *one_letter_less(word)):
                slips.setdefault(shorter, word)
        self._slips = MappingProxyType(slips)
        starred: dict[tuple[int, str], set[str]] = defaultdict(set)
        for word in self._readings:
            if len(word) > 2:  # noqa: PLR2004 - shorter words say too little once a letter is starred
                starred[(len(word), word[0])].add(word)
        self._starred = MappingProxyType({key: tuple(sorted(found)) for key, found in starred.items()})

    @property
    def known(self) -> frozenset[str]:
        """Every word that is read without guessing, as it is written."""
        return frozenset(self._readings) | frozenset(self._possessive)

    def words_of(self, written: str) -> tuple[str, ...]:
        """Return the rules' words for words of a rule or list: table look-ups only, nothing is guessed."""
        if written.isascii() and written.isalpha() and written.islower():
            return self._table.get(written, (written,))
        found: list[str] = []
        for word in plain(written).replace("'", "").replace("-", " ").split():
            found.extend(self._table.get(word, (word,)))
        return tuple(found)

    def read(self, word: str) -> tuple[str, ...]:
        """Return the rules' words for one word that a person wrote; the word itself where no rule knows it."""
        known = self.look_up(word)
        if known:
            return known
        if len(word) > _LONGEST_READ:
            return (word,)
        if word.isascii() and word.isalpha():
            return self._read_letters(word)
        word = with_cyrillic_look_alikes(word) if self._cyrillic else without_look_alikes(word)
        if "*" in word or "#" in word:
            return self._unstarred(word)
        for stands in (_LETTER_STANDS, _OTHER_STANDS):
            known = self.look_up(word.translate(stands)) if not word.isdigit() else None
            if known:
                return known
        parts = _WORD.findall(word)
        if len(parts) > 1:
            return tuple(read for part in parts for read in self.read(part))
        return self._read_letters(word)

    def spaced(self, letters: str) -> tuple[str, ...] | None:
        """Return the words that letters written apart spell together; None where they spell nothing known."""
        known = self.look_up(letters)
        if known or len(letters) > _LONGEST_JOINED:
            return known
        ways: list[tuple[str, ...] | None] = [()]
        for end in range(1, len(letters) + 1):
            ways.append(None)
            for start in range(max(0, end - 12), end):
                before = ways[start]
                part = self.look_up(letters[start:end])
                if before is not None and part and (end - start > 1 or letters[start] in "iua"):
                    ways[end] = (*before, *part)
                    break
        return ways[-1]

    def known_as(self, word: str) -> tuple[str, ...] | None:
        """Return the rules' words for a word written just so; None where no rule knows it."""
        found = self._readings.get(word)
        if found is not None:
            return found
        stem = self._stems.of(word)
        return (stem,) if stem is not None else self._possessive.get(word)

    def look_up(self, word: str) -> tuple[str, ...] | None:
        """Return the rules' words for a word, or for what is left of it without prefixes and suffixes."""
        return self.known_as(word) or self.bared(word)

    def bared(self, word: str) -> tuple[str, ...] | None:
        """Return the rules' words for a word without what is written onto it; None where none is left that they know."""
        for bare in self._affixes.off(word):
            found = self._readings.get(bare)
            if found is not None:
                return found
            stem = self._stems.of(bare)
            if stem is not None:
                return (stem,)
        return None

    def attached(self, words: list[str], *, known_only: bool = True) -> list[str]:
        """Return words with those written onto their neighbour that stand apart from it, where the rules know both as one."""
        return self._affixes.attached(words, self.look_up if known_only else lambda _: True)

    def _symbol(self, word: str, known: frozenset[str]) -> str:
        return word if word in known else self._stems.of(word) or word

    def _read_letters(self, word: str) -> tuple[str, ...]:
        shorter = _LONG.sub(r"\1\1", word)
        known = self.look_up(shorter)
        if known is None and shorter != word:
            known = self.look_up(_DOUBLE.sub(r"\1", word)) or self.look_up(_LONG.sub(r"\1", word))
        if known is None and self._english and word.endswith("in"):
            known = self.look_up(f"{word}g")
        if known is None and len(word) >= _SHORTEST_FORGIVEN:
            known = self._forgiven(shorter)
        return known or (word,)

    def _forgiven(self, word: str) -> tuple[str, ...] | None:
        if word in self._unforgiven or len(word) > _LONGEST_JOINED:
            return None
        slips = self._slips
        meant = slips.get(word)
        if meant is None:
            for shorter in one_letter_less(word):
                meant = slips.get(shorter)
                if meant is not None and abs(len(meant) - len(word)) <= 1:
                    break
            else:
                return None
        return self.look_up(meant) or (meant,)

    def _unstarred(self, word: str) -> tuple[str, ...]:
        kept = [place for place, letter in enumerate(word) if letter not in "*#"]
        if len(kept) > 1:
            letters = itemgetter(*kept)
            written = letters(word)
            for meant in self._starred.get((len(word), word[0]), ()):
                if letters(meant) == written:
                    return self.look_up(meant) or (meant,)
        return tuple(read for part in _WORD.findall(word) for read in self.look_up(part) or (part,))
