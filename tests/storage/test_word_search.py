"""Searching answers for words: each found once, in large and small letters, looked on from wherever a look ended."""

import pytest

from storage.database import Database
from storage.word_search import ON_A_PAGE, Place, answers_with
from tests.support.answers import SCRIPT, Given, Response, put

WANTED, WRITTEN = "чекання", "ЧЕКАННЯ"


async def test_a_search_finds_large_and_small_letters_of_any_alphabet_page_by_page_and_no_wildcards(
    database: Database,
) -> None:
    found = [Response({"helps": Given(words=("one", f"{WRITTEN} {number}"))}) for number in range(52)]
    others = (
        Response({"helps": Given(words=(WANTED,))}, status="open"),
        Response({"helps": Given(words=("a quiet room",))}),
    )
    await put(database, *found, *others)
    async with database.reading() as connection:
        first = await answers_with(connection, SCRIPT.engagement, WANTED)
        assert first.place is not None
        second = await answers_with(connection, SCRIPT.engagement, WANTED, first.place)
        assert not (await answers_with(connection, SCRIPT.engagement, "%")).found
        assert not (await answers_with(connection, SCRIPT.engagement, "qui_t")).found
        assert (await answers_with(connection, SCRIPT.engagement, "A QUIET")).found
        assert not (await answers_with(connection, "another", WANTED)).found
    assert (len(first.found), len(second.found)) == (ON_A_PAGE, 2)
    assert {answer.response_id for answer in (*first.found, *second.found)} == {response.id for response in found}
    assert first.found[0].messages[0] == "one"


async def test_several_answers_of_one_person_are_each_found_once_also_where_a_page_ends_between_them(
    database: Database,
) -> None:
    questions = ("helps", "hard")
    twice = Given(words=(WRITTEN, WANTED))
    responses = [Response(dict.fromkeys(questions, twice)) for _ in range(38)]
    single = Response({questions[0]: twice})
    await put(database, *responses, single)
    found: list[Place] = []
    place: Place = ("", "")
    async with database.reading() as connection:
        while True:
            search = await answers_with(connection, SCRIPT.engagement, WANTED, place, stretch=3)
            found += [(answer.response_id, answer.question_id) for answer in search.found]
            if search.place is None:
                break
            place = search.place
    expected = {(response.id, question) for response in responses for question in questions}
    assert sorted(found) == sorted(expected | {(single.id, questions[0])})


@pytest.mark.parametrize("stretch", [1, 4, 7])
async def test_a_look_that_took_long_enough_ends_early_and_the_next_ones_find_the_rest(
    database: Database, stretch: int
) -> None:
    responses = [Response({"helps": Given(words=(WRITTEN,))}) for _ in range(9)]
    await put(database, *responses)
    found: list[str] = []
    shares: list[int] = []
    place: Place | None = ("", "")
    async with database.reading() as connection:
        while place is not None:
            search = await answers_with(connection, SCRIPT.engagement, WANTED, place, lambda: True, stretch=stretch)
            assert len(search.found) <= stretch
            found += [answer.response_id for answer in search.found]
            shares.append(search.share)
            place = search.place
    assert found == sorted(response.id for response in responses)
    assert shares == sorted(shares)
    assert shares[-1] == 100
    assert len(shares) > 1
