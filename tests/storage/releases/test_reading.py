"""What a release reads of people is what they gave, whoever else is in the database."""

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.anonymity import new_response_id
from storage.database import Database
from storage.exports.wordings import read_wordings
from storage.release_tables import ReleasedRow, ReleaseRow
from storage.releases import reading
from storage.releases.coarsening import NONE_GIVEN, Profile
from storage.releases.describing import what_is_shown
from storage.releases.ledger import Release
from storage.releases.reading import number_of_people, read_people
from storage.tables import AnswerRow, ResponseRow
from tests.support.answers import DAY, SCRIPT, Given, Response, put, remember

WITH_WORDS = ("age_band", "place")
messages = st.lists(st.sampled_from(["", "one", "two\nthree", " "]), max_size=3)
words = st.builds(Given, messages)
options = st.builds(
    lambda chosen: Given(options=chosen), st.lists(st.sampled_from(["b", "a", "c"]), max_size=3, unique=True)
)
people = st.builds(
    Response,
    st.fixed_dictionaries(
        {}, optional={"helps": words, "hard": words, "district": options, "gender": options, "life": words}
    ),
    st.fixed_dictionaries({"take_part": st.just(True)}, optional={"quotes": st.booleans()}),
    status=st.sampled_from(["finished", "stopped_kept", "open"]),
    audience=st.sampled_from(["young_person", "professional"]),
    age_band=st.sampled_from([None, "13_15"]),
    language=st.sampled_from(["en", "pl"]),
    id=st.builds(new_response_id),
)


def as_given(response: Response) -> tuple[str, Profile, Mapping[str, str]]:
    """Somebody as they answered: characteristics, and what they agreed to have quoted, by question."""
    asked = [question.id for question in SCRIPT.questions if question.options and question.id != "district"]

    def chosen(question: str) -> str:
        answer = response.answers.get(question)
        return " ".join(sorted(answer.options)) if answer and answer.options else NONE_GIVEN

    profile = (response.audience, response.age_band or NONE_GIVEN, chosen("district"), response.language)
    quotes = {
        question: "\n".join(answer.words)
        for question, answer in response.answers.items()
        if question in ("helps", "hard") and response.consents.get("quotes") and "\n".join(answer.words)
    }
    return response.id, (*profile, *map(chosen, asked)), quotes


async def released(connection: AsyncConnection, number: int, responses: list[Response]) -> Release:
    """Put responses into a release, whatever state they are in."""
    shown = what_is_shown(await read_wordings(connection, SCRIPT.engagement), WITH_WORDS)
    release = Release(number, SCRIPT.engagement, DAY, DAY, "1", 7, shown, None)
    about = {
        "id": release.id,
        "engagement": SCRIPT.engagement,
        "until": DAY,
        "made_on": DAY,
        "rule": "1",
        "threshold": 7,
    }
    await connection.execute(insert(ReleaseRow).values(**about, number=number, plan={}))
    rows = [{"response_id": one.id, "release": number} for one in responses]
    if rows:
        await connection.execute(insert(ReleasedRow), rows)
    return release


@given(mine=st.lists(people, max_size=9), others=st.lists(people, max_size=3), held=st.integers(1, 4))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_it_reads_what_everybody_in_it_gave_and_of_nobody_else(
    database: Database, monkeypatch: pytest.MonkeyPatch, mine: list[Response], others: list[Response], held: int
) -> None:
    monkeypatch.setattr(reading, "CHUNK", held)
    async with database.writing() as connection:
        await connection.execute(delete(ResponseRow))
        await connection.execute(delete(ReleaseRow))
    await remember(database)
    await put(database, *mine, *others)
    async with database.writing() as connection:
        release = await released(connection, 1, mine)
        await released(connection, 2, others)
    expected = [as_given(one) for one in sorted(mine, key=lambda one: one.id) if one.status != "open"]
    async with database.reading() as connection:
        shown = release.shown
        found = [one async for chunk in read_people(connection, release, shown.people, shown.quoted) for one in chunk]
        assert [(one.response_id, one.profile, dict(one.quotes)) for one in found] == expected
        assert await number_of_people(connection, release) == len(expected)
        beside = [one async for chunk in read_people(connection, release, shown.words, ("hard",)) for one in chunk]
    assert [one.profile for one in beside] == [(profile[1], profile[2]) for _, profile, _ in expected]
    assert [dict(one.quotes) for one in beside] == [
        {question: said for question, said in quotes.items() if question == "hard"} for *_, quotes in expected
    ]


async def test_words_of_an_answer_that_was_taken_out_are_not_read(database: Database) -> None:
    await remember(database)
    one = Response({"helps": Given(["one"]), "hard": Given(["two"])})
    await put(database, one)
    async with database.writing() as connection:
        release = await released(connection, 1, [one])
        await connection.execute(delete(AnswerRow).where(AnswerRow.question_id == "hard"))
    async with database.reading() as connection:
        chunks = [chunk async for chunk in read_people(connection, release, release.shown.words, release.shown.quoted)]
    assert [[one.quotes for one in chunk] for chunk in chunks] == [[[("helps", "one")]]]
