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

LABEL_LIMIT = 200
"""Characters from which on a text is compared with no label: none is nearly as long."""

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

    A text that is longer than any label comes back as it is: it is none.
    """
    if len(text) > LABEL_LIMIT:
        return text
    letters = (c if c.isalnum() else " " for c in unicodedata.normalize("NFKC", clean(text)).casefold())
    return " ".join("".join(letters).split())
