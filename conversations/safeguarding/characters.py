"""Brings the many ways to write one letter down to one, so that disguised and decorated words are still read.

Linear in the length of the text for every input: long runs of combining marks, lone surrogates and NUL included.
"""

import unicodedata
from types import MappingProxyType

_CHUNK = 64
"""Sorting combining marks takes time in the square of their run's length, so no run longer than this is sorted."""

_INVISIBLE = (
    *range(0x09), *range(0x0E, 0x20), 0x7F, 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E,
    *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164, *range(0xFE00, 0xFE10), 0xFEFF,
    *range(0xD800, 0xE000), *range(0xE0000, 0xE0080), *range(0xE0100, 0xE01F0), *range(0x1F3FB, 0x1F400),
)  # fmt: skip

_APOSTROPHES = "'\u2018\u2019\u201b\u02bc\u02b9\u0060\u00b4\u2032\uff07\u05f3"

_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "ґ": "г",
    # Arabic, Persian, Pashto and Urdu: one shape for the forms of alef, heh, yeh, kaf, gaf and noon; tatweel goes.
    "ٱ": "ا", "ة": "ه", "ۃ": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ى": "ي", "ی": "ي", "ې": "ي", "ۍ": "ي", "ے": "ي",
    "ک": "ك", "ڪ": "ك", "ګ": "گ", "ں": "ن", "ـ": "",
    # Devanagari and Gurmukhi: the two signs for a nasal vowel are one, and the sign of a doubled letter goes.
    "\u0901": "\u0902", "\u0a01": "\u0a02", "\u0a70": "\u0a02", "\u0a71": "",
    "_": " ", "\u0338": "", "\u2026": " ... ", "\u2028": "\n", "\u2029": "\n",
    "\u061f": "?", "\u06d4": ".", "\u0964": ".", "\u0965": ".", "\u060c": ",", "\u061b": ";",
}  # fmt: skip

_DIGITS = "\u0660\u06f0\u0966\u0a66"
"""The noughts of Arabic, Persian, Devanagari and Gurmukhi; their other digits follow them."""

LETTER = r"\w\u0780-\u07bf\u0900-\u0dff\u0e31-\u0e4e\u1000-\u109f\u1780-\u17d3"
"""What words are made of, for the inside of a [] of a regular expression: the vowel signs of Indian and other scripts
are no letters to `\\w`, and words must not be cut at them. `plain` leaves no underscore."""

_LATIN, _NOT_LATIN = "aeopcyxijshdqwbhkmt", "аеорсухіјѕһԁԛԝвнкмт"
_LOOK_ALIKE = MappingProxyType(str.maketrans(f"{_NOT_LATIN}αενορτυχικβ", f"{_LATIN}aevoptuxikb"))
"""Cyrillic and Greek letters that look Latin: read so only in a word that has Latin letters too."""

_LOOK_CYRILLIC = MappingProxyType(str.maketrans(_LATIN, _NOT_LATIN))


def _table() -> dict[int, str | None]:
    marks = (code for code in range(0x0300, 0x20000) if unicodedata.combining(chr(code)))
    table: dict[int, str | None] = dict.fromkeys(marks)
    table.update(dict.fromkeys(_INVISIBLE))
    # Halves of characters, which no keyboard writes: no rule has a word with one, and none could be asked for one.
    table.update(dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))
    table.update(dict.fromkeys(map(ord, _APOSTROPHES), "'"))
    table.update({ord(nought) + value: str(value) for nought in _DIGITS for value in range(10)})
    table.update({ord(letter): plain for letter, plain in _LETTERS.items()})
    return table


_PLAIN = MappingProxyType(_table())
_ASCII_PLAIN = str.maketrans({**dict.fromkeys(map(chr, (*range(0x09), *range(0x0E, 0x20), 0x7F))), "`": "'", "_": " "})


def plain(text: str) -> str:
    """Return the text in small letters without accents, decoration, invisible characters and stylish apostrophes.

    Compatibility forms (NFKD), case folding and a short table do it; the same is done to the words of the rules.
    """
    if text.isascii():
        return text.lower().translate(_ASCII_PLAIN)
    # Invisible characters go first: they would part a letter from its mark.
    chunks = (text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK))
    return "".join(unicodedata.normalize("NFKD", chunk) for chunk in chunks).casefold().translate(_PLAIN)


def without_look_alikes(word: str) -> str:
    """Return a word with its look-alike letters made Latin, where it mixes alphabets; else unchanged."""
    if word.isascii() or not any("a" <= letter <= "z" for letter in word):
        return word
    return word.translate(_LOOK_ALIKE)


def with_cyrillic_look_alikes(word: str) -> str:
    """Return a word with its Latin letters that look Cyrillic made so: many keyboards lack Ukrainian letters."""
    return word if word.isascii() else word.translate(_LOOK_CYRILLIC)
