"""Agreement between two people: kappa against its definition, and which answers count."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.agreement import Pair, Reading, Table, coded_by_both, coders, reading, table_of
from storage.database import Database
from tests.storage.test_themes import WAITING, coded, framed
from tests.support.answers import SCRIPT, Given, Response, put

VERDICTS = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=60)


def kappa_by_definition(verdicts: list[tuple[bool, bool]]) -> Fraction | None:
    """(observed - expected) / (1 - expected), answer by answer, with exact fractions (Cohen 1960)."""
    whole = len(verdicts)
    if not whole:
        return None
    observed = Fraction(sum(one == other for one, other in verdicts), whole)
    expected = Fraction(0)
    for said in (True, False):
        shares = [Fraction(sum(both[coder] is said for both in verdicts), whole) for coder in (0, 1)]
        expected += shares[0] * shares[1]
    return None if expected == 1 else (observed - expected) / (1 - expected)


@settings(max_examples=200, deadline=None)
@given(verdicts=VERDICTS)
def test_kappa_is_what_its_definition_says(verdicts: list[tuple[bool, bool]]) -> None:
    pairs = [Pair(frozenset("t" if one else "u"), frozenset("t" if other else "u")) for one, other in verdicts]
    table = table_of(pairs, "t")
    expected = kappa_by_definition(verdicts)
    assert table.answers == len(verdicts)
    assert table.kappa == (None if expected is None else pytest.approx(float(expected)))
    swapped = table_of([Pair(pair.second, pair.first) for pair in pairs], "t")
    assert swapped.kappa == table.kappa
    assert table_of(pairs, "u").kappa == table.kappa


def test_a_worked_example_and_what_it_is_called() -> None:
    # Twenty both yes, five and ten one alone, fifteen both no: observed 0.7, expected 0.5.
    table = Table(20, 5, 10, 15)
    assert table.agreement == pytest.approx(0.7)
    assert table.kappa == pytest.approx(0.4)
    named = [reading(kappa) for kappa in (-0.1, 0, 0.2, 0.4, 0.41, 0.8, 0.803, 0.81, 1)]
    assert named == [
        Reading.POOR, Reading.SLIGHT, Reading.SLIGHT, Reading.FAIR, Reading.MODERATE, Reading.SUBSTANTIAL,
        Reading.SUBSTANTIAL, Reading.ALMOST_PERFECT, Reading.ALMOST_PERFECT,
    ]  # fmt: skip


async def test_only_answers_that_both_coded_count_and_none_fits_is_a_verdict(database: Database) -> None:
    one, other = await framed(database, "Waiting", "People")
    responses = [Response(WAITING) for _ in range(4)]
    await put(database, *responses, Response({"helps": Given(words=("unread",))}))
    for response, mine, theirs in zip(
        responses, ([one], [one, other], [], [other]), ([one], [other], [], None), strict=True
    ):
        await coded(database, response, "ada", mine)
        if theirs is not None:
            await coded(database, response, "bo", theirs)
    async with database.reading() as connection:
        assert await coders(connection, SCRIPT.engagement, "helps") == [("ada", "bo")]
        assert await coders(connection, SCRIPT.engagement, "hard") == []
        pairs = await coded_by_both(connection, SCRIPT.engagement, "helps", "ada", "bo")
    assert table_of(pairs, one.id) == Table(1, 1, 0, 1)
    assert table_of(pairs, other.id) == Table(1, 0, 0, 2)
    assert table_of(pairs, None) == Table(1, 0, 0, 2)
