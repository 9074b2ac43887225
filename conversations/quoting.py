"""Whether a text of staff holds words of somebody else: a run of them, or a whole short message. Pure."""

import re
from collections.abc import Iterable

RUN = 6
"""So many words one after the other, alike in both, are no chance: five often are ('we have to wait so')."""

WHOLE = 4
"""From so many words on, a message that stands in the text whole is a quote, however short it is."""

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def quoted_run(text: str, messages: Iterable[str]) -> str:
    """Return the first words of `text` that stand in one of the messages as well, as `text` writes them; else nothing.

    Capitals, marks and line breaks do not matter.
    """
    found = list(WORD.finditer(text))
    own = [_plain(match[0]) for match in found]
    for message in messages:
        words = [_plain(word) for word in WORD.findall(message)]
        length = min(RUN, len(words))
        if length < WHOLE:
            continue
        runs = {tuple(words[place : place + length]) for place in range(len(words) - length + 1)}
        for place in range(len(own) - length + 1):
            if tuple(own[place : place + length]) in runs:
                return text[found[place].start() : found[place + length - 1].end()]
    return ""


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'")
