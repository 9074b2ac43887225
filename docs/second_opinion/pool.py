"""Texts to ask the teacher about: the examples mixed, cut and altered, as many as wanted."""

import random
from collections.abc import Sequence

import torch

from conversations.safeguarding.tokens import STOP
from docs.second_opinion.examples import Words

MOST_WORDS = 150
FEWEST_TOKENS = 4
NEIGHBOURS = 10
NEAR = 0.5
"""Words whose vectors are at least so like each other (as a cosine) may stand for each other."""


def neighbours(words: Sequence[str], vectors: torch.Tensor) -> dict[str, list[str]]:
    """Return for each word the words nearest to it in meaning."""
    rows = vectors / vectors.norm(dim=1, keepdim=True).clamp(min=1e-6)
    found: dict[str, list[str]] = {}
    for start in range(0, len(words), 1000):
        likeness, places = (rows[start : start + 1000] @ rows.T).topk(NEIGHBOURS + 1, dim=1)
        for row, (near, these) in enumerate(zip(likeness.tolist(), places.tolist(), strict=True)):
            word = words[start + row]
            found[word] = [
                words[place] for like, place in zip(near, these, strict=True) if like > NEAR and words[place] != word
            ]
    return found


def altered(texts: Sequence[Words], near: dict[str, list[str]], count: int, draw: random.Random) -> list[Words]:
    """Return so many different texts made from these."""
    found: dict[Words, None] = {}
    while len(found) < count:
        words = mixed(texts, draw)
        share, lost = draw.choice((0.0, 0.1, 0.2, 0.3)), draw.choice((0.0, 0.05, 0.1))
        new = []
        for word in words[:MOST_WORDS]:
            if word != STOP:
                if draw.random() < lost:
                    continue
                if draw.random() < share and near.get(word):
                    new.append(draw.choice(near[word]))
                    continue
            new.append(word)
        if len(new) >= FEWEST_TOKENS:
            found[tuple(new)] = None
    return list(found)


def mixed(texts: Sequence[Words], draw: random.Random) -> Words:
    """Return a text: as it is, with another one after it, gone over into another one, or a part of it."""
    words, way = draw.choice(texts), draw.random()
    if way < 0.2:
        return words + draw.choice(texts)[1:]
    other = draw.choice(texts)
    if way < 0.4 and len(words) > 6 and len(other) > 6:
        return words[: draw.randrange(2, len(words) - 2)] + other[draw.randrange(2, len(other) - 2) :]
    if way < 0.5 and len(words) > 8:
        start = draw.randrange(len(words) - 5)
        return (STOP, *words[start : draw.randrange(start + 4, len(words) + 1)], STOP)
    return words
