import asyncio
from dataclasses import replace
from datetime import date

from conversations.content import load_script
from storage.database import Database
from storage.scripts import remember_wordings, wording_to_json
from storage.tables import ScriptWording
from tests.support.stored import rows

DAY = date(2026, 11, 21)
SCRIPT = load_script()


class TestScripts:
    async def test_a_wording_is_kept_whole_and_with_its_first_day(self, database: Database) -> None:
        await remember_wordings(database, {SCRIPT.engagement: SCRIPT}, DAY)
        await remember_wordings(database, {SCRIPT.engagement: SCRIPT}, date(2027, 1, 1))
        (row,) = await rows(database, ScriptWording)
        assert (row["engagement"], row["version"], row["first_used_on"]) == (SCRIPT.engagement, SCRIPT.version, DAY)
        assert row["wording"] == wording_to_json(SCRIPT)

    async def test_an_earlier_version_stays_beside_the_new_one(self, database: Database) -> None:
        for script in (SCRIPT, replace(SCRIPT, version="2-abc")):
            await remember_wordings(database, {script.engagement: script}, DAY)
        assert {row["version"] for row in await rows(database, ScriptWording)} == {SCRIPT.version, "2-abc"}

    async def test_processes_that_start_together_keep_it_once(
        self, database: Database, second_process: Database
    ) -> None:
        scripts = {SCRIPT.engagement: SCRIPT, "other": replace(SCRIPT, engagement="other")}
        await asyncio.gather(*(remember_wordings(process, scripts, DAY) for process in (database, second_process)))
        assert [row["engagement"] for row in await rows(database, ScriptWording)] == ["five-questions", "other"]
