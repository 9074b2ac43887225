"""Cuts a chat message into the words that can tell its language: without places, addresses, digits and pictures."""

import re
import unicodedata

MOST_LETTERS = 1_000
"""So much of a text is looked at: a language shows in less, and nobody's long answer shall take long."""

NOT_WORDS = re.compile(
    r"\{[^}]*\}|\[[^\]]*\]|<[^>]*>|https?://\S+|www\.\S+|\S+@\S+|[@#/]\w+|\b[\w-]+\.(?:com|co\.uk|org|net|uk|nhs)\b\S*|\w*\d\w*",
    re.IGNORECASE,
)
"""What our own redaction puts in, markup, addresses, handles, commands and whatever has digits: of no language."""

WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u200c\u200d])*")
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640\u200c\u200d]")
_BARE = str.maketrans("øłđı", "oldi")


def words_seen(text: str) -> list[str]:
    """Return the words of a text in small letters, in order; vowel points of Arabic and joiners are left out."""
    bare = unicodedata.normalize("NFC", NOT_WORDS.sub(" ", text[:MOST_LETTERS]))
    bare = bare.replace("\u2019", "'").replace("I\u0307", "i").replace("\u0130", "i")
    found = (_MARKS.sub("", word).lower() for word in WORD.findall(bare))
    return [word for word in found if word]


def folded(word: str) -> str:
    """Return a word as it is typed by somebody who leaves out what stands on and under letters."""
    plain = unicodedata.normalize("NFD", word.translate(_BARE))
    return "".join(letter for letter in plain if unicodedata.category(letter) != "Mn")
