"""Tells which languages a text could be in, so that a sentence typed in another language than was chosen is still heard.

By its letters where an alphabet is a language's own, and else by words: two that a language's rules use and that are
no ordinary English; in a text of one or two words, one. Ordinary English passes without a foreign rule being read.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from conversations.redaction.word_lists import read_words
from conversations.safeguarding.language_files import LanguageFiles
from conversations.safeguarding.stems import Stems, is_stem

ENGLISH_LISTS = ("words/dictionary.txt", "words/chat.txt", "words/function.txt")
_FEW_WORDS = 2
_ENOUGH = 2
_ONE_IN = 50
_MOST_NEEDED = 6
"""Among very many English words there are always a few that another language has, too: one more is asked for in 50."""

_LONGEST = 40
_MOST_LOOKED_AT = 150
"""So many different words of a text are looked at, of its beginning and again of its end."""

_MOST_LANGUAGES = 5
_MOST_READ = 1_500
"""A text is read in so many languages at most, and in so few that the words read come to no more than this, or in one."""

_BLOCK = 7
"""Alphabets are told apart by blocks of 128 letters, as Unicode arranges them."""

_LATIN_ENDS = 0x250
_SHORTEST = 2


class Guesser:
    """Knows of every language but English its telling words and its alphabet."""

    def __init__(self, languages: Mapping[str, LanguageFiles], known: AbstractSet[str]) -> None:
        """`known` are the words that the English rules know; they tell of no other language."""
        english = read_words(*ENGLISH_LISTS) if languages else frozenset[str]()
        words: dict[str, set[str]] = defaultdict(set)
        stems: dict[str, set[str]] = defaultdict(set)
        alphabets: dict[int, set[str]] = defaultdict(set)
        for code, own in languages.items():
            for word in own.words():
                for block in blocks_of(word):
                    alphabets[block].add(code)
                if is_stem(word):
                    stems[word].add(code)
                elif len(word) >= _SHORTEST and word not in english and not word.isdigit():
                    words[word].add(code)
        self._words, self._by_stem, self._alphabets = dict(words), dict(stems), dict(alphabets)
        self._stems = Stems(stems)
        self._passing = known | {word for word in english if self._stems.of(word)}

    def could_be(self, pieces: Sequence[str]) -> tuple[str, ...]:
        """Return the languages, other than English, that the pieces of a text could be words of, the likeliest first."""
        if not self._words and not self._by_stem:
            return ()
        passing = self._passing
        unknown = [piece for piece in dict.fromkeys(pieces) if piece not in passing]
        if len(unknown) > 2 * _MOST_LOOKED_AT:
            unknown = [*unknown[:_MOST_LOOKED_AT], *unknown[-_MOST_LOOKED_AT:]]
        hits: Counter[str] = Counter()
        for piece in unknown:
            hits.update(self._words.get(piece, ()))
            hits.update({code for stem in self._stems.all_of(piece) for code in self._by_stem[stem]})
            if not piece.isascii():
                written_in = {code for block in blocks_of(piece[:_LONGEST]) for code in self._alphabets.get(block, ())}
                hits.update(dict.fromkeys(written_in, _ENOUGH))
        words = sum(piece[0].isalpha() for piece in pieces[: 2 * _FEW_WORDS + 1])
        enough = 1 if words <= _FEW_WORDS else min(max(_ENOUGH, len(pieces) // _ONE_IN), _MOST_NEEDED)
        likely = sorted((-number, code) for code, number in hits.items() if number >= enough)
        most = min(_MOST_LANGUAGES, max(_MOST_READ // max(len(pieces), 1), 1))
        return tuple(code for _, code in likely[:most])


def blocks_of(word: str) -> frozenset[int]:
    """Return the blocks of letters beyond the Latin ones that a word is written in; none where it has a Latin letter."""
    if any("a" <= letter <= "z" for letter in word):
        return frozenset()
    return frozenset(ord(letter) >> _BLOCK for letter in word if ord(letter) >= _LATIN_ENDS and letter.isalpha())
