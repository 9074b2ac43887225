"""Reads the unknown words of one text, so many and no more, and words whose letters stand apart."""

from conversations.safeguarding.sequences import places_where
from conversations.safeguarding.spelling import Speller

_MOST_GUESSED = 100
"""So many unknown words are puzzled over in each end of a text; the others are taken as they stand."""

_MOST_BARED = 400
"""Of so many unknown words in each end of a text it is tried what is left without prefixes and suffixes."""

_FEWEST_SPACED = 3
_LINE_ONLY = frozenset({"\n"})
_BETWEEN_LETTERS = frozenset({".", "*", "\n"})


class Guesses:
    """Reads words with a speller, but puzzles over so many unknown ones only, at the beginning and again at the end."""

    def __init__(self, speller: Speller, ending: int) -> None:
        """`ending` is the place in the text where its end begins."""
        self._speller = speller
        self._ending = ending
        self._left = [_MOST_GUESSED, _MOST_GUESSED]
        self._bared_left = [_MOST_BARED, _MOST_BARED]

    def read(self, piece: str, place: int) -> tuple[str, ...]:
        """Return the rules' words for the word at this place of the text."""
        known = self._speller.known_as(piece)
        if known is not None:
            return known
        part = int(place >= self._ending)
        if self._speller.has_affixes and self._bared_left[part] > 0:
            self._bared_left[part] -= 1
            known = self._speller.bared(piece)
            if known is not None:
                return known
        self._left[part] -= 1
        return self._speller.read(piece) if self._left[part] >= 0 else (piece,)


def spelled_out(pieces: list[str], readings: dict[str, tuple[str, ...]], speller: Speller) -> list[str]:
    """Return the pieces with each run of single letters that spells known words, as in 'd i e' or 'd.i.e', made one.

    How a run is read is added to the readings.
    """
    singles = frozenset(piece for piece in readings if len(piece) == 1 and piece.isalnum() and not piece.isdigit())
    places = places_where(pieces, singles) if singles else []
    found: list[str] = []
    done = 0
    for place in places:
        if place < done or place + _FEWEST_SPACED > len(pieces):
            continue
        if pieces[place + 1] not in singles and pieces[place + 1] not in _BETWEEN_LETTERS:
            continue
        letters, end = run_of_letters(pieces, place, singles)
        words = speller.spaced(letters) if len(letters) >= _FEWEST_SPACED else None
        if words:
            run = " ".join(letters)
            readings[run] = words
            found += pieces[done:place]
            found.append(run)
        else:
            found += pieces[done:end]
        done = end
    return found + pieces[done:] if done else pieces


def run_of_letters(pieces: list[str], start: int, singles: frozenset[str]) -> tuple[str, int]:
    """Return the single letters that stand beside each other from here on, and the place after the last of them.

    A full stop or star may stand between them only where one stands between the first two, as in 'd.i.e'.
    """
    between = _LINE_ONLY if pieces[start + 1] in singles else _BETWEEN_LETTERS
    letters: list[str] = []
    place = end = start
    while place < len(pieces) and (pieces[place] in singles or pieces[place] in between):
        if pieces[place] in singles:
            letters.append(pieces[place])
            end = place + 1
        place += 1
    return "".join(letters), end
