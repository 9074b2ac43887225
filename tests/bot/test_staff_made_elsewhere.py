"""Several copies of Sayso: a file that staff asked for lies at one of them, and whoever asks another one is sent on to it."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.staff import downloads_page
from storage.accounts import Role
from tests.bot.test_staff_downloads import ANSWERS, fill_with_people
from tests.bot.test_staff_made_files import ask, place_of, seen
from tests.support.running_app import running_app
from tests.support.staff_people import signed_in


@pytest.mark.postgres
async def test_whoever_asks_another_copy_of_sayso_is_sent_round_until_they_meet_the_one_that_has_it(
    postgres_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads_page, "PATIENCE", timedelta(0))
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    one = running_app(
        tmp_path / "one", settings=Settings(data_dir=tmp_path / "one"), database_url=postgres_database_url
    )
    other = running_app(
        tmp_path / "other", settings=Settings(data_dir=tmp_path / "other"), database_url=postgres_database_url
    )
    async with one as app, other as other_app, signed_in(app, Role.ANALYST) as analyst:
        await fill_with_people(app.database)
        place = place_of(await ask(analyst, ANSWERS))
        await seen(analyst, place, "Your file is ready")

        async def sent_on(path: str) -> str:
            async with analyst.session.get(other_app.url + path, allow_redirects=False) as answer:
                assert (answer.status, answer.headers["Connection"]) == (307, "close")
                return answer.headers["Location"]

        assert (await analyst.get(await sent_on(place))).status == 200
        async with analyst.session.get(other_app.url + place, max_redirects=20) as answer:
            assert (answer.status, len(answer.history)) == (404, 15), "where nobody has it, it ends"
        async with analyst.session.get(app.url + await sent_on(f"{place}/file")) as answer:
            assert answer.headers["Content-Type"] == "application/zip"
            assert await answer.read()
