"""Cue rules for languages other than English: 'mam na imię ...', 'мене звати ...', 'اسمي ...', 'pani ...'."""

from functools import cache

from conversations.redaction.lexicon import lexicon
from conversations.redaction.name_words import Sentence, Standing
from conversations.redaction.sight import fold
from conversations.redaction.word_lists import read_lines

_Cues = dict[str, list[tuple[tuple[str, ...], bool]]]
_NOT_NAMES = frozenset(
    fold(w)
    for w in [
        "i",
        "a",
        "și",
        "si",
        "et",
        "e",
        "y",
        "и",
        "і",
        "та",
        "و",
        "ve",
        "dhe",
        "nie",
        "to",
        "jest",
        "є",
        "что",
        "и",
        "на",
        "в",
        "не",
        "أنا",
        "لا",
        "ليس",
        "عند",
        "هو",
        "هي",
        "من",
        "في",
        "في",
        "این",
        "که",
        "با",
        "و",
        "am",
        "im",
        "je",
        "ma",
        "już",
        "juz",
        "też",
        "tez",
        "tu",
        "w",
        "z",
        "na",
        "do",
        "od",
    ]
)


@cache
def _cues() -> _Cues:
    found: _Cues = {}
    for line in read_lines("cues/other_languages.txt"):
        kind, _, phrase = line.partition(": ")
        words = tuple(fold(word) for word in phrase.replace("-", " ").split())
        found.setdefault(words[-1], []).append((words, kind == "name"))
    for phrases in found.values():
        phrases.sort(key=lambda phrase: (not phrase[1], -len(phrase[0])))
    return found


def claim_foreign_cues(sentence: Sentence) -> None:
    """Mark the words that a phrase of another language makes a name."""
    tokens, cues = sentence.tokens, _cues()
    for place, token in enumerate(tokens[:-1]):
        for words, sure in cues.get(token.plain, ()):
            start = place - len(words) + 1
            if start < 0 or tuple(t.plain for t in tokens[start : place + 1]) != words:
                continue
            if (sentence.english and not sure) or not _follows(sentence, place + 1):
                continue
            if _take(sentence, place + 1, sure=sure):
                break


def _follows(sentence: Sentence, place: int) -> bool:
    token = sentence.tokens[place]
    return sentence.open(place) and token.gap.strip() in ("", ":", "-", ",", '"')


def _take(sentence: Sentence, place: int, *, sure: bool) -> bool:
    token = sentence.tokens[place]
    known = _is_known(sentence, place)
    capital = token.capital and not sentence.capital_text
    if token.plain in _NOT_NAMES or (len(token.plain) == 1 and token.plain.isascii()):
        return False
    if not (capital or known or (sure and sentence.standing(place) is not Standing.OTHER)):
        return False
    if not sure and not capital and (not _is_listed(sentence, place) or token.plain in lexicon().foreign_words):
        return False
    if sure and sentence.english and sentence.standing(place) is Standing.WORD:
        return False
    sentence.mark(place)
    for following in (place + 1, place + 2):
        if following >= len(sentence.tokens) or not sentence.open(following) or not sentence.tokens[following].joined:
            break
        if not (sentence.tokens[following].capital and not sentence.capital_text) and sentence.standing(
            following
        ) not in (Standing.NAME, Standing.SURNAME):
            break
        sentence.mark(following)
    return True


def _is_listed(sentence: Sentence, place: int) -> bool:
    """Whether the word is a listed name; in Vietnamese most family names are words as well."""
    standing = sentence.standing(place)
    return standing is Standing.NAME or (standing is Standing.SURNAME and not sentence.vietnamese)


def _is_known(sentence: Sentence, place: int) -> bool:
    return (
        sentence.standing(place) in (Standing.NAME, Standing.SURNAME) or sentence.tokens[place].plain in lexicon().names
    )
