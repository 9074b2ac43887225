"""Receipts on Telegram: shown by the bot, opened with /receipt and four words, whose message is taken away."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channel import Envelope
from bot.receipts.words import written
from bot.telegram.updates import receipt_words
from conversations.inbound import Command, CommandGiven, Inbound, Picked, Started, Typed
from conversations.people import Channel
from conversations.receipt_words import listed
from storage.tables import AnswerMessage, ConversationRow, ReceiptRow, ResponseRow
from tests.support.telegram_people import BotApi, Person, text
from tests.support.telegram_sayso import NOW, Sayso, running_sayso

pytestmark = pytest.mark.bot_api


def words_in(said: str) -> str:
    """The receipt's words in what the bot said."""
    known = set(listed())
    (line,) = [line for line in said.splitlines() if len(line.split()) == 4 and set(line.split()) <= known]
    return line


async def answered(person: Person) -> str:
    """Answer two questions and ask for the receipt; return its words."""
    await person.go_to_first_question()
    await person.ask("my dog")
    await person.press("button.next")
    await person.ask("long waits")
    return words_in(await person.ask("/receipt"))


async def stopped(person: Person) -> str:
    """The same, then stop and keep it; return the receipt's words."""
    await answered(person)
    await person.press("button.stop")
    return words_in(await person.press("choice.stopping.keep"))


async def labels(person: Person) -> list[str]:
    """What the buttons of the last message say."""
    return list(await person.buttons())


async def press(person: Person, label: str) -> str:
    """Press the button that is labelled so; return what the bot says to it."""
    await person.press_data((await person.buttons())[label]["callback_data"])
    return await person.replies()


async def test_whoever_stops_gets_four_words_that_read_the_answers_back_in_another_chat(sayso: Sayso) -> None:
    words = await stopped(sayso.person())
    other = sayso.person()
    said = await other.ask(f"/receipt {words.title()}")
    assert text("receipt_page.hidden") in said
    assert f"1. {text('question.helps')}\nmy dog" in said
    assert f"2. {text('question.hard')}\nlong waits" in said
    assert text("receipt_page.what_happened_next") in said
    assert await labels(other) == ["Take out answer 1", "Take out answer 2", "Erase it all"]
    assert len(await other.api.calls("deleteMessages")) == 1
    assert words not in str(await other.api.messages(other.chat_id)).lower()


async def test_it_is_the_same_receipt_each_time_it_is_asked_for(sayso: Sayso) -> None:
    person = sayso.person()
    words = await answered(person)
    assert words_in(await person.ask("receipt")) == words
    assert words_in(await person.press("button.receipt")) == words
    assert await sayso.count(ReceiptRow) == 1
    assert await sayso.words() == [("hard", "long waits"), ("helps", "my dog")]


async def test_one_answer_is_taken_out_and_then_everything_after_one_more_question(sayso: Sayso) -> None:
    words = await stopped(sayso.person())
    other = sayso.person()
    await other.ask(f"/receipt {words}")
    said = await press(other, "Take out answer 1")
    assert text("receipt_page.taken_out") in said
    assert "my dog" not in said
    assert await sayso.words() == [("hard", "long waits")]
    assert await press(other, "Erase it all") == text("receipt_page.erase_sure")
    assert "long waits" in await press(other, text("receipt_page.erase_no"))
    await press(other, "Erase it all")
    assert await press(other, text("receipt_page.erase_yes")) == text("receipt_page.erased")
    for table in (ResponseRow, AnswerMessage, ReceiptRow):
        assert await sayso.count(table) == 0
    assert text("receipt_page.wrong") in await other.ask(f"/receipt {words}")


async def test_an_open_talk_is_carried_on_in_another_chat_and_the_old_one_loses_it(sayso: Sayso) -> None:
    person, other = sayso.person(), sayso.person()
    words = await answered(person)
    await other.ask(f"/receipt {words}")
    said = await press(other, text("receipt_page.carry_on"))
    assert text("notice.welcome_back") in said
    assert text("question.hard") in said
    await other.ask("and forms")
    assert ("hard", "and forms") in await sayso.words()
    assert "No chat is open here now" in await person.ask("more")
    assert await sayso.count(ResponseRow) == 1


async def test_a_talk_that_is_open_in_the_other_chat_is_not_lost(sayso: Sayso) -> None:
    person, other = sayso.person(), sayso.person()
    words = await answered(person)
    await other.go_to_first_question()
    await other.ask(f"/receipt {words}")
    assert text("receipt_page.other_chat") in await press(other, text("receipt_page.carry_on"))
    assert await sayso.count(ConversationRow) == 2


