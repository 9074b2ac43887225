"""The student: the small network that Sayso runs, in numbers that can be learned."""

import sys
from collections.abc import Sequence
from typing import TypeAlias

import torch
from torch.nn.functional import (
    binary_cross_entropy_with_logits,
    dropout,
    kl_div,
    log_softmax,
    relu,
    softmax,
)

from conversations.safeguarding.network import GAPS, UNKNOWN
from conversations.safeguarding.second_opinion import OUTPUTS, runs_of
from docs.second_opinion.examples import IMMEDIATE, KINDS, TOLD
from docs.second_opinion.teacher import KIND_SHARE, batches_by_length

WIDTH, SEEN, HIDDEN = 64, 96, 96
BATCH = 128
SPEED = 2e-3
SQUARE_SHARE = 0.03
LOST_WORDS, LOST_DETAILS = 0.05, 0.2
"""So often a word is hidden, or only what the encoder knew of it is left, so that unknown words can be borne."""

Sentences: TypeAlias = Sequence[Sequence[int]]
"""One text: for each sentence the places of its words in the vocabulary."""


class Student(torch.nn.Module):
    """Reads sentences one by one; a text is as worrying as the most worrying run of its sentences."""

    base: torch.Tensor
    detailed: torch.Tensor

    def __init__(self, base: torch.Tensor, detailed: torch.Tensor) -> None:
        """`base` is what the encoder knows of each word; `detailed` says which words were met often enough to learn more of."""
        super().__init__()
        self.register_buffer("base", base)
        self.register_buffer("detailed", detailed.float().unsqueeze(1))
        self.projection = torch.nn.Linear(base.shape[1], WIDTH)
        self.details = torch.nn.Embedding(base.shape[0], WIDTH)
        torch.nn.init.normal_(self.details.weight, std=0.02)
        self.unknown = torch.nn.Parameter(torch.zeros(WIDTH))
        near, far = GAPS
        self.near = torch.nn.Conv1d(WIDTH, SEEN, 3, padding=near, dilation=near)
        self.far = torch.nn.Conv1d(SEEN, SEEN, 3, padding=far, dilation=far)
        self.hidden = torch.nn.Linear(2 * SEEN, HIDDEN)
        self.out = torch.nn.Linear(HIDDEN, len(OUTPUTS))

    def vectors(self) -> torch.Tensor:
        """Return the vector of every word."""
        found = self.projection(self.base) + self.details.weight * self.detailed
        found = found.clone()
        found[UNKNOWN] = self.unknown
        return found

    def forward(self, texts: Sequence[Sentences]) -> torch.Tensor:
        """Return the log-odds of each output, one row a text."""
        sentences = [sentence for text in texts for sentence in text]
        longest = max(map(len, sentences))
        ids = torch.full((len(sentences), longest), -1)
        for row, sentence in enumerate(sentences):
            ids[row, : len(sentence)] = torch.tensor(sentence)
        mask = (ids >= 0).float().unsqueeze(1)
        seen = self.convolved(ids.clamp(min=0), mask)
        strongest, summed, counts = seen.max(2).values, seen.sum(2), mask.sum(2)
        runs, owners = runs_in(texts)
        inside = (runs >= 0).float().unsqueeze(2)
        parts = runs.clamp(min=0)
        top = (strongest[parts] * inside).max(1).values
        mean = (summed[parts] * inside).sum(1) / (counts[parts] * inside).sum(1)
        pooled = dropout(torch.cat([top, mean], 1), 0.2, self.training)
        said = self.out(relu(self.hidden(pooled)))
        told: list[float] = said[:, TOLD].detach().tolist()
        best = [max(own, key=told.__getitem__) for own in owners]
        answer: torch.Tensor = said[best]
        return answer

    def convolved(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return what is seen at each place of each sentence."""
        details = self.details(ids) * self.detailed[ids]
        hidden = ids == UNKNOWN
        if self.training:
            details = details * (torch.rand(ids.shape) > LOST_DETAILS).unsqueeze(2)
            hidden = hidden | (torch.rand(ids.shape) < LOST_WORDS)
        words = torch.where(hidden.unsqueeze(2), self.unknown, self.projection(self.base[ids]) + details)
        numbers = dropout(words.transpose(1, 2), 0.05, self.training) * mask
        near = relu(self.near(numbers)) * mask
        both: torch.Tensor = near + relu(self.far(near)) * mask
        return both


def runs_in(texts: Sequence[Sentences]) -> tuple[torch.Tensor, list[list[int]]]:
    """Return for each run of sentences their places among all sentences (-1 where it has fewer), and each text's runs."""
    rows: list[list[int]] = []
    owners: list[list[int]] = []
    first = 0
    for text in texts:
        own = []
        for start, end in runs_of([len(sentence) for sentence in text]):
            own.append(len(rows))
            rows.append([first + place for place in range(start, end)])
        owners.append(own)
        first += len(text)
    longest = max(map(len, rows))
    return torch.tensor([row + [-1] * (longest - len(row)) for row in rows]), owners


def learn(student: Student, texts: Sequence[Sentences], wanted: torch.Tensor, epochs: int) -> None:
    """Teach the student to say what is wanted (log-odds, one row a text) of each text."""
    lengths = [max(map(len, text)) * len(text) for text in texts]
    steps = epochs * (len(texts) // BATCH + 21)
    optimizer = torch.optim.AdamW(student.parameters(), lr=SPEED, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, SPEED, total_steps=steps, pct_start=0.1)
    for epoch in range(epochs):
        student.train()
        total, batches = 0.0, batches_by_length(lengths, BATCH)
        for batch in batches:
            said, truth = student([texts[place] for place in batch]), wanted[batch]
            told = torch.sigmoid(truth[:, TOLD])
            loss = binary_cross_entropy_with_logits(said[:, TOLD], told)
            loss = loss + SQUARE_SHARE * ((said[:, TOLD] - truth[:, TOLD]) ** 2).mean()
            kinds = kl_div(log_softmax(said[:, KINDS], 1), softmax(truth[:, KINDS], 1), reduction="none").sum(1)
            now = binary_cross_entropy_with_logits(
                said[:, IMMEDIATE], torch.sigmoid(truth[:, IMMEDIATE]), reduction="none"
            )
            loss = loss + KIND_SHARE * ((kinds + now) * told).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        sys.stderr.write(f"student: round {epoch + 1} of {epochs}, error {total / len(batches):.3f}\n")
    student.eval()


def said_by(student: Student, texts: Sequence[Sentences]) -> torch.Tensor:
    """Return what the student makes of texts, one row each."""
    with torch.inference_mode():
        return torch.cat([student(texts[start : start + 256]) for start in range(0, len(texts), 256)])
