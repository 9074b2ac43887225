"""The example texts as they are learned from: their words as the rules read them, and what they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import torch

from conversations.safeguarding.corpus import Split, load_corpus
from conversations.safeguarding.detector import load_detector
from conversations.safeguarding.language_detector import LanguageDetector
from conversations.safeguarding.second_opinion import OUTPUTS
from conversations.safeguarding.signals import Urgency
from conversations.safeguarding.tokens import STOP

LANGUAGE = "en"
TOLD, IMMEDIATE = 0, len(OUTPUTS) - 1
KINDS = slice(1, IMMEDIATE)
MOST_WORDS = 200

Words: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Learned:
    """One example: its words with a stop at both ends, and what is true of it, one sign (1 or 0) for each output."""

    words: Words
    signs: tuple[float, ...]


@cache
def rules() -> LanguageDetector:
    """Return the rules' own reader of words."""
    return load_detector(second_opinions=False).language(LANGUAGE)


def examples(split: Split) -> list[Learned]:
    """Return one part of the corpus."""
    found = []
    for one in load_corpus():
        if one.language == LANGUAGE and one.split is split:
            true = {"told", one.category.value} if one.category else set[str]()
            if one.urgency is Urgency.IMMEDIATE:
                true.add("immediate")
            signs = tuple(float(output in true) for output in OUTPUTS)
            found.append(Learned(tuple(rules().tokens(one.text).words[:MOST_WORDS]), signs))
    return found


def signs_of(found: Sequence[Learned]) -> torch.Tensor:
    """Return the signs of examples, one row each."""
    return torch.tensor([one.signs for one in found])


def as_text(words: Sequence[str]) -> str:
    """Return words as a sentence encoder knows them."""
    return " ".join(words).replace("_", " ").strip(f" {STOP}")


def caught_at(scores: torch.Tensor, told: torch.Tensor, alarms: Sequence[float] = (0.02, 0.05, 0.08)) -> str:
    """Return, in words, the share of disclosures caught where these shares of harmless texts alarm."""
    limits = [torch.quantile(scores[~told], 1 - share).item() for share in alarms]
    return ", ".join(
        f"{(scores[told] > limit).float().mean():.1%} at {share:.0%} (limit {limit:.2f})"
        for share, limit in zip(alarms, limits, strict=True)
    )
