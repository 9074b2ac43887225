"""Short lists of words that belong to one rule and stand beside it; long lists are content, see `word_lists`."""


def word_set(words: str) -> frozenset[str]:
    """Return the words of a line as a set."""
    return frozenset(words.split())
