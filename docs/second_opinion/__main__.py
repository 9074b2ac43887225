"""Learns the second opinion and writes it among Sayso's content: see `docs.second_opinion`."""

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from conversations.safeguarding.corpus import Split
from conversations.safeguarding.network import UNKNOWN
from conversations.safeguarding_files import SECOND_OPINIONS
from docs.second_opinion.examples import LANGUAGE, TOLD, Learned, as_text, caught_at, examples, signs_of
from docs.second_opinion.pool import altered, neighbours
from docs.second_opinion.student import Student, learn, said_by
from docs.second_opinion.teacher import Teacher, opinions, taught
from docs.second_opinion.vocabulary import vocabulary
from docs.second_opinion.writing import whole_numbers, write

POOL = 75_000
EPOCHS = 10
OWN_TIMES = 2
"""The examples themselves are learned so many times in each round: their labels are people's."""

LABEL_SHARE = 0.5
"""What a student should say of an example is half what the teacher says, half what whoever wrote it meant."""

CERTAIN = 5.0
"""How sure the writers of the examples were, as a log-odds."""

MEASURED = 6_000
"""Texts that the size of the network's numbers is measured on."""


def main() -> int:
    """Learn and write; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m docs.second_opinion", description=__doc__)
    parser.add_argument(
        "--keep",
        type=Path,
        default=Path("learned"),
        help="folder for the teacher and what it said, kept for the next time",
    )
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    random.seed(said.seed)
    torch.manual_seed(said.seed)
    said.keep.mkdir(exist_ok=True)
    own, others = examples(Split.RULES), examples(Split.HELD_OUT)
    teacher = kept_teacher(said.keep / "teacher.pt", own)
    words = vocabulary([one.words for one in own], teacher)
    near = neighbours(words.words, words.base)
    pool = altered([one.words for one in own], near, POOL, random.Random(said.seed))  # noqa: S311 - no secret
    asked = [*pool, *(one.words for one in own)]
    told = kept_opinions(said.keep / "opinions.pt", teacher, [as_text(one) for one in asked])
    signs = signs_of(own) * 2 * CERTAIN - CERTAIN
    told[len(pool) :] = told[len(pool) :] * (1 - LABEL_SHARE) + signs * LABEL_SHARE
    sentences = [words.sentences(one) for one in asked]
    own_places = list(range(len(pool), len(asked)))
    again = [place for place in [*range(len(pool)), *own_places * OWN_TIMES] if sentences[place]]
    student = Student(words.base, words.detailed)
    learn(student, [sentences[place] for place in again], told[again], EPOCHS)
    held_out = [words.sentences(one.words) or [[UNKNOWN]] for one in others]
    truth = signs_of(others)[:, TOLD] > 0
    sys.stdout.write(f"Alone, on held-out texts: {caught_at(said_by(student, held_out)[:, TOLD], truth)}.\n")
    torch.save(student.state_dict(), said.keep / "student.pt")
    write(
        whole_numbers(student, words.words, [text for text in sentences[:MEASURED] if text]),
        SECOND_OPINIONS / f"{LANGUAGE}.npz",
    )
    sys.stdout.write(f"Learned from {len(own)} texts and {len(pool)} made of them; {len(words.words)} words.\n")
    return 0


def kept_teacher(path: Path, own: Sequence[Learned]) -> Teacher:
    """Return the teacher that was kept, or a new one that has learned."""
    if path.exists():
        teacher = Teacher()
        teacher.load_state_dict(torch.load(path))
        return teacher
    teacher = taught(own)
    torch.save(teacher.state_dict(), path)
    return teacher


def kept_opinions(path: Path, teacher: Teacher, texts: Sequence[str]) -> torch.Tensor:
    """Return what the teacher said of texts, asking it only where nothing was kept."""
    if path.exists():
        kept: torch.Tensor = torch.load(path)
        if len(kept) == len(texts):
            return kept
    said = opinions(teacher, texts)
    torch.save(said, path)
    return said


if __name__ == "__main__":
    sys.exit(main())
