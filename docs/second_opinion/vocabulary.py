"""The student's words: those of the examples, and common English ones, with what the teacher's encoder knows of each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from conversations.safeguarding.second_opinion import sentences_of
from docs.second_opinion.examples import Words
from docs.second_opinion.teacher import Teacher

COMMON = 15_000
"""So many common English words are known beside those of the examples."""

FIRST_WORD = 1996
"""Where words begin in the encoder's own list; signs come before. They stand in the order of how common they are."""

DIMENSIONS = 128
FEWEST_TEXTS = 2

UNKNOWN_WORD = "?"


@dataclass(frozen=True)
class Vocabulary:
    """Words in their order (the first stands for all others), what is known of each, which were met in several texts."""

    words: tuple[str, ...]
    base: torch.Tensor
    detailed: torch.Tensor

    def sentences(self, words: Sequence[str]) -> list[list[int]]:
        """Return a text's sentences as places in the vocabulary."""
        places = self._places()
        return [[places.get(word, 0) for word in sentence] for sentence in sentences_of(words)]

    def _places(self) -> dict[str, int]:
        found: dict[str, int] | None = self.__dict__.get("places")
        if found is None:
            found = self.__dict__["places"] = {word: place for place, word in enumerate(self.words)}
        return found


def vocabulary(texts: Sequence[Words], teacher: Teacher) -> Vocabulary:
    """Return the words to know."""
    counts = Counter(word for text in texts for word in set(text))
    own: list[str] = sorted(teacher.cutter.get_vocab(), key=teacher.cutter.get_vocab().__getitem__)
    common = [word for word in own[FIRST_WORD:] if word.isalpha()][:COMMON]
    words = (UNKNOWN_WORD, *sorted(counts.keys() | set(common)))
    return Vocabulary(words, meanings(words, teacher), torch.tensor([counts[word] >= FEWEST_TEXTS for word in words]))


def meanings(words: Sequence[str], teacher: Teacher) -> torch.Tensor:
    """Return for each word what the encoder starts from, in fewer dimensions (its principal components)."""
    known = teacher.body.get_input_embeddings().weight.detach()
    middle = known[FIRST_WORD:].mean(0)
    directions = torch.linalg.svd(known[FIRST_WORD:] - middle, full_matrices=False).Vh[:DIMENSIONS]
    small = (known - middle) @ directions.T
    small /= small[FIRST_WORD:].std()
    found = torch.zeros(len(words), DIMENSIONS)
    unknown = teacher.cutter.unk_token_id
    for row, word in enumerate(words):
        pieces = [
            one
            for one in teacher.cutter(word.replace("_", " "), add_special_tokens=False)["input_ids"]
            if one != unknown
        ]
        if row and pieces:
            found[row] = small[pieces].mean(0)
    return found
