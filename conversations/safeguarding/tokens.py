"""Cuts a text into the rules' words, and says where its sentences end."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

from conversations.safeguarding.characters import LETTER, plain
from conversations.safeguarding.compounds import Compounds
from conversations.safeguarding.guesses import Guesses, spelled_out
from conversations.safeguarding.sequences import places_where
from conversations.safeguarding.spelling import Speller

LINE = "\n"
STOP = "."
"""The token that stands at both ends of the text and wherever a sentence ends; nothing is matched across it."""

_PIECES = re.compile(
    rf"[@$]?[{LETTER}]+(?:[*@$!#+]+[{LETTER}]+)*[*#]*|\.{{2,}}|[.!?;]+|\n|[^{LETTER}\s.!?;,'\"()\[\]/:-]"
)
_APOSTROPHE = re.compile(rf"(?<=[{LETTER}])'(?=[{LETTER}])")
_FIRST_LETTERS = 8_000
_LAST_LETTERS = 2_500
"""Of a text longer than both together, which no message of Sayso's doors is, only its beginning and its end are read."""

_MOST_PIECES = 3_000
_LAST_PIECES = 1_000


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text cut at spaces and punctuation, the same for all languages; not `whole` where its middle was left out."""

    pieces: tuple[str, ...]
    whole: bool


class Tokens:
    """A text's words as one language's rules know them; not `whole` where the text's middle was left out."""

    def __init__(self, words: tuple[str, ...], breaks: Sequence[int], turns: frozenset[str], *, whole: bool) -> None:
        """`breaks` are the places of the words that a line begins with, `turns` the words that begin a new sentence."""
        self.words = words
        self.whole = whole
        self._breaks = breaks
        self._turns = turns
        self._beginnings: list[int] | None = None

    def sentence(self, place: int) -> int:
        """Return the number of the sentence that the word at this place stands in; a stop is the last word of its own.

        A line break ends a sentence for those guards that silence a whole sentence, but not for what is matched: people
        send one sentence in several lines.
        """
        if self._beginnings is None:
            ending = self._turns | {STOP}
            places = [place + (self.words[place] == STOP) for place in places_where(self.words, ending)]
            self._beginnings = sorted((*places, *self._breaks)) if self._breaks else places
        return bisect_right(self._beginnings, place)


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
        self.speller = speller
        self._symbols = symbols
        self._turns = turns
        self._compounds = compounds

    def read(self, cut: Pieces) -> Tokens:
        """Return the tokens of a text; every text has at least the two stops at its ends."""
        pieces = self.speller.attached(list(cut.pieces))
        guesses = Guesses(self.speller, len(pieces) - _LAST_PIECES)
        readings: dict[str, tuple[str, ...]] = {}
        for place, piece in enumerate(pieces):
            if piece not in readings:
                readings[piece] = self._reading(piece, place, guesses)
        pieces = spelled_out(pieces, readings, self.speller)
        words = list(chain.from_iterable(map(readings.__getitem__, pieces)))
        lines = places_where(words, (LINE,)) if LINE in readings else []
        if lines:
            words = [word for word in words if word != LINE]
        joined = self._compounds.joined(words)
        breaks = places_in(joined, [place - before for before, place in enumerate(lines)]) if lines else ()
        return Tokens((STOP, *joined, STOP), breaks, self._turns, whole=cut.whole)

    def _reading(self, piece: str, place: int, guesses: Guesses) -> tuple[str, ...]:
        """Return the rules' words for one piece: the word itself where no rule knows it, a stop, a line break, nothing."""
        first = piece[0]
        if first.isalnum() or first in "@$":
            return guesses.read(piece, place)
        if piece == LINE:
            return (LINE,)
        if first in ".!?;":
            return () if piece.startswith("..") else (STOP,)
        return self._symbols.get(piece, ())


def places_in(joined: Sequence[str], places: Sequence[int]) -> list[int]:
    """Return where words stand, after the stop that comes first, when phrases such as 'step_dad' have been made one."""
    firsts = list(accumulate((word.count("_") + 1 for word in joined), initial=0))
    return [bisect_left(firsts, place) + 1 for place in places]
