"""The services that other tests talk to are there, and keep the tests apart."""

import asyncio

import pytest
from playwright.async_api import Browser
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


async def _tables_after_adding_one(url: str) -> list[str]:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE only_one (id integer)"))
        names = await connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        found = list(names)
    await engine.dispose()
    return found


@pytest.mark.postgres
@pytest.mark.parametrize("turn", ["first", "second"])
async def test_each_test_gets_an_empty_postgres_database(postgres_database_url: str, turn: str) -> None:
    assert await _tables_after_adding_one(postgres_database_url) == ["only_one"], turn


@pytest.mark.postgres
def test_a_test_that_is_not_async_can_have_a_postgres_database_too(postgres_database_url: str) -> None:
    assert asyncio.run(_tables_after_adding_one(postgres_database_url)) == ["only_one"]


@pytest.mark.browser
async def test_the_browser_shows_a_page(browser: Browser) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    await page.set_content("<h1>Hello</h1>")
    assert await page.inner_text("h1") == "Hello"
    await context.close()


@pytest.mark.browser
async def test_the_browser_is_still_there_for_the_next_test(browser: Browser) -> None:
    assert browser.is_connected()
    context = await browser.new_context()
    assert not context.pages
    await context.close()
