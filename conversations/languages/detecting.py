"""Tells the language of a chat message: by its alphabet, its letters and words, and by two general detectors that agree.

English passes first: calling somebody's English foreign is the mistake that may not happen. Where nothing is sure, the
answer is None. The same text always gets the same answer.
"""

from collections.abc import Sequence

from conversations.languages.letters import ONE_LANGUAGE, SHARED, alphabet_of, weigh_letters
from conversations.languages.two_detectors import by_cld, by_langdetect
from conversations.languages.word_files import (
    bare_words_by_language,
    core_english,
    english_words,
    names,
    words_by_language,
)
from conversations.languages.words_seen import folded, words_seen

ENGLISH = "en"
KNOWN = frozenset(ONE_LANGUAGE.values()).union(*SHARED.values())
"""The languages that are told apart, by their codes of ISO 639."""

FEWEST_WORDS = 3
"""A text of fewer words says too little to offer anybody another language."""

FEWEST_LETTERS = 10
"""Plain letters of words that are not English, from which on a text is not just English in short."""

_OWN_WORD, _BARE_WORD = 1.0, 0.8
_ALSO_ENGLISH, _ALSO_CORE = 0.6, 0.3
_ENGLISH_WORD, _CORE_ENGLISH, _SHARED = 0.45, 0.8, 0.5
_EVIDENCE = 0.45
_LETTERS_TO_TRUST = 24
"""From so many letters on the general detectors have their full say; on a word or two they are little more than chance."""
_LANGDETECT, _CLD, _BOTH = 1.2, 1.0, 0.8
_EXPECTED = 0.3
_ENOUGH, _LEAD = 0.9, 0.1
_LEAD_WITHOUT_ENGLISH = 0.02
"""How much more one language must weigh than the next, as a share: more where a wrong guess could be about English."""

BY_WORDS_ALONE = {"devanagari": "ne", "ethiopic": "ti"}
"""Alphabets whose languages the general detectors mix up: there words decide, and without any, the likelier among us."""


def says_enough(text: str) -> bool:
    """Whether a text has enough words to go by before anybody is asked about its language."""
    return len(words_seen(text)) >= FEWEST_WORDS


def detect_language(text: str, expected: str | None = None) -> str | None:
    """Return the code of the language a text is written in (ISO 639), or None where that is not sure.

    `expected` is the language of the talk so far: it tips the scales, and no more.
    """
    words = words_seen(text)
    alphabet = alphabet_of(words)
    if alphabet in ONE_LANGUAGE:
        return ONE_LANGUAGE[alphabet]
    codes = SHARED.get(alphabet)
    if codes is None:
        return None
    if alphabet == "latin":
        if is_english(words):
            return ENGLISH
    else:
        words = [word for word in words if not word.isascii()]
    having_all = frozenset(languages_of_all(words, codes))
    if len(having_all) == 1:
        return next(iter(having_all))
    return _told_apart(words, alphabet, having_all or codes, expected)


def _told_apart(words: Sequence[str], alphabet: str, codes: frozenset[str], expected: str | None) -> str | None:
    """Return which of these languages the words, the letters and the general detectors speak for together."""
    evidence = weigh_words(words, codes)
    for code, weight in weigh_letters(words, codes).items():
        evidence[code] += weight
    if alphabet in BY_WORDS_ALONE:
        return _surest(evidence, BY_WORDS_ALONE[alphabet])
    seen = " ".join(words)
    one, other = by_langdetect(seen, codes, expected), by_cld(seen, codes)
    weights = dict(evidence)
    trust = min(1.0, len(seen) / _LETTERS_TO_TRUST)
    for code in weights if max(weights.values()) < _OWN_WORD else [code for code in weights if weights[code] > 0]:
        share, same = one.get(code, 0.0), min(one.get(code, 0.0), other.get(code, 0.0))
        weights[code] += trust * (_LANGDETECT * share + _CLD * other.get(code, 0.0) + _BOTH * same)
    if expected in weights:
        weights[expected] += _EXPECTED
    found = _sure(weights)
    if found is None or found == ENGLISH or alphabet != "latin":
        return found
    return found if evidence[found] >= _EVIDENCE or _all_unknown(words) else None


def languages_of_all(words: Sequence[str], codes: frozenset[str]) -> list[str]:
    """Return the languages that have every word of a text; none where it could be English, misspelt or of a chat.

    The general detectors go by letters: on two or three words a list of words knows better than they do.
    """
    if ENGLISH in codes:
        strange = "".join(word for word in words if word not in english_words() and word not in names())
        if 2 * len(strange) <= len("".join(words)) or (strange.isascii() and len(strange) < FEWEST_LETTERS):
            return []
    return [code for code in sorted(codes - {ENGLISH}) if all(code in _languages_of(word, codes)[0] for word in words)]


def weigh_words(words: Sequence[str], codes: frozenset[str]) -> dict[str, float]:
    """Return what the words say for each language: a word that only one of them has says most."""
    english, core = english_words(), core_english()
    weights = dict.fromkeys(sorted(codes), 0.0)
    having = {word: _languages_of(word, codes) for word in words}
    in_english = {word for word in words if ENGLISH in codes and word in english}
    strange = {code for word in words if word not in in_english for code in having[word][0]}
    for word in words:
        found, weight = having[word]
        if word in in_english:
            # Beside a word that is not English, 'to' and 'do' are as likely words of that other language.
            shared = _SHARED if strange.intersection(found) else 1.0
            weights[ENGLISH] += shared * (_CORE_ENGLISH if word in core else _ENGLISH_WORD)
            weight *= (_ALSO_CORE if word in core else _ALSO_ENGLISH) / shared
        for code in found:
            weights[code] += weight / len(found) ** 0.5
    return weights


def _languages_of(word: str, codes: frozenset[str]) -> tuple[list[str], float]:
    """Return the languages but English that have a word, and how much that says: less where marks were left out."""
    found = [code for code in words_by_language().get(word, ()) if code in codes and code != ENGLISH]
    if found:
        return found, _OWN_WORD
    bare = bare_words_by_language().get(folded(word), ())
    return [code for code in bare if code in codes and code != ENGLISH], _BARE_WORD


def is_english(words: Sequence[str]) -> bool:
    """Whether a text in Latin letters passes as English: all of it is, and not all of it is of one other language, too.

    Where all of it could be of another language ('non lo so'), it passes by plain words of everyday English alone.
    """
    english, called, own, core = english_words(), names(), words_by_language(), core_english()
    if any(word not in english and word not in called for word in words):
        return False
    if all(word in core for word in words):
        return True
    shared: set[str] | None = None
    for word in words:
        codes = {code for code in own.get(word, ()) if code != ENGLISH}
        shared = codes if shared is None else shared & codes
    return not shared or len(words) == 1


def _all_unknown(words: Sequence[str]) -> bool:
    """Whether there are enough words, hardly any of them English, to go by the general detectors alone."""
    english = english_words()
    strange = sum(word not in english for word in words)
    return strange >= FEWEST_WORDS and 2 * strange > len(words)


def _surest(evidence: dict[str, float], otherwise: str) -> str:
    best = max(sorted(evidence), key=lambda code: evidence[code])
    return best if evidence[best] > evidence[otherwise] else otherwise


def _sure(weights: dict[str, float]) -> str | None:
    lead = _LEAD if ENGLISH in weights else _LEAD_WITHOUT_ENGLISH
    ranked = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
    (best, weight), (_, second) = ranked[0], ranked[1]
    if weight < _ENOUGH or weight - second < lead * weight:
        return None
    return best
