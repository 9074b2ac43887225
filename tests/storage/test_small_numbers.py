"""No published table lets a hidden count be worked out, also by somebody who knows the rule and tries every table."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.small_numbers import (
    HIDDEN,
    LEAST_THRESHOLD,
    NEAREST,
    NOUGHT,
    Figure,
    Published,
    figure,
    possible,
    publish,
    whole_weeks,
)

Seen = tuple[tuple[int | None, ...], int | None]
"""All that a reader of a table sees: its figures and its total."""


def table(counts: Sequence[int], threshold: int = 7) -> Published[int]:
    return publish(dict(enumerate(counts)), threshold)


def seen(counts: Sequence[int], threshold: int = 7) -> Seen:
    shown = table(counts, threshold)
    return tuple(shown.figures[cell].rounded for cell in range(len(counts))), shown.total.rounded


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0"), (1, "*"), (7, "*"), (8, "10"), (12, "10"), (13, "15"), (1002, "1000"), (1003, "1005")],
)
def test_a_count_is_hidden_up_to_the_threshold_and_rounded_above_it(count: int, shown: str) -> None:
    assert str(figure(count)) == shown


def test_the_threshold_can_be_set() -> None:
    assert [str(figure(count, 4)) for count in (4, 5)] == ["*", "5"]
    assert [str(figure(count, 10)) for count in (10, 11)] == ["*", "10"]


def test_a_table_shows_noughts_hides_small_counts_and_rounds_its_total_on_its_own() -> None:
    shown = publish({"a": 0, "b": 5, "c": 12, "d": 22})
    assert shown.figures == {"a": NOUGHT, "b": HIDDEN, "c": Figure(10), "d": Figure(20)}
    assert shown.total == Figure(40)


@pytest.mark.parametrize("counts", [[], [0], [0, 0]])
def test_a_table_of_nothing_shows_nought(counts: list[int]) -> None:
    assert table(counts).total == NOUGHT


def test_one_hidden_count_alone_has_a_hidden_total() -> None:
    assert table([0, 3, 0]).total == HIDDEN


@pytest.mark.parametrize("counts", [[7] * 4, [1] * 7, [1] * 12, [7] * 9, [1] * 22])
def test_a_total_that_would_give_every_hidden_count_away_is_moved(counts: list[int]) -> None:
    shown = table(counts).total
    assert shown != figure(sum(counts))
    assert shown.rounded is not None
    assert abs(shown.rounded - sum(counts)) <= 4


@pytest.mark.parametrize("threshold", [3, 4, 5, 7, 10, 12])
@pytest.mark.parametrize("cells", [1, 2, 3, 4])
def test_of_all_tables_that_look_alike_a_hidden_count_has_three_values_or_more(cells: int, threshold: int) -> None:
    # Cells may change places, so tables in rising order stand for all, and any hidden cell may have any hidden value.
    look_alike: defaultdict[Seen, set[int]] = defaultdict(set)
    for counts in combinations_with_replacement(range(23), cells):
        look_alike[seen(counts, threshold)] |= {count for count in counts if 0 < count <= threshold}
    hidden = [values for (figures, _), values in look_alike.items() if None in figures]
    assert hidden
    assert min(map(len, hidden)) >= 3


COUNTS = st.lists(st.one_of(st.integers(0, 8), st.just(7), st.just(1), st.integers(0, 60)), min_size=1, max_size=40)


@given(counts=COUNTS, threshold=st.integers(LEAST_THRESHOLD, 20))
@settings(max_examples=300, deadline=None)
def test_no_hidden_count_can_be_worked_out_by_subtracting(counts: list[int], threshold: int) -> None:
    shown = table(counts, threshold)
    ranges = [possible(one, threshold) for one in shown.figures.values()]
    assert all(low <= count <= high for (low, high), count in zip(ranges, counts, strict=True))
    if HIDDEN not in shown.figures.values():
        return
    least, most = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    # Every sum that these figures leave room for, of which publishing makes the total that is seen.
    sums = [total for total in range(least, most + 1) if seen_total(total, ranges, threshold) == shown.total.rounded]
    for cell, one in shown.figures.items():
        if one == HIDDEN:
            low, high = ranges[cell]
            smallest = max(low, min(sums) - (most - high))
            largest = min(high, max(sums) - (least - low))
            assert largest - smallest >= 2, "a hidden count must keep three possible values"


def seen_total(total: int, ranges: Sequence[tuple[int, int]], threshold: int) -> int | None:
    """Return the total that is published for a table with these figures whose true total is this."""
    counts = [low for low, _ in ranges]
    for cell, (low, high) in enumerate(ranges):
        counts[cell] += min(high - low, total - sum(counts))
    assert sum(counts) == total
    return seen(counts, threshold)[1]


@given(counts=COUNTS)
@settings(max_examples=200, deadline=None)
def test_a_total_is_true_to_within_four_or_hidden_where_it_is_small(counts: list[int]) -> None:
    total = table(counts).total
    if total == HIDDEN:
        assert 0 < sum(counts) <= 7
    else:
        assert total.rounded is not None
        assert total.rounded % NEAREST == 0
        assert abs(total.rounded - sum(counts)) <= 4


def test_what_was_added_between_two_exports_cannot_be_told_from_the_two() -> None:
    look_alike: defaultdict[tuple[Seen, Seen], tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    looks = {counts: seen(counts) for counts in product(range(23), repeat=2)}
    cells = [(before, after) for before in range(23) for after in range(before, 23)]
    for one, other in product(cells, repeat=2):
        before, after = zip(one, other, strict=True)
        for added, cell in zip(look_alike[looks[before], looks[after]], (one, other), strict=True):
            added.add(cell[1] - cell[0])
    for both in look_alike.values():
        assert all(added == {0} or len(added) > 1 for added in both)


@pytest.mark.parametrize(("threshold", "counts"), [(2, [1]), (0, [1]), (7, [3, -1])])
def test_what_makes_no_sense_is_refused(threshold: int, counts: list[int]) -> None:
    with pytest.raises(ValueError, match=r"must be 3 or more|cannot be negative"):
        table(counts, threshold)


SUNDAY = date(2026, 11, 15)


@given(today=st.dates(date(2026, 1, 1), date(2030, 1, 1)), first=st.dates(), last=st.dates())
def test_only_whole_weeks_inside_the_period_that_are_over_count(today: date, first: date, last: date) -> None:
    monday, sunday = whole_weeks(first, last, today) if first.year < 9999 and last.year > 1 else (SUNDAY, SUNDAY)
    if monday is SUNDAY:
        return
    assert monday is not None
    assert (monday.weekday(), sunday.weekday()) == (0, 6)
    assert first <= monday < first + timedelta(days=7)
    assert sunday <= last
    assert sunday < today
    assert min(last, today - timedelta(days=1)) - sunday < timedelta(days=7)


def test_all_week_long_the_same_weeks_are_over() -> None:
    monday = date(2026, 11, 16)
    assert {whole_weeks(None, None, monday + timedelta(days=day)) for day in range(7)} == {(None, SUNDAY)}
