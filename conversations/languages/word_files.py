"""Opens the lists of words that tell languages apart: one file for each, words apart by blanks, # for comments."""

from functools import cache
from pathlib import Path

from langdetect.detector_factory import PROFILES_DIRECTORY

from conversations.languages.words_seen import folded
from conversations.redaction.word_lists import read_words

FOLDER = Path(__file__).parent.parent / "content" / "languages"
_ENGLISH_LISTS = ("words/dictionary.txt", "words/chat.txt", "words/function.txt")
_NAMES = ("names/british.txt", "names/european.txt", "names/south_asian.txt", "names/african_caribbean.txt")


@cache
def words_by_language() -> dict[str, tuple[str, ...]]:
    """Return word -> the languages that have it, as it is written."""
    found: dict[str, list[str]] = {}
    for path in sorted(FOLDER.glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for word in sorted({word for line in lines if not line.startswith("#") for word in line.split()}):
            found.setdefault(word, []).append(path.stem)
    return {word: tuple(codes) for word, codes in found.items()}


@cache
def bare_words_by_language() -> dict[str, tuple[str, ...]]:
    """Return word -> the languages that have it when it is typed without what stands on and under its letters."""
    found: dict[str, set[str]] = {}
    for word, codes in words_by_language().items():
        if not word.isascii():
            found.setdefault(folded(word), set()).update(codes)
    return {word: tuple(sorted(codes)) for word, codes in found.items()}


@cache
def english_words() -> frozenset[str]:
    """Return the words that are English, those of chats and of this county among them."""
    own = {word for word, codes in words_by_language().items() if "en" in codes}
    return read_words(*_ENGLISH_LISTS) | own


@cache
def core_english() -> frozenset[str]:
    """Return the plainest words of English, and those of its chats: no foreign text is made of them alone."""
    own = {word for word, codes in words_by_language().items() if "en" in codes}
    return read_words("words/function.txt", "words/chat.txt") | own


@cache
def names() -> frozenset[str]:
    """Return given names: they stand in texts of every language and tell of none."""
    return read_words(*_NAMES)


def profile_texts(codes: frozenset[str]) -> list[str]:
    """Return langdetect's own tables of these languages, as far as it has them: only these are worth their memory."""
    found = (Path(PROFILES_DIRECTORY) / code for code in sorted(codes))
    return [path.read_text(encoding="utf-8") for path in found if path.is_file()]
