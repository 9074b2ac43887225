"""Looking through long sequences quickly: each is asked of every word of every text."""

from collections.abc import Container, Sequence
from itertools import compress
from typing import TypeVar

Member = TypeVar("Member")


def places_where(sequence: Sequence[Member], wanted: Container[Member]) -> list[int]:
    """Return the places of a sequence's members that are among those wanted."""
    return list(compress(range(len(sequence)), map(wanted.__contains__, sequence)))
