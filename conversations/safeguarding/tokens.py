"""Cuts a text into the rules' words, and says where its sentences end."""

import re
from dataclasses import dataclass

from conversations.safeguarding.characters import LETTER, plain
from conversations.safeguarding.compounds import Compounds
from conversations.safeguarding.spelling import Speller

STOP = "."
"""The token that stands at both ends of the text and wherever a sentence ends; nothing is matched across it."""

_PIECES = re.compile(
    rf"[@$]?[{LETTER}]+(?:[*@$!#+]+[{LETTER}]+)*[*#]*|\.{{2,}}|[.!?;]+|\n|[^{LETTER}\s.!?;,'\"()\[\]/:-]"
)
_APOSTROPHE = re.compile(rf"(?<=[{LETTER}])'(?=[{LETTER}])")
_FEWEST_SPACED = 3
_FIRST_LETTERS = 10_500
_LAST_LETTERS = 4_500
"""Of a text longer than both together only its beginning and its end are read."""

_MOST_PIECES = 4_000
_LAST_PIECES = 1_500
_MOST_GUESSED = 100
"""So many unknown words are puzzled over in each end of a text; the others are taken as they stand."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text cut at spaces and punctuation, the same for all languages; not `whole` where its middle was left out."""

    pieces: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's words, and for each the number of the sentence it stands in.

    A line break ends a sentence for those guards that silence a whole sentence, but not for what is matched: people
    send one sentence in several lines. Not `whole` where the text has so many words that its middle was left out.
    """

    words: tuple[str, ...]
    sentences: tuple[int, ...]
    whole: bool = True


class Guesses:
    """Reads words with a speller, but puzzles over so many unknown ones only, at the beginning and again at the end."""

    def __init__(self, speller: Speller, ending: int) -> None:
        self._speller = speller
        self._ending = ending
        self._left = [_MOST_GUESSED, _MOST_GUESSED]

    def read(self, piece: str, place: int) -> tuple[str, ...]:
        """Return the rules' words for the word at this place of the text."""
        known = self._speller.look_up(piece)
        if known is not None:
            return known
        part = int(place >= self._ending)
        self._left[part] -= 1
        return self._speller.read(piece) if self._left[part] >= 0 else (piece,)


def pieces_of(text: str) -> Pieces:
    """Return a text's words, signs and line breaks; of a text too long for that, those of its beginning and its end."""
    whole = len(text) <= _FIRST_LETTERS + _LAST_LETTERS
    if not whole:
        text = f"{text[:_FIRST_LETTERS]} . {text[-_LAST_LETTERS:]}"
    pieces = _PIECES.findall(_APOSTROPHE.sub("", plain(text)))
    if len(pieces) > _MOST_PIECES:
        whole = False
        pieces[_MOST_PIECES - _LAST_PIECES : -_LAST_PIECES] = [STOP]
    return Pieces(tuple(pieces), whole)


class Cutter:
    """Reads the pieces of texts as one language's tokens."""

    def __init__(
        self, speller: Speller, symbols: dict[str, tuple[str, ...]], turns: frozenset[str], compounds: Compounds
    ) -> None:
        """`turns` are words as 'but' that begin a new sentence; `symbols` what emoji stand for."""
        self._speller = speller
        self._symbols = symbols
        self._turns = turns
        self._compounds = compounds

    def read(self, cut: Pieces) -> Tokens:
        """Return the tokens of a text; every text has at least the two stops at its ends."""
        words: list[str] = []
        numbers: list[int] = []
        sentence = 0
        for word in self._read(self._speller.attached(list(cut.pieces))):
            if word == "\n":
                sentence += 1
                continue
            if word == STOP or word in self._turns:
                sentence += 1
            words.append(word)
            numbers.append(sentence)
        joined = self._compounds.joined(words)
        sentences = [0]
        place = 0
        for word in joined:
            sentences.append(numbers[place])
            place += word.count("_") + 1
        return Tokens((STOP, *joined, STOP), (*sentences, sentence), cut.whole)

    def joined(self, words: list[str]) -> list[str]:
        """Return a pattern's words with those made one that would be one in a text."""
        return self._compounds.joined(self._speller.attached(words, known_only=False))

    def _read(self, pieces: list[str]) -> list[str]:
        words: list[str] = []
        speller = self._speller
        memory: dict[str, tuple[str, ...]] = {"\n": ("\n",)}
        singles: list[str] = []
        guesses = Guesses(speller, len(pieces) - _LAST_PIECES)
        for place, piece in enumerate(pieces):
            first = piece[0]
            if first.isalnum() or first in "@$":
                if len(piece) == 1 and not first.isdigit():
                    singles.append(piece)
                    continue
                if singles:
                    words.extend(self._spaced(singles))
                    singles = []
                read = memory.get(piece)
                if read is None:
                    read = memory[piece] = guesses.read(piece, place)
                words.extend(read)
            elif singles and piece in {".", "*", "\n"}:
                continue
            else:
                if singles:
                    words.extend(self._spaced(singles))
                    singles = []
                if piece == "\n" or first in ".!?;":
                    words.append(piece if piece == "\n" else STOP) if piece[:2] != ".." else None
                else:
                    words.extend(self._symbols.get(piece, ()))
        words.extend(self._spaced(singles))
        return words

    def _spaced(self, singles: list[str]) -> list[str]:
        if len(singles) >= _FEWEST_SPACED:
            together = self._speller.spaced("".join(singles))
            if together:
                return list(together)
        read = {single: self._speller.read(single) for single in set(singles)}
        return [word for single in singles for word in read[single]]