WEB: tuple[Inbound, ...] = (
    Started(), Picked("audience", "young_person"), Picked("age", "13_15"), Picked("check", "no"),
    Picked("take_part", "yes"), Picked("quotes", "no"), Typed("drawing"), CommandGiven(Command.RECEIPT),
)  # fmt: skip


async def test_who_is_too_young_for_telegram_reads_and_erases_here_but_carries_on_on_the_web(sayso: Sayso) -> None:
    for inbound in WEB:
        outcome = await sayso.turns.take(Envelope(Channel.WEB, "somebody", "", inbound))
    words = words_in("\n".join(reply.text for reply in outcome.replies))
    person = sayso.person()
    said = await person.ask(f"/receipt {words}")
    assert "drawing" in said
    assert text("receipt_page.over_16") in said
    assert text("receipt_page.carry_on") not in await labels(person)
    await person.press_data("receipt:carry_on")
    assert "drawing" in await person.replies()
    assert await sayso.count(ConversationRow) == 1


async def test_without_an_open_talk_the_bot_says_what_only_the_words_can_do(sayso: Sayso) -> None:
    person = sayso.person()
    words = await stopped(person)
    for asked in ("/receipt", "/delete"):
        said = await person.ask(asked)
        assert "you need the four words of your receipt" in said
        assert words not in said
    assert await sayso.count(ResponseRow) == 1


async def test_wrong_words_open_nothing_and_after_many_the_chat_has_to_wait(sayso: Sayso) -> None:
    words = await stopped(sayso.person())
    other = sayso.person()
    for number in range(10):
        assert text("receipt_page.wrong") in await other.ask(f"/receipt {written(number)}")
    assert text("receipt_page.wait") in await other.ask(f"/receipt {words}")
    assert "my dog" in await sayso.person().ask(f"/receipt {words}")


async def test_what_is_not_four_words_is_no_answer_and_a_disclosure_meets_help(sayso: Sayso) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    assert text("receipt_page.not_four") in await person.ask("/receipt otter maple")
    assert await sayso.words() == []
    assert text("signpost.hurt") in await person.ask("/receipt my stepdad hits me")
    assert await sayso.words() == []


async def test_the_buttons_of_an_opened_receipt_work_for_some_minutes_only(bot_api: BotApi, tmp_path: Path) -> None:
    moment = NOW
    async with running_sayso(bot_api, tmp_path, now=lambda: moment) as sayso:
        person = sayso.person()
        words = await stopped(person)
        await person.ask(f"/receipt {words}")
        moment = NOW + timedelta(minutes=11)
        assert await press(person, "Take out answer 1") == text("receipt_page.again")
        assert len(await sayso.words()) == 2
        moment = datetime(2029, 1, 1, 12, tzinfo=UTC)
        assert text("receipt_page.wrong") in await person.ask(f"/receipt {words}")


async def test_where_the_message_cannot_be_taken_away_the_person_is_asked_to(sayso: Sayso) -> None:
    words = await stopped(sayso.person())
    other = sayso.person()
    await other.api.plan_error("deleteMessages", 400, "Bad Request: message can't be deleted")
    assert text("receipt_page.not_hidden") in await other.ask(f"/receipt {words}")


async def test_no_button_and_no_log_carries_the_words(sayso: Sayso, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    person = sayso.person()
    words = await stopped(person)
    other = sayso.person()
    await other.ask(f"/receipt {words}")
    carried = [button["callback_data"] for button in (await other.buttons()).values()]
    assert carried == ["receipt:out.helps", "receipt:out.hard", "receipt:erase"]
    assert words not in caplog.text
    assert str(other.chat_id) not in caplog.text


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("/receipt a b c d", "a b c d"),
        ("/Receipt@sayso_bot a", "a"),
        ("/receipt", ""),
        ("receipt a b", ""),
        ("/help a", ""),
    ],
)
def test_the_words_stand_behind_the_command(sent: str, meant: str) -> None:
    assert receipt_words(sent) == meant


async def test_four_words_sent_without_the_command_are_not_stored_and_the_command_is_named(sayso: Sayso) -> None:
    words = await stopped(sayso.person())
    other = sayso.person()
    await other.go_to_first_question()
    said = await other.ask(words)
    assert said == text("receipt.typed")
    assert "/receipt" in said
    before = await sayso.words()
    assert [stored for stored in before if words in stored[1]] == []
    await press(other, text("button.my_answer"))
    await other.ask(words)
    # A word of the list that is also a name is taken out, as from every answer.
    (kept,) = (Counter(await sayso.words()) - Counter(before)).elements()
    assert (kept[0], len(kept[1].split())) == ("helps", len(words.split()))
