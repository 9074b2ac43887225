"""Codes of events: a word and three digits, to be said aloud, written on a board and typed with a thumb.

The words are short, spelled one way only and sound like no other word; none is a name, a brand, a taunt or anything
that a class would giggle at, and no two differ by one letter alone. Of the digits are left out 0 and 1, which look like
letters, and 6, 8 and 9, out of which the numbers are made that mean something rude, hateful or an emergency. That is
more than ten thousand codes. They are no secret: whoever is in the room knows them.
"""

import re
import secrets
from collections.abc import Container

WORDS = (
    "acorn", "anchor", "apple", "autumn", "badger", "banjo", "basket", "blanket", "bridge", "button", "candle",
    "canoe", "canyon", "carpet", "castle", "clover", "copper", "cotton", "cricket", "dolphin", "falcon", "forest",
    "garden", "glacier", "guitar", "hammer", "hedgehog", "island", "jacket", "jupiter", "kayak", "kettle", "ladder",
    "lagoon", "lantern", "lemon", "magnet", "mango", "maple", "marble", "meadow", "meteor", "orbit", "osprey", "otter",
    "panda", "parrot", "pebble", "pencil", "penguin", "pepper", "piano", "picnic", "pillow", "planet", "puffin",
    "puzzle", "radish", "ribbon", "river", "rocket", "sailor", "salmon", "saturn", "silver", "summer", "sunset", "teapot",
    "thunder", "tiger", "tractor", "tulip", "tunnel", "turtle", "umbrella", "valley", "velvet", "violin", "wagon",
    "walnut", "window", "zebra",
)  # fmt: skip
DIGITS = "23457"
LENGTH = 3
CODE = re.compile(rf"[a-z]{{4,10}}[{DIGITS}]{{{LENGTH}}}")
BETWEEN = re.compile(r"[\s_.-]+")
LONGEST = 40
"""Characters of what may be meant for a code; a longer text is none."""


def new_code(taken: Container[str]) -> str:
    """Return a random code that is not taken."""
    while True:
        code = secrets.choice(WORDS) + "".join(secrets.choice(DIGITS) for _ in range(LENGTH))
        if code not in taken:
            return code


def read_code(written: str) -> str:
    """Return the code that somebody means: `Otter 425` and `otter-425` are otter425. Nothing where it can be none."""
    if len(written) > LONGEST:
        return ""
    code = BETWEEN.sub("", written.lower())
    return code if CODE.fullmatch(code) else ""
