"""A second opinion on a text: a small network learned from the example texts of the corpus.

The rules stand alone and can be read one by one; but families of expressions that nobody has thought of slip through
them. The second opinion learned, from thousands of made-up disclosures and harmless answers, what the words of a sentence
come to together (`docs/second_opinion` tells how).

It never sees more than one text, keeps nothing of it, and what it says is a yes, a no or a 'not sure', never a score
that goes anywhere.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from conversations.safeguarding.network import UNKNOWN, Network
from conversations.safeguarding.signals import Category
from conversations.safeguarding.tokens import STOP, Tokens

OUTPUTS = ("told", *(category.value for category in Category), "immediate")
"""What it says of a run of sentences: whether anything is told, of which kind, and whether life is in danger now."""

FEWEST_KNOWN = 0.6
"""The share of its words that has to be known before it has an opinion on a sentence: of other languages it knows nothing."""

FEWEST_WORDS = 4
"""Of fewer words ("stop me now") it cannot tell: they are left to the rules."""

LONGEST_RUN = 3
"""Sentences that are weighed together: people tell in two or three short ones."""

MOST_WORDS = 300
"""Of a longer text only single sentences are weighed."""

LONGEST_SENTENCE = 60
"""A longer sentence, or a text without a full stop, is weighed in overlapping pieces of so many words."""

MOST_PIECES = 40
"""So many pieces of a text are weighed, half of them from its end: what stands in the middle of pages is left to rules."""

_LIMITS = ("sure", "alarm", "harmless", "immediate")


class Opinion(StrEnum):
    """What it thinks of a text, the most worried first."""

    SURE = "sure"
    ALARM = "alarm"
    UNSURE = "unsure"
    HARMLESS = "harmless"


@dataclass(frozen=True, slots=True)
class Limits:
    """Where its numbers become an opinion, in log-odds.

    `alarm` and above is an alarm, `sure` and above one beyond doubt, below `harmless` it is quite sure that nothing is
    told; `immediate` is the limit for that sign.
    """

    sure: float
    alarm: float
    harmless: float
    immediate: float


@dataclass(frozen=True, slots=True)
class Second:
    """The second opinion on one text; `category` and `immediate` mean something for an alarm only."""

    opinion: Opinion
    category: Category = Category.WORRY_ABOUT_OTHER
    immediate: bool = False


def sentences_of(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return a text's sentences as words without their stops, very long ones in overlapping pieces instead."""
    found: list[tuple[str, ...]] = []
    sentence: list[str] = []
    for word in (*words, STOP):
        if word != STOP:
            sentence.append(word)
        elif sentence:
            step = LONGEST_SENTENCE // 2
            last = max(len(sentence) - step, 1)
            found.extend(tuple(sentence[start : start + LONGEST_SENTENCE]) for start in range(0, last, step))
            sentence = []
    return found


def runs_of(lengths: Sequence[int]) -> list[tuple[int, int]]:
    """Return the runs of neighbouring sentences that are weighed: the first one's place, and the place after the last."""
    longest = LONGEST_RUN if sum(lengths) <= MOST_WORDS else 1
    count = len(lengths)
    return [(start, end) for start in range(count) for end in range(start + 1, min(start + longest, count) + 1)]


class SecondOpinion:
    """Weighs texts with what was learned; unchanging, safe to share between threads."""

    def __init__(self, network: Network, limits: Limits) -> None:
        self._network = network
        self._limits = limits

    def on(self, tokens: Tokens) -> Second:
        """Return the opinion on a text: that on the most worrying run of its sentences."""
        limits = self._limits
        pieces = sentences_of(tokens.words)
        whole = tokens.whole and len(pieces) <= MOST_PIECES
        if not whole:
            pieces[MOST_PIECES // 2 : -MOST_PIECES // 2] = []
        if not pieces:
            return Second(Opinion.UNSURE)
        sentences = [self._network.ids_of(piece) for piece in pieces]
        counts = [0, *accumulate(map(len, sentences))]
        known = [0, *accumulate(sum(place != UNKNOWN for place in sentence) for sentence in sentences)]
        runs = runs_of([len(sentence) for sentence in sentences])
        worst, doubt = [-math.inf], -math.inf
        for (start, end), said in zip(runs, self._network.read(sentences, runs), strict=True):
            count = counts[end] - counts[start]
            if known[end] - known[start] < FEWEST_KNOWN * count:
                # It knows hardly a word of this: nothing then says that the text is harmless.
                doubt = max(doubt, 0.0)
                continue
            doubt = max(doubt, said[0])
            if count >= FEWEST_WORDS and said[0] > worst[0]:
                worst = said
        if worst[0] < limits.alarm:
            return Second(Opinion.HARMLESS if whole and doubt < limits.harmless else Opinion.UNSURE)
        said_of = dict(zip(OUTPUTS, worst, strict=True))
        return Second(
            Opinion.SURE if worst[0] >= limits.sure else Opinion.ALARM,
            max(Category, key=lambda category: said_of[category.value]),
            said_of["immediate"] >= limits.immediate,
        )


def read_limits(said: Mapping[str, object]) -> Limits:
    """Return the limits that a file beside the network's names. Raises ValueError for one that is missing or no number."""
    values = [said.get(name) for name in _LIMITS]
    numbers = [value for value in values if isinstance(value, int | float)]
    if len(numbers) != len(values):
        raise ValueError(f"the second opinion's limits must be numbers: {', '.join(_LIMITS)}")
    return Limits(*numbers)
