"""Engagements that are over, on both databases: their scripts are made of what was stored, their figures outlive the answers."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete, insert

from storage.database import Database
from storage.past_engagements import newest_wording, past_scripts
from storage.scripts import remember_wordings
from storage.statistics_keeping import kept_statistics, last_statistics, statistics_until_now
from storage.tables import ResponseRow, ScriptWording
from tests.support.given_responses import SCRIPT, SUNDAY, TODAY, Given, give

LATER = TODAY + timedelta(days=28)
NEWER = replace(SCRIPT, version="2-newer", title="The five questions, again")


async def test_a_script_comes_back_as_staff_read_it(database: Database) -> None:
    await remember_wordings(database, {SCRIPT.engagement: SCRIPT}, TODAY)
    async with database.reading() as connection:
        assert await past_scripts(connection, [SCRIPT.engagement]) == {}
        past = (await past_scripts(connection, ["another"]))[SCRIPT.engagement]
        assert (await newest_wording(connection, SCRIPT.engagement))["title"] == SCRIPT.title
        assert await newest_wording(connection, "another") == {}
    assert (past.title, past.version, past.values) == (SCRIPT.title, SCRIPT.version, SCRIPT.wording("en").values)
    asked = [(question.id, question.kind, question.section, question.audiences) for question in SCRIPT.questions]
    assert [(question.id, question.kind, question.section, question.audiences) for question in past.questions] == asked
    assert past.places == SCRIPT.places
    assert past.wording("en").texts == SCRIPT.wording("en").texts
    assert {code: wording.name for code, wording in past.languages.items()} == {
        code: wording.name for code, wording in SCRIPT.languages.items()
    }


async def test_the_newest_version_counts_unless_figures_were_kept_of_another(database: Database) -> None:
    await remember_wordings(database, {SCRIPT.engagement: SCRIPT}, TODAY)
    await remember_wordings(database, {SCRIPT.engagement: NEWER}, LATER)
    async with database.reading() as connection:
        assert (await past_scripts(connection, []))[SCRIPT.engagement].title == NEWER.title
    await give(database, Given(20))
    await statistics_until_now(database, SCRIPT, TODAY, 7)
    async with database.reading() as connection:
        past = (await past_scripts(connection, []))[SCRIPT.engagement]
    assert past.version == SCRIPT.version
    assert await kept_statistics(database, past, TODAY, 7) is not None


async def test_its_last_figures_stay_when_the_answers_have_gone(database: Database) -> None:
    assert await last_statistics(database, SCRIPT, TODAY, 7) is None
    await give(database, Given(20), Given(30, day=SUNDAY + timedelta(days=3)))
    assert str((await statistics_until_now(database, SCRIPT, TODAY, 7)).total) == "20"
    last = await last_statistics(database, SCRIPT, LATER, 7)
    assert last is not None
    assert str(last.total) == "50", "who came after the figures were kept is in them once their week is over"
    async with database.writing() as connection:
        await connection.execute(delete(ResponseRow))
    assert await last_statistics(database, SCRIPT, LATER + timedelta(days=7), 7) == last
    async with database.reading() as connection:
        assert await past_scripts(connection, []) == {}, "figures alone tell no titles"


async def test_a_wording_that_another_version_of_sayso_wrote_hides_no_other_engagement(database: Database) -> None:
    await remember_wordings(database, {SCRIPT.engagement: SCRIPT}, TODAY)
    async with database.writing() as connection:
        strange = {"engagement": "strange", "version": "1", "first_used_on": TODAY, "wording": {"title": "Strange"}}
        await connection.execute(insert(ScriptWording).values(**strange))
    async with database.reading() as connection:
        past = await past_scripts(connection, [])
    assert {script.engagement: script.title for script in past.values()} == {
        SCRIPT.engagement: SCRIPT.title, "strange": "strange"
    }  # fmt: skip
    assert past["strange"].questions == ()
