"""The door of the staff pages in the whole program: the pages are made when the first of staff comes."""

import asyncio
from pathlib import Path

import aiohttp
import pytest

from tests.support.whole_program import program

pytestmark = pytest.mark.program

MANY_AT_ONCE = 8


async def test_all_who_come_first_at_once_get_their_page_with_its_headers(tmp_path: Path) -> None:
    sayso = program(tmp_path, SAYSO_ORGANISATION="Made-up Council")
    async with sayso.running(), aiohttp.ClientSession() as session:

        async def opened(_: int) -> tuple[int, str, str, str]:
            async with session.get(f"{sayso.url}/staff") as answer:
                return answer.status, answer.url.path, answer.headers["X-Frame-Options"], await answer.text()

        for status, path, framing, text in await asyncio.gather(*map(opened, range(MANY_AT_ONCE))):
            assert (status, path, framing) == (200, "/staff/sign-in", "DENY")
            assert "Made-up Council" in text


async def test_what_is_not_there_is_not_there_and_still_no_answer_lacks_the_headers(tmp_path: Path) -> None:
    sayso = program(tmp_path)
    async with sayso.running(), aiohttp.ClientSession() as session:
        for method, path, status in (("GET", "/staff/join/nothing", 404), ("PUT", "/staff/sign-in", 405)):
            async with session.request(method, sayso.url + path) as answer:
                assert (answer.status, answer.headers["X-Frame-Options"]) == (status, "DENY")


async def test_a_logo_that_cannot_be_used_stops_the_start(tmp_path: Path) -> None:
    code, said = await program(tmp_path, SAYSO_ORGANISATION_LOGO=str(tmp_path / "logo.bmp")).command("run")
    assert code == 1
    assert "SAYSO_ORGANISATION_LOGO cannot be used" in said


async def test_the_logo_that_the_start_looked_at_is_shown_also_where_its_file_is_gone_since(tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    sayso = program(tmp_path, SAYSO_ORGANISATION_LOGO=str(logo))
    async with sayso.running(), aiohttp.ClientSession() as session:
        logo.unlink()
        async with session.get(f"{sayso.url}/staff/sign-in") as answer:
            assert answer.status == 200
            assert "/staff/static/logo." in await answer.text()
