"""Labels an edge of the flow: the buttons that lead along it, and for whom, where the same button leads others elsewhere."""

from collections.abc import Iterable
from itertools import combinations

from conversations.people import AgeBand, Audience, Channel

Person = tuple[Channel, Audience | None, AgeBand | None]
"""Who somebody is, as far as it was known at a step."""

BETWEEN = " · "
"""Stands between two buttons."""

Found = dict[str, dict[str, set[Person]]]
"""For one step: button -> where it leads -> the people it leads there."""


def edge_label(labels: Found, target: str) -> str:
    """Return the buttons that lead to a target, one line for each group of people: `telegram: Under 10 · 10 to 12`."""
    by_group: dict[str, list[str]] = {}
    for label, people in labels.items():
        if target in people:
            others = set().union(*(group for other, group in people.items() if other != target))
            by_group.setdefault(whom(people[target], others), []).append(label)
    lines = (f"{group}: {BETWEEN.join(words)}" if group else BETWEEN.join(words) for group, words in by_group.items())
    return "\n".join(lines)


def whom(people: Iterable[Person], others: Iterable[Person]) -> str:
    """Return what tells these people from the others, in as few words as do; nothing where there are no others."""
    those, rest = list(people), list(others)
    if not rest:
        return ""
    for size in range(1, 4):
        for places in combinations(range(3), size):
            mine = {tuple(person[place] for place in places) for person in those}
            if mine.isdisjoint(tuple(person[place] for place in places) for person in rest):
                return describe(mine)
    return "some"


def describe(groups: Iterable[tuple[Channel | Audience | AgeBand | None, ...]]) -> str:
    """Return groups of people in words."""
    named = [" ".join(part.value.replace("_", " ") for part in group if part) for group in groups]
    return " or ".join(sorted(named))
