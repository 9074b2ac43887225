"""`sayso run` and `sayso migrate` as an operator meets them: what they say, what they return, what they refuse."""

import signal
from pathlib import Path

import aiohttp
import pytest

from tests.support.whole_program import program

pytestmark = pytest.mark.program


async def test_run_says_where_to_open_it_and_how_to_stop_it_and_stops_cleanly(tmp_path: Path) -> None:
    sayso = program(tmp_path)
    async with sayso.running() as process:
        assert f"http://localhost:{sayso.settings['SAYSO_PORT']}/chat" in sayso.log
        assert "press Ctrl-C" in sayso.log
        assert sayso.log.count("run `sayso helplines`") == 1
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 0


async def test_live_and_ready_answer_and_the_root_leads_to_the_chat(tmp_path: Path) -> None:
    sayso = program(tmp_path)
    async with sayso.running(), aiohttp.ClientSession() as session:
        for path, text in (("/live", "live\n"), ("/ready", "ready\n")):
            async with session.get(sayso.url + path) as answer:
                assert (answer.status, await answer.text()) == (200, text)
        async with session.get(sayso.url) as answer:
            assert answer.url.path == "/chat"


async def test_the_way_out_leads_where_the_setting_says(tmp_path: Path) -> None:
    sayso = program(tmp_path, SAYSO_EXIT_URL="https://weather.example/today")
    async with sayso.running(), aiohttp.ClientSession() as session:
        async with session.get(f"{sayso.url}/leave", allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, "https://weather.example/today")
        async with session.get(f"{sayso.url}/chat") as answer:
            assert 'data-to="https://weather.example/today"' in await answer.text()


async def test_a_taken_port_is_said_with_what_to_do(tmp_path: Path) -> None:
    sayso = program(tmp_path)
    async with sayso.running():
        code, said = await sayso.command("run")
    assert code == 1
    assert "Set SAYSO_PORT to another" in said


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"SAYSO_PROT": "1"}, "did you mean SAYSO_PORT?"),
        ({"SAYSO_PORT": "eighty"}, "SAYSO_PORT cannot be used"),
        ({"SAYSO_ENGAGEMENT": "nothing"}, "SAYSO_ENGAGEMENT cannot be used"),
        ({"SAYSO_CONTENT": "nowhere"}, "sayso script check"),
        ({"SAYSO_DATABASE_URL": "postgresql://sayso:hush-hush@127.0.0.1:1/sayso"}, "check SAYSO_DATABASE_URL"),
        ({"SAYSO_DATA_DIR": "/dev/null/data"}, "name a folder that Sayso may write in with SAYSO_DATA_DIR"),
        ({"SAYSO_DATABASE_URL": "sqlite:////dev/null/sayso.db"}, "write in with SAYSO_DATABASE_URL"),
        ({"SAYSO_HOST": "203.0.113.9"}, "Set SAYSO_HOST to one of its own"),
    ],
)
async def test_what_cannot_work_is_refused_at_start_with_what_to_do(
    settings: dict[str, str], message: str, tmp_path: Path
) -> None:
    code, said = await program(tmp_path, **settings).command("run")
    assert code == 1
    assert said.startswith("Sayso cannot start: ")
    assert message in said
    assert "Traceback" not in said
    assert "hush-hush" not in said
    assert said.count("\n") == 1 or "script check" in said, "one line is read, many are not"


async def test_a_file_that_is_no_database_is_said_in_one_line(tmp_path: Path) -> None:
    """As a file that may only be read is, which a test that runs as root cannot have."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sayso.db").write_bytes(b"no database at all " * 1000)
    code, said = await program(tmp_path).command("run")
    assert (code, said.count("\n")) == (1, 1)
    assert "data/sayso.db cannot be used (file is not a database): check that Sayso may write to it" in said


@pytest.mark.postgres
async def test_a_postgresql_database_is_migrated_by_its_own_command_before_run_takes_it(
    postgres_database_url: str, tmp_path: Path
) -> None:
    sayso = program(tmp_path, SAYSO_DATABASE_URL=postgres_database_url)
    code, said = await sayso.command("run")
    assert (code, "run `sayso migrate`" in said) == (1, True)
    assert (await sayso.command("migrate"))[0] == 0
    async with sayso.running(), aiohttp.ClientSession() as session, session.get(f"{sayso.url}/chat") as answer:
        assert answer.status == 200
