"""How redaction sees a text: small letters, plain digits, nothing invisible, with the way back to what was written.

People write 07700 with circled or Arabic digits, put a zero-width space into a name to get it past a filter, or paste
letters with loose accents. The rules look at the seen text only; what they find is cut from the written one.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

INVISIBLE = frozenset(("Cf", "Me"))
UNREADABLE = "\ufffd"


@dataclass(frozen=True, slots=True)
class Sight:
    """`seen` is the text the rules read; character i of it was written at `starts[i]` to `ends[i]` of `written`."""

    written: str
    seen: str
    starts: range | list[int]
    ends: range | list[int]

    def is_capital(self, place: int) -> bool:
        """Whether the character seen here was written as a capital."""
        return self.written[self.starts[place]].isupper()


# Long runs of one character say nothing more than short ones, and would make patterns slow. Digits count, so they stay.
_RUN = re.compile(r"([^\d])\1{3}")
_LONGEST_RUN = 3


@lru_cache(maxsize=4096)
def _shown(written: str) -> str:
    """How one character is seen: nothing if it is invisible, a plain digit for a digit of any script.

    Half of a character, which no keyboard writes, is seen as what stands for one that cannot be read: no list has a word
    with it, and none could be asked for one.
    """
    category = unicodedata.category(written)
    if category == "Cs":
        return UNREADABLE
    if category in INVISIBLE or "\ufe00" <= written <= "\ufe0f":
        return ""
    digit = unicodedata.decimal(written, None)
    shown = str(digit) if digit is not None else unicodedata.normalize("NFKC", written).lower()
    return _PUNCTUATION.get(shown, shown)


_PUNCTUATION = {"’": "'", "ʼ": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"}


def see(text: str) -> Sight:
    """Return how redaction sees the text. Total: any string will do, lone surrogates and NUL included."""
    if text.isascii() and not _RUN.search(text):
        return Sight(text, text.lower(), range(len(text)), range(1, len(text) + 1))
    seen: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last, run = "", 0
    for place, written in enumerate(text):
        if written.isascii():
            shown = written.lower()
        else:
            shown = _shown(written)
            if not shown:
                continue
            if seen and unicodedata.combining(written):
                whole = unicodedata.normalize("NFC", seen[-1] + written)
                if len(whole) == 1:
                    seen[-1], ends[-1] = whole, place + 1
                    last, run = whole, _run_at_the_end(seen)
                    continue
        for character in shown:
            if character != last:
                last, run = character, 0
            elif run >= _LONGEST_RUN and not character.isdigit():
                ends[-1] = place + 1
                continue
            run += 1
            seen.append(character)
            starts.append(place)
            ends.append(place + 1)
    return Sight(text, "".join(seen), starts, ends)


def _run_at_the_end(seen: list[str]) -> int:
    """Return how often the last character stands at the end, as far as it matters."""
    tail = seen[: -_LONGEST_RUN - 1 : -1]
    return next((place for place, character in enumerate(tail) if character != tail[0]), len(tail))


_PLAIN = str.maketrans({
    "ł": "l", "đ": "d", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "e",
    "أ": "ا", "إ": "ا", "آ": "ا", "ی": "ي", "ې": "ي", "ۍ": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ە": "ه", "ё": "е",
    "'": "", "`": "",
})  # fmt: skip


def fold(word: str) -> str:
    """Return the word as names are listed: no accents, one spelling of letters that keyboards write differently.

    Marks of scripts that write vowels with them (Devanagari, Gurmukhi, Tamil ...) stay: without them other words result.
    """
    if word.isascii():
        return word.replace("'", "").replace("`", "")
    parts = unicodedata.normalize("NFD", word.translate(_PLAIN))
    return unicodedata.normalize(
        "NFC",
        "".join(c for c in parts if not ("\u0300" <= c <= "\u036f" or "\u064b" <= c <= "\u0655" or c == "\u0670")),
    )
