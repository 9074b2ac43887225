"""Makes what a person typed safe to store and easy to compare, without changing what it says."""

import unicodedata

MESSAGE_LIMIT = 10_000
"""Characters one message may have. Telegram's own limit is 4,096, so only the web chat can reach this."""

ANSWER_LIMIT = 20_000
"""Characters one answer may have in all its messages."""

KEPT_CONTROLS = frozenset("\n\t")

NOT_IN_XML = frozenset("\ufffe\uffff")
"""Code points that are no characters: XML, and so every spreadsheet, refuses them."""

TAKEN_OUT = dict.fromkeys(
    code
    for code in range(0x10000)
    if (unicodedata.category(chr(code)) in ("Cc", "Cs") and chr(code) not in KEPT_CONTROLS) or chr(code) in NOT_IN_XML
)
"""What `clean` takes out, as `str.translate` wants it: long texts are common, and this is many times faster."""

_BLANKED = {code: " " for code in range(128) if not chr(code).isalnum()}

LABEL_LIMIT = 200
"""Characters from which on a text is compared with no label: none is nearly as long."""

_LEFT_OUT = dict.fromkeys(
    code
    for code in (*range(0x590, 0x900), *range(0x200B, 0x2070))
    if unicodedata.category(chr(code)) in ("Mn", "Mc", "Cf")
)
"""Vowel points of Arabic and Hebrew, which people type or leave out as they like, and joiners and direction marks."""

_SPELLS = range(0x900, 0x1D00)
"""Letters of India, Nepal, Thailand and their neighbours: there a mark is a vowel, and another word without it."""

SEEN = frozenset("LMNPS")
"""The first letters of the Unicode categories that leave something to see: letters, marks, numbers, signs, pictures."""


def clean(text: str) -> str:
    """Return the text in Unicode's composed form without what no database or spreadsheet can hold.

    Taken out: control characters other than line feed and tab, lone surrogates and the two code points that XML
    refuses. Line ends become line feeds.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines.translate(TAKEN_OUT)).strip()


def has_something(text: str) -> bool:
    """Whether anybody would see something: blanks, direction marks and joiners alone are an empty message."""
    return any(unicodedata.category(c)[0] in SEEN for c in text)


def plain(text: str) -> str:
    """Return the text as compared with a label: case, punctuation, pictures and spacing do not matter.

    Nor do the vowel points of Arabic; the vowel signs of the Indian scripts do: without them 'fire' would be 'next'.

    A text that is longer than any label comes back as it is: it is none.
    """
    if len(text) > LABEL_LIMIT:
        return text
    seen = unicodedata.normalize("NFKC", clean(text)).casefold()
    if seen.isascii():
        return " ".join(seen.translate(_BLANKED).split())
    seen = unicodedata.normalize("NFKC", seen.translate(_LEFT_OUT))
    return " ".join("".join(c if c.isalnum() or _is_vowel(c) else " " for c in seen).split())


def _is_vowel(letter: str) -> bool:
    """Whether this is a mark that spells a word, as the vowel signs of Punjabi and Nepali do."""
    return ord(letter) in _SPELLS and unicodedata.category(letter)[0] == "M"
