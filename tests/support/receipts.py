"""Where a receipt's words may not stand."""

from itertools import pairwise


def traces_of(words: str) -> list[str]:
    """What would show that a receipt stands somewhere: any two neighbours of its words, for one alone is an ordinary word."""
    return [
        f"{one}{between}{other}" for one, other in pairwise(words.split()) for between in (" ", "", "-", "+", "%20")
    ]
