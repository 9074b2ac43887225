"""How names sound, roughly, so that one spelled in another way is known again."""

import re

_SOUNDS = (
    ("ph", "f"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("bh", "b"), ("th", "t"), ("ck", "k"), ("cc", "k"), ("qu", "k"), ("q", "k"), ("x", "ks"), ("z", "s"), ("w", "v"),
    ("eigh", "i"), ("ee", "i"), ("ea", "i"), ("ie", "i"), ("ey", "i"), ("ei", "i"), ("ay", "i"), ("ai", "i"), ("y", "i"), ("oo", "u"), ("ou", "u"), ("ch", "\x01"), ("c", "k"), ("\x01", "c"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
SHORTEST_SOUND = 5
"""So many letters at least has a name whose sound tells anything."""


def sounds(word: str) -> str:
    """Return the word as it sounds, roughly: the same for Ksenia and Kseniya, Mikail and Mikaeel, Haniya and Haniyah."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return _DOUBLED.sub(r"\1", word).rstrip("h")
