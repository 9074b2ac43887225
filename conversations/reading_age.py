"""How old a reader must be for an English text: the Flesch-Kincaid grade, with care for texts of a few words.

Method: grade = 0.39 * words per sentence + 11.8 * syllables per word - 15.59, from J. P. Kincaid, R. P. Fishburne,
R. L. Rogers and B. S. Chissom, 'Derivation of new readability formulas for Navy enlisted personnel', Research Branch
Report 8-75, 1975. Age = grade + 5, since a child is five or six in the first grade. The formula was made for passages
of a hundred words, so two more signs are looked at: the longest sentence, and, where there are fewer than
`FEWEST_WORDS` words, only the long words, because one of those would decide a grade by itself.

A colon or semicolon ends a unit of thought as a full stop does, as Flesch counted. Digits are one short word each
group; names (a capital inside a sentence) are no long words, since nobody can write Telegram more simply.
English only.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from conversations.syllables import syllables

FEWEST_WORDS = 8
"""Below this a grade means nothing."""

LONG_WORD = 4
"""Syllables from which a word is hard by itself ('information'); a short text may hold none."""

SENTENCE_END = re.compile(r"[.!?:;]+[\"')\]]*(?:\s+|$)|\n+")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
YOUNGEST = 5.0


@dataclass(frozen=True, slots=True)
class Target:
    """What a text may ask of its reader: an age in years, and words in one sentence."""

    age: int
    sentence_words: int


YOUNG_PEOPLE = Target(age=11, sentence_words=20)
"""The ceiling for every text that a child or young person may read. Public services aim at a reading age of 9 to 11."""

GROWN_UPS = Target(age=13, sentence_words=25)
"""The ceiling for texts that only adults read: parents and carers, professionals, the over-25s."""

EASY_READ = Target(age=8, sentence_words=12)
"""The ceiling for Easy Read: one idea a sentence."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What was counted in one text. `long_words` are those of `LONG_WORD` syllables or more, names left out."""

    words: int
    sentences: int
    syllables: int
    longest_sentence: int
    long_words: tuple[str, ...]

    @property
    def reading_age(self) -> float | None:
        """The age in years, never below five; None where there are too few words to tell."""
        if self.words < FEWEST_WORDS:
            return None
        grade = 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59
        return max(YOUNGEST, grade + 5)


def measure(text: str) -> Measure:
    """Count a text, with its `{places}` already filled."""
    sentences = [words for part in SENTENCE_END.split(text) if (words := WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    return Measure(
        words=len(words),
        sentences=len(sentences),
        syllables=sum(map(syllables, words)),
        longest_sentence=max(map(len, sentences), default=0),
        long_words=tuple(dict.fromkeys(word for sentence in sentences for word in long_words(sentence))),
    )


def long_words(sentence: Iterable[str]) -> tuple[str, ...]:
    """Return the long words of a sentence; a capital after its first word makes a name."""
    return tuple(
        word
        for place, word in enumerate(sentence)
        if syllables(word) >= LONG_WORD and not (place and word[0].isupper())
    )


def too_hard(counted: Measure, target: Target) -> tuple[str, ...]:
    """Return what makes a text too hard for its readers, in plain words; nothing where it is easy enough."""
    reasons = []
    age = counted.reading_age
    if age is not None and round(age) > target.age:
        reasons.append(f"reads like age {round(age)}, should be {target.age} or younger")
    if counted.longest_sentence > target.sentence_words:
        reasons.append(f"a sentence of {counted.longest_sentence} words, should be {target.sentence_words} or fewer")
    if counted.long_words and (reasons or age is None):
        reasons.append(f"long words: {', '.join(counted.long_words)}")
    return tuple(reasons)
