"""Opens the word lists that redaction goes by: the only module of the redaction that touches the disk.

A list is a text file in UTF-8. Lines that begin with # are comments. `words` files are read word by word, `phrases` line
by line.
"""

from pathlib import Path

FOLDER = Path(__file__).parent.parent / "content" / "redaction"


def read_lines(name: str) -> tuple[str, ...]:
    """Return the lines of one list in small letters, without comments and empty lines. Raises OSError if it is gone."""
    lines = (FOLDER / name).read_text(encoding="utf-8").lower().splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def read_words(*names: str) -> frozenset[str]:
    """Return all words of these lists, in small letters. Raises OSError if one is gone."""
    return frozenset(word for name in names for line in read_lines(name) for word in line.split())
