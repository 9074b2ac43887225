"""Who is missing is said where it is sure, and not where it is chance, rounding or too few answers."""

import random
from collections import Counter
from collections.abc import Mapping
from itertools import accumulate

import pytest

from conversations.content import load_expected
from conversations.people import AgeBand
from storage.missing import Group, Verdict, who_is_missing, wilson_upper
from storage.small_numbers import Figure, figure
from storage.statistics import Statistics, cell_key
from tests.support.given_responses import SCRIPT, SUNDAY

POPULATION, TARGETS = load_expected(SCRIPT.engagement)
Cell = tuple[str, AgeBand]
CELLS: dict[Cell, int] = {
    (place, band): people for place, numbers in POPULATION.people.items() for band, people in numbers.items()
}
SWALE = ("swale", AgeBand.AGE_13_15)


def shown(counts: Mapping[Cell, int]) -> Statistics:
    """The figures of so many young people, rounded and hidden as they are on the page."""
    rows, columns = Counter[str](), Counter[str]()
    for (place, band), number in counts.items():
        rows[place] += number
        columns[band.value] += number
    cells = {
        cell_key(place, band.value): figure(counts.get((place, band), 0))
        for place in POPULATION.people
        for band in AgeBand
    }
    for other in ("somewhere_else", "not_given"):
        cells |= {cell_key(other, band.value): Figure(0) for band in AgeBand}
    tables = {
        "district": {place: figure(rows[place]) for place in POPULATION.people},
        "age": {band.value: figure(columns[band.value]) for band in AgeBand},
        "district_age": cells,
    }
    return Statistics(SCRIPT.engagement, None, SUNDAY, 7, tables)


def by_share(people: int, without: Mapping[Cell, float] | None = None) -> Mapping[Cell, int]:
    """As many people as there are by share of the population; of some groups only a part."""
    everybody = sum(CELLS.values())
    return {cell: round(people * number / everybody * (without or {}).get(cell, 1)) for cell, number in CELLS.items()}


def named(groups: tuple[Group, ...], verdict: Verdict = Verdict.MISSING) -> dict[tuple[str, AgeBand | None], int]:
    return {(group.place, group.band): group.more for group in groups if group.verdict is verdict}


def test_where_everybody_has_their_share_nobody_is_missing() -> None:
    for people in (600, 3_000, 100_000):
        assert named(who_is_missing(shown(by_share(people)), POPULATION)) == {}


def test_a_group_that_is_missing_is_named_with_how_many_more() -> None:
    found = named(who_is_missing(shown(by_share(5_000, {SWALE: 0.2})), POPULATION))
    assert SWALE in found
    share = CELLS[SWALE] / sum(CELLS.values())
    assert found[SWALE] == pytest.approx(5_000 * share * 0.8, abs=8)


def test_with_few_answers_nothing_is_said_of_small_groups() -> None:
    groups = who_is_missing(shown(by_share(150, {SWALE: 0.0})), POPULATION)
    verdicts = {(group.place, group.band): group.verdict for group in groups}
    assert verdicts[SWALE] is Verdict.TOO_FEW
    assert named(groups) == {}
    assert who_is_missing(shown({}), POPULATION)
    assert all(group.verdict is Verdict.TOO_FEW for group in who_is_missing(shown({}), POPULATION))


def test_a_hidden_number_alone_makes_nobody_missing() -> None:
    """What a star hides may be all that is expected, so no group can be called missing for it."""
    counts = dict(by_share(300))
    assert any(0 < number <= 7 for number in counts.values())
    assert named(who_is_missing(shown(counts), POPULATION)) == {}


def test_chance_alone_hardly_ever_makes_a_group_missing() -> None:
    """People drawn by chance from the population: at most one in twenty such pages may name any group; seeded."""
    rng = random.Random(45)
    places, reach = list(CELLS), list(accumulate(CELLS.values()))
    wrong = 0
    for _ in range(60):
        drawn = Counter(rng.choices(places, cum_weights=reach, k=1_500))
        wrong += bool(named(who_is_missing(shown(drawn), POPULATION)))
    assert wrong <= 3


def test_where_the_tables_were_left_out_nothing_is_said() -> None:
    assert who_is_missing(Statistics(SCRIPT.engagement, None, SUNDAY, 7, {}), POPULATION) == ()


def test_wilsons_limit_is_as_published() -> None:
    """Newcombe 1998 (Statistics in Medicine 17), table I, method 3: 81 of 263, 15 of 148, 0 of 20, at 95%."""
    assert wilson_upper(81, 263, 1.959964) == pytest.approx(0.3662, abs=0.0001)
    assert wilson_upper(15, 148, 1.959964) == pytest.approx(0.1605, abs=0.0001)
    assert wilson_upper(0, 20, 1.959964) == pytest.approx(0.1611, abs=0.0001)


def test_every_place_of_the_script_has_its_people() -> None:
    assert set(POPULATION.people) == SCRIPT.places
    totals = {
        band.value: sum(numbers[band] for numbers in POPULATION.people.values()) for band in POPULATION.people["swale"]
    }
    assert totals == {"10_12": 73963, "13_15": 73152, "16_17": 46480, "18_25": 153336}
    assert {target.people for target in TARGETS} == {1000, 500, 100, 200}
