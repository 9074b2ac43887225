"""Looking for all rows at once finds just what looking for each of them, word by word, would find."""

from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.safeguarding.items import LONGEST_GAP, Items, Row, steps_over, trimmed
from conversations.safeguarding.packed_rows import PackedRows
from conversations.safeguarding.row_index import RowIndex
from conversations.safeguarding.row_search import OFTEN, RowSearch
from conversations.safeguarding.tokens import STOP

WORDS = "abcdef"
ITEMS = Items()

ITEM = st.builds(
    ITEMS.of,
    st.frozensets(st.sampled_from([*WORDS, STOP]), min_size=1, max_size=3),
    other=st.booleans(),
    optional=st.booleans(),
) | st.builds(ITEMS.gap, st.integers(1, 9))
ROW = st.lists(ITEM, min_size=1, max_size=6).map(lambda items: trimmed(tuple(items)))
TEXT = st.lists(st.sampled_from([*WORDS, "x", STOP]), max_size=90).map(lambda words: (STOP, *words, STOP))


def searching(rows: list[Row]) -> RowSearch:
    packed = PackedRows.of(rows)
    return RowSearch(packed, RowIndex.of(packed))


def ends_of(row: Row, words: tuple[str, ...], start: int) -> set[int]:
    """Where the row can end when its first word stands here, found by trying; -1 stands for 'before the first word'."""
    ends = {start - 1}
    for item in row:
        for _ in range(item.times):
            further = {
                end + 1
                for end in ends
                if end + 1 < len(words)
                and (
                    (words[end + 1] not in item.words and words[end + 1] != STOP)
                    if item.other
                    else words[end + 1] in item.words
                )
            }
            ends = ends | further if item.optional else further
    return ends


@settings(max_examples=400, deadline=None)
@given(st.lists(ROW.filter(lambda row: any(item.single for item in row)), min_size=1, max_size=8), TEXT)
def test_all_rows_are_found_where_they_stand(rows: list[Row], words: tuple[str, ...]) -> None:
    finds = searching(rows).find(words, most_work=10**9)
    found: dict[int, set[int]] = {}
    for found_row, end in finds.ends:
        found.setdefault(found_row, set()).add(end)
    for number, row in enumerate(rows):
        expected = {end: start for start in range(len(words)) for end in ends_of(row, words, start)}
        assert found.get(number, set()) == set(sorted(expected)[:OFTEN])
        for end in found.get(number, ()):
            assert finds.start((number, end)) == expected[end]
        if expected:
            assert finds.often(number) == (len(expected) > OFTEN)
    assert finds.whole


@given(st.lists(ROW.filter(lambda row: any(item.single for item in row)), min_size=1, max_size=4), TEXT)
def test_where_the_work_runs_out_it_is_said(rows: list[Row], words: tuple[str, ...]) -> None:
    search = searching(rows)
    whole, cut = search.find(words, most_work=10**9), search.find(words, most_work=0)
    assert cut.whole or whole.work > cut.work
    assert set(cut.ends) <= set(whole.ends) or not cut.whole


@given(st.integers(1, LONGEST_GAP))
def test_the_steps_over_a_gap_come_to_every_length_of_it(width: int) -> None:
    reached = {0}
    for step in steps_over(width):
        reached |= {length + step for length in reached}
    assert reached == set(range(width + 1))
