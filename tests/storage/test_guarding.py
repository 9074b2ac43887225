"""Of tables that are shown together no hidden count can be worked out: every way to fill them that looks alike is tried."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.guarding import VALUES, Pipe, guard
from storage.small_numbers import NEAREST, Figure, figure, possible

THRESHOLD = 3
SMALL = st.integers(min_value=0, max_value=6)


def page(cells: Sequence[Sequence[int]], cut: int) -> list[Pipe]:
    """Two rows by two columns with their totals, and the same people cut in two in another way."""
    rows, columns = [sum(row) for row in cells], [sum(column) for column in zip(*cells, strict=True)]
    everybody = sum(rows)
    first = min(cut, everybody)
    return [
        Pipe("total", "all", "end", "begin", everybody, total=True),
        Pipe("way", "a", "begin", "ways", first),
        Pipe("way", "b", "begin", "ways", everybody - first),
        *(Pipe("row", f"{r}", "ways", f"row {r}", rows[r], total=True) for r in (0, 1)),
        *(Pipe("cell", f"{r}{c}", f"row {r}", f"column {c}", cells[r][c]) for r in (0, 1) for c in (0, 1)),
        *(Pipe("column", f"{c}", f"column {c}", "end", columns[c], total=True) for c in (0, 1)),
    ]


def what_fits(pipe: Pipe, shown: Mapping[str, Mapping[str, Figure]], most: int) -> range:
    """All that a count can be for somebody who even knows which stars hide small numbers, and which protect others."""
    if pipe.table not in shown:
        return range(most + 1)
    if shown[pipe.table][pipe.key].rounded is not None:
        least, end = possible(shown[pipe.table][pipe.key], THRESHOLD)
        return range(least, end + 1)
    return range(1, THRESHOLD + 1) if pipe.count <= THRESHOLD else range(THRESHOLD + 1, most + 1)


def ways_to_fill(
    pipes: Sequence[Pipe], shown: Mapping[str, Mapping[str, Figure]]
) -> Iterator[dict[tuple[str, str], int]]:
    """Every set of counts that would look as this page does, found by trying all: no flows, no cleverness."""
    fits = {(pipe.table, pipe.key): what_fits(pipe, shown, pipe.count + 5) for pipe in pipes}
    names = [("cell", "00"), ("cell", "01"), ("cell", "10"), ("cell", "11")]
    for cells in product(*(fits[name] for name in names)):
        filled = dict(zip(names, cells, strict=True))
        filled["row", "0"], filled["row", "1"] = cells[0] + cells[1], cells[2] + cells[3]
        filled["column", "0"], filled["column", "1"] = cells[0] + cells[2], cells[1] + cells[3]
        filled["total", "all"] = sum(cells)
        if all(count in fits[name] for name, count in filled.items()):
            for first in fits["way", "a"]:
                if sum(cells) - first in fits["way", "b"]:
                    yield {**filled, ("way", "a"): first, ("way", "b"): sum(cells) - first}


@settings(max_examples=50, deadline=None)
@given(cells=st.tuples(st.tuples(SMALL, SMALL), st.tuples(SMALL, SMALL)), cut=st.integers(min_value=0, max_value=24))
def test_every_hidden_count_could_have_three_values(cells: Sequence[Sequence[int]], cut: int) -> None:
    pipes = page(cells, cut)
    shown = guard(pipes, THRESHOLD)
    hidden = {(p.table, p.key) for p in pipes if p.table in shown and shown[p.table][p.key].rounded is None}
    values: dict[tuple[str, str], set[int]] = {name: set() for name in hidden}
    for filled in ways_to_fill(pipes, shown):
        for name in hidden:
            values[name].add(filled[name])
        if all(len(several) >= VALUES for several in values.values()):
            return
    assert not hidden


@settings(max_examples=50, deadline=None)
@given(cells=st.tuples(st.tuples(SMALL, SMALL), st.tuples(SMALL, SMALL)), cut=st.integers(min_value=0, max_value=24))
def test_what_is_shown_is_rounded_and_no_small_number_is_shown(cells: Sequence[Sequence[int]], cut: int) -> None:
    pipes = page(cells, cut)
    shown = guard(pipes, THRESHOLD)
    for pipe in pipes:
        if pipe.table in shown:
            seen = shown[pipe.table][pipe.key]
            assert seen in (Figure(None), figure(pipe.count, THRESHOLD))
            assert not 0 < pipe.count <= THRESHOLD or seen.rounded is None
            assert seen.rounded is None or seen.rounded % NEAREST == 0


def test_a_hidden_count_that_its_total_would_tell_takes_another_with_it() -> None:
    """Rounded, 100 and 0 and a star add up to 100 or so; 3 hidden of 10 leaves the star 1 to 3 values."""
    pipes = [
        Pipe("total", "all", "b", "a", 9, total=True),
        Pipe("cut", "x", "a", "b", 1),
        Pipe("cut", "y", "a", "b", 8),
        Pipe("cut", "z", "a", "b", 0),
    ]
    shown = guard(pipes, 7)
    assert shown["cut"]["x"].rounded is None
    assert shown["cut"]["z"].rounded == 0
    assert shown["total"]["all"].rounded == 10


def test_tables_that_do_not_count_the_same_people_are_refused() -> None:
    with pytest.raises(ValueError, match="same people"):
        guard([Pipe("total", "all", "b", "a", 9), Pipe("cut", "x", "a", "b", 8)])


def test_what_nobody_is_shown_is_on_no_page() -> None:
    pipes = [
        Pipe("total", "all", "b", "a", 9),
        Pipe("cut", "x", "a", "b", 4),
        Pipe("cut", "", "a", "b", 5, shown=False),
    ]
    assert set(guard(pipes)["cut"]) == {"x"}
