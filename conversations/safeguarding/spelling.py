"""Reads a word the way its writer meant it: text-speak, slips of the finger, stars, digits for letters, long letters."""

import re
from collections.abc import Iterable, Mapping
from operator import itemgetter
from types import MappingProxyType

from conversations.safeguarding.affixes import Affixes
from conversations.safeguarding.characters import LETTER, plain, with_cyrillic_look_alikes, without_look_alikes
from conversations.safeguarding.stems import Stems
from conversations.safeguarding.vocabulary import Vocabulary, one_letter_less
from conversations.word_tries import Words

_LONG = re.compile(r"(.)\1{2,}")
_DOUBLE = re.compile(r"(.)\1+")
_WORD = re.compile(rf"[{LETTER}]+")
_LETTER_STANDS = str.maketrans("013457@$!+", "oieastasit")
_OTHER_STANDS = str.maketrans("01@$!+", "olasit")
_SHORTEST_FORGIVEN = 6
_LONGEST_JOINED = 40
_SHORTEST_STARRED = 3
"""Shorter words say too little once a letter is starred."""

_LONGEST_READ = 200
"""A longer word is nobody's slip of the finger, however long its letters."""


class Speller:
    """Turns one written word into the words of the rules; knows every word that a rule of its language uses.

    It remembers nothing: what people write is looked up, never kept. Only which of the rules' own words begin with one
    letter and have so many is worked out when first asked.
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
        self._starred: dict[tuple[int, str], tuple[str, ...]] = {}
        self._meant = self._table
        self._words = Words()
        self._slips: Mapping[str, str] = {}

    def learn(self, words: Iterable[str]) -> None:
        """Take in the words and stems that the rules use, once, before the first text is read."""
        known = frozenset(words)
        self._stems = Stems(known)
        self._cyrillic = any("а" <= word[0] <= "я" for word in known)
        table = {key: tuple(self._symbol(word, known) for word in found) for key, found in self._table.items()}
        self._meant = table
        self._words = Words(known.union(*table.values()))
        slips: dict[str, str] = {}
        for word in map(plain, self._forgiving):
            for shorter in (word, *one_letter_less(word)):
                slips.setdefault(shorter, word)
        self._slips = MappingProxyType(slips)

    @property
    def symbols(self) -> frozenset[str]:
        """Every word and stem that words are read as."""
        return frozenset(word for word in self._words if word not in self._meant).union(*self._meant.values())

    @property
    def known(self) -> frozenset[str]:
        """Every word that is read without guessing, as it is written."""
        return frozenset(self._words) | frozenset(self._meant) | frozenset(self._possessive)

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
        found = self._reading(word)
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
            found = self._reading(bare)
            if found is not None:
                return found
            stem = self._stems.of(bare)
            if stem is not None:
                return (stem,)
        return None

    def attached(self, words: list[str], *, known_only: bool = True) -> list[str]:
        """Return words with those written onto their neighbour that stand apart from it, where the rules know both as one."""
        return self._affixes.attached(words, self.look_up if known_only else lambda _: True)

    def _reading(self, word: str) -> tuple[str, ...] | None:
        """Return the rules' words for a word that they use or the table lists; None for any other."""
        found = self._meant.get(word)
        return found if found is not None else (word,) if word in self._words.trie else None

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

    def _as_long_as(self, word: str) -> tuple[str, ...]:
        """Return the words that a word with stars for letters could be, in the order of the alphabet."""
        key = (len(word), word[0])
        found = self._starred.get(key)
        if found is None:
            begun = {meant for meant in (*self._words.trie.keys(word[0]), *self._meant) if meant[0] == word[0]}
            found = self._starred[key] = tuple(sorted(meant for meant in begun if len(meant) == len(word)))
        return found

    def _unstarred(self, word: str) -> tuple[str, ...]:
        kept = [place for place, letter in enumerate(word) if letter not in "*#"]
        if len(kept) > 1 and len(word) >= _SHORTEST_STARRED:
            letters = itemgetter(*kept)
            written = letters(word)
            for meant in self._as_long_as(word):
                if letters(meant) == written:
                    return self.look_up(meant) or (meant,)
        return tuple(read for part in _WORD.findall(word) for read in self.look_up(part) or (part,))
