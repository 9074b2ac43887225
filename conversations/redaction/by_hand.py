"""Takes words out that redaction missed and that a reader noticed: exactly the words that the reader names."""

import re
from collections.abc import Sequence

from conversations.redaction.kinds import PLACEHOLDER, Kind

OTHER = "taken out"
KINDS = (Kind.NAME.value, Kind.SCHOOL.value, Kind.ADDRESS.value, Kind.PHONE.value, Kind.ACCOUNT.value, OTHER)
"""What a reader can say that the words are: what then stands between the brackets."""


def take_out(text: str, phrases: Sequence[str], kind: str) -> tuple[str, int]:
    """Return the text with a placeholder for every phrase, and how many there were.

    Large and small letters count as the same, and so does any white space. A phrase that begins or ends with a letter or
    digit is only found as whole words, so that 'Sam' leaves 'same' alone; where it is nowhere a whole word, as in
    languages without spaces, it is found anywhere. Placeholders that stand there already are left alone.
    """
    replaced = 0
    # The longest first: 'Ann Smith' before 'Ann', which would else leave half of it.
    for phrase in sorted((phrase for phrase in map(str.split, phrases) if phrase), key=lambda it: -len(" ".join(it))):
        loose = r"\s+".join(map(re.escape, phrase))
        for pattern in (rf"(?<!\w){loose}(?!\w)", loose):
            text, number = _replaced(text, re.compile(pattern, re.IGNORECASE), f"[{kind}]")
            replaced += number
            if number or _parts_its_words(" ".join(phrase)):
                break
    return text, replaced


def _parts_its_words(phrase: str) -> bool:
    """Whether a phrase is of a script that parts its words: then half a word is not meant."""
    return all(ord(letter) < 0x0E00 for letter in phrase)


def _replaced(text: str, pattern: re.Pattern[str], placeholder: str) -> tuple[str, int]:
    """Return the text with the pattern replaced wherever no placeholder stands already, and how often."""
    made, number, begin = "", 0, 0
    for there in PLACEHOLDER.finditer(text):
        part, found = pattern.subn(lambda _: placeholder, text[begin : there.start()])
        made, number, begin = f"{made}{part}{there[0]}", number + found, there.end()
    part, found = pattern.subn(lambda _: placeholder, text[begin:])
    return made + part, number + found
