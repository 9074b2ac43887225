"""The main job, whole: from the link on a phone to the exported file, through the program as it is started."""

import csv
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.support.chat_page import ChatPage, chat_page
from tests.support.plain_browser import YOUNG_TO_QUESTIONS
from tests.support.whole_program import Program, program

pytestmark = pytest.mark.browser

WHY = ("--role", "lead", "--reason", "the first look")
ANSWERS = {
    "helps": ["my nan", "and Biscuit my dog 🐶"],
    "hard": ['=waiting, "for" months'],
    "reach": ["at school; not in the corridor"],
    "works": ["i'd sleep"],
    "change": ["someone who listens"],
}


async def walk(chat: ChatPage, *, scripted: bool) -> None:
    """Go from the link to the thanks, answering everything."""

    async def press(label: str) -> None:
        if scripted:
            await chat.press(label)
        else:
            await chat.page.get_by_role("button", name=label, exact=True).click()

    async def say(words: str) -> None:
        if scripted:
            await chat.say(words)
        else:
            await chat.page.fill("#reply", words)
            await chat.page.click("#send")

    await chat.open("/chat/five-questions")
    for label in YOUNG_TO_QUESTIONS:
        await press(label)
    for messages in ANSWERS.values():
        for words in messages:
            await say(words)
        await press("Next")
    await press("Yes, ask me")
    await say("Margate")
    for _ in range(4):
        await press("Skip")
    await press("I am or was in care")
    await press("Next")
    await expect(chat.page.locator("[data-key='ending.finished']")).to_have_count(1)


def exported_rows(file: Path) -> list[dict[str, str]]:
    """Return the rows of an exported CSV as a spreadsheet reads them."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def assert_tells_on_nobody(sayso: Program, session_tokens: list[str]) -> None:
    """Assert that nothing that was written, and no cookie, stands in the log."""
    for secret in (*(words for messages in ANSWERS.values() for words in messages), "Margate", *session_tokens):
        assert secret not in sayso.log


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without JavaScript"])
async def test_a_talk_from_the_link_to_the_exported_file(scripted: bool, browser: Browser, tmp_path: Path) -> None:  # noqa: FBT001
    sayso = program(tmp_path)
    async with sayso.running(), chat_page(browser, sayso.url, java_script_enabled=scripted) as chat:
        await chat.open()
        tokens = [cookie["value"] for cookie in await chat.context.cookies()]
        await walk(chat, scripted=scripted)
    code, said = await sayso.command("export", "--format", "csv", "--out", "answers.csv", *WHY)
    assert (code, "1 response" in said) == (0, True)
    (row,) = exported_rows(tmp_path / "answers.csv")
    assert (row["audience"], row["age_band"], row["status"]) == ("young_person", "13_15", "finished")
    assert (row["consent_take_part"], row["consent_quotes"], row["district.option"]) == ("yes", "yes", "thanet")
    assert (row["life.option.care"], row["gender.status"], row["helps.messages"]) == ("1", "skipped", "2")
    for question, messages in ANSWERS.items():
        assert row[f"{question}.words"].removeprefix("'") == "\n".join(messages)
    assert row["hard.words"].startswith("'="), "a cell that could be a formula is made harmless"
    assert (tmp_path / "answers-codebook.csv").exists()
    assert_tells_on_nobody(sayso, tokens)
