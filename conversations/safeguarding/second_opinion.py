"""A second opinion on a text: a linear model over its words, learned from the example texts of the corpus.

The rules stand alone and can be read one by one; but families of expressions that nobody has thought of slip through
them. The second opinion weighs every word, every two neighbours and every two words near each other, as they were
weighed in thousands of made-up disclosures and harmless answers (tf-idf with logistic regression; Manning, Raghavan and
Schuetze, 'Introduction to Information Retrieval', 2008, ch. 6 and 13). Its weights are a table that anyone can read.

It never sees more than one text, keeps nothing of it, and what it says is a yes, a no or a 'not sure', never a score
that goes anywhere.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from conversations.safeguarding.signals import Category
from conversations.safeguarding.tokens import STOP, Tokens

FEWEST_KNOWN = 3
"""Features that have to be known before it has an opinion at all: of other languages it knows nothing."""

FEWEST_WORDS = 6
"""Of fewer words ("do not stop me now") it cannot tell: they are left to the rules."""

LONGEST_RUN = 3
"""Sentences that are weighed together: people tell in two or three short ones."""

MOST_WORDS = 300
"""Of a longer text only single sentences are weighed."""

LONGEST_SENTENCE = 60
"""A longer sentence, or a text without a full stop, is weighed in overlapping pieces of so many words as well."""

MOST_PIECES = 40
"""So many pieces of a text are weighed, half of them from its end: what stands in the middle of pages is left to rules."""

IMMEDIATE = "immediate"
"""Stands among the categories' weights for 'life is in danger now'."""


_LIMITS = ("bias", "sure", "alarm", "harmless", "immediate")


class Opinion(StrEnum):
    """What it thinks of a text, the most worried first."""

    SURE = "sure"
    ALARM = "alarm"
    UNSURE = "unsure"
    HARMLESS = "harmless"


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned: feature -> (idf, weight); feature -> what it says of a category; the limits.

    `alarm` and above is an alarm, `sure` and above one beyond doubt, below `harmless` it is quite sure that nothing is
    told; `immediate` is the limit for that sign.
    """

    bias: float
    sure: float
    alarm: float
    harmless: float
    immediate: float
    features: Mapping[str, tuple[float, float]]
    kinds: Mapping[str, Mapping[str, float]]
    kind_bias: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Second:
    """The second opinion on one text; `category` and `immediate` mean something for an alarm only."""

    opinion: Opinion
    category: Category = Category.WORRY_ABOUT_OTHER
    immediate: bool = False


def features_of(words: Sequence[str]) -> set[str]:
    """Return the features of one sentence: its words, its neighbours, and words with one or two between them."""
    framed = ("^", *words, "$")
    found = set(words)
    found.update(f"{one} {two}" for one, two in pairwise(framed))
    found.update(f"{one} * {two}" for gap in (2, 3) for one, two in zip(framed, framed[gap:], strict=False))
    return found


def sentences_of(tokens: Tokens) -> list[tuple[str, ...]]:
    """Return a text's sentences as words, very long ones in overlapping pieces instead; all of them."""
    found: list[tuple[str, ...]] = []
    words: list[str] = []
    for word in tokens.words:
        if word != STOP:
            words.append(word)
        elif words:
            step = LONGEST_SENTENCE // 2
            last = max(len(words) - step, 1)
            found.extend(tuple(words[start : start + LONGEST_SENTENCE]) for start in range(0, last, step))
            words = []
    return found


class SecondOpinion:
    """Weighs texts with what was learned; unchanging, safe to share between threads."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    def on(self, tokens: Tokens) -> Second:
        """Return the opinion on a text: that on the most worrying run of its sentences."""
        weights = self._weights
        known = weights.features
        pieces = sentences_of(tokens)
        whole = tokens.whole and len(pieces) <= MOST_PIECES
        if not whole:
            pieces[MOST_PIECES // 2 : -MOST_PIECES // 2] = []
        sentences = [{name: known[name] for name in features_of(words) if name in known} for words in pieces]
        longest = LONGEST_RUN if len(tokens.words) <= MOST_WORDS else 1
        best, worst = -math.inf, dict[str, tuple[float, float]]()
        doubt = -math.inf
        for start in range(len(sentences)):
            run: dict[str, tuple[float, float]] = {}
            count = 0
            for place in range(start, min(start + longest, len(sentences))):
                run = {**run, **sentences[place]}
                count += len(pieces[place])
                # A run it knows hardly a word of is in doubt: nothing then says that the text is harmless.
                score = 0.0
                if len(run) >= FEWEST_KNOWN:
                    score = weights.bias + sum(idf * weight for idf, weight in run.values()) / length(run)
                doubt = max(doubt, score)
                if len(run) >= FEWEST_KNOWN and count >= FEWEST_WORDS and score > best:
                    best, worst = score, run
        if best < weights.alarm:
            return Second(Opinion.HARMLESS if whole and doubt < weights.harmless else Opinion.UNSURE)
        opinion = Opinion.SURE if best >= weights.sure else Opinion.ALARM
        return Second(opinion, *self._kind(worst))

    def _kind(self, run: Mapping[str, tuple[float, float]]) -> tuple[Category, bool]:
        """Return the likeliest category of what was alarmed at, and whether life seems to be in danger now."""
        sums = dict(self._weights.kind_bias)
        whole = length(run)
        for feature, (idf, _) in run.items():
            for kind, weight in self._weights.kinds.get(feature, {}).items():
                sums[kind] = sums.get(kind, 0.0) + weight * idf / whole
        immediate = sums.pop(IMMEDIATE, -math.inf) >= self._weights.immediate
        return max(Category, key=lambda category: sums.get(category.value, -math.inf)), immediate


def length(run: Mapping[str, tuple[float, float]]) -> float:
    """Return the length of a text's vector, so that long and short texts weigh the same."""
    return math.sqrt(sum(idf * idf for idf, _ in run.values())) or 1.0


def read_weights(lines: Iterable[str]) -> Weights:
    """Return the weights that a table holds, as `table_of` writes them. Raises ValueError for one that is broken."""
    limits: dict[str, float] = {}
    kind_bias: dict[str, float] = {}
    features: dict[str, tuple[float, float]] = {}
    kinds: dict[str, dict[str, float]] = {}
    for line in lines:
        if line.startswith("#") or not line.strip():
            continue
        name, *columns = line.rstrip("\n").split("\t")
        if name.startswith("!"):
            kind = name.removeprefix("!kind ")
            (limits if kind == name else kind_bias)[kind.lstrip("!")] = float(columns[0])
            continue
        idf, weight, *told = columns
        features[name] = (int(idf) / 100, int(weight) / 100)
        if told:
            kinds[name] = {kind: int(value) / 100 for kind, _, value in (one.partition("=") for one in told)}
    try:
        bias, sure, alarm, harmless, immediate = (limits[name] for name in _LIMITS)
    except KeyError as error:
        raise ValueError(f"the table of the second opinion lacks its line !{error.args[0]}") from None
    return Weights(bias, sure, alarm, harmless, immediate, features, kinds, kind_bias)
