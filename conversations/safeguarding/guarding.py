"""What the guards found in one text hold back there."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator

from conversations.safeguarding.row_search import Find, Finds
from conversations.safeguarding.rules import Guard, Rule, Scope
from conversations.safeguarding.signals import Level, Urgency
from conversations.safeguarding.tokens import Tokens


class Guards:
    """The guards found in one text."""

    def __init__(self, tokens: Tokens, finds: Finds, found: Iterable[tuple[Guard, Find]]) -> None:
        """`found` are the finds of the guards' rows among all the finds."""
        self._tokens = tokens
        self._finds = finds
        self._by_sentence: dict[int, set[Guard]] = defaultdict(set)
        self._by_end: list[tuple[int, int, Guard]] = []
        for guard, (row, end) in found:
            if guard.scope is Scope.WORDS:
                self._by_end.append((end, row, guard))
            else:
                self._by_sentence[tokens.sentence(end)].add(guard)
        self._by_end.sort(key=place_of)

    def left(self, rule: Rule, finds: Iterable[Find]) -> Level:
        """Return the loudest level that one of a rule's finds is left with; one that is found often heeds no guard."""
        loudest = Level.NONE
        for find in finds:
            level = rule.level if self._finds.often(find[0]) else self._left(rule, find)
            if level is rule.level:
                return level
            if level is Level.QUIET:
                loudest = level
        return loudest

    def _left(self, rule: Rule, find: Find) -> Level:
        """Return what the guards leave of one find of a rule."""
        level = rule.level
        for guard in self._holding(rule, find):
            if guard.leaves is Level.NONE:
                return Level.NONE
            if guard.leaves is Level.QUIET:
                level = Level.QUIET
        return level

    def _holding(self, rule: Rule, find: Find) -> Iterator[Guard]:
        """Yield the guards that hold this find back: those beside it and those that reach over its sentence."""
        _, end = find
        if self._by_end:
            start = self._finds.start(find)
            for place in range(bisect_left(self._by_end, start, key=place_of), len(self._by_end)):
                last, row, guard = self._by_end[place]
                if last - self._finds.longest >= end:
                    break
                if heeds(rule, guard) and self._finds.start((row, last)) <= end:
                    yield guard
        if self._by_sentence:
            for guard in self._by_sentence.get(self._tokens.sentence(end), ()):
                banter = guard.scope is Scope.BANTER
                if heeds(rule, guard) and (rule.urgency is not Urgency.IMMEDIATE if banter else not rule.firm):
                    yield guard


def heeds(rule: Rule, guard: Guard) -> bool:
    """Whether a guard is for rules of this one's category."""
    return not guard.categories or rule.category in guard.categories


def place_of(found: tuple[int, int, Guard]) -> int:
    """Return the place of the last word of a guard that was found."""
    return found[0]
