"""A language is asked first or offered through whole turns: nothing waits, nothing is lost, no trace of the words."""

from bot.channel import Envelope, Outcome
from bot.language_offering import LanguageOffering
from bot.turns import Turns
from conversations.content import load_script
from conversations.inbound import Inbound, Picked, Started, Typed
from conversations.language_changing import OFFER
from conversations.people import Channel
from conversations.prompts import LANGUAGE_ITEM
from storage.database import Database
from storage.tables import AnswerMessage, ConversationRow
from tests.bot.turning import NOW, TO_THE_FIRST_QUESTION, turns_of
from tests.support.made_events import an_event, make
from tests.support.stored import rows

SCRIPT = load_script(drafts=frozenset({"pl", "ar"}))
SCRIPTS = {SCRIPT.engagement: SCRIPT}
POLISH = "bardzo długo czekałam na pomoc w szkole"


async def do(turns: Turns, *inbounds: Inbound, language: str = "en", code: str = "") -> Outcome:
    for inbound in inbounds:
        outcome = await turns.take(Envelope(Channel.TELEGRAM, "somebody", "", inbound, code, language))
    return outcome


def keys(outcome: Outcome) -> list[str]:
    return [reply.key for reply in outcome.replies]


def listening(database: Database) -> tuple[Turns, LanguageOffering]:
    turns = turns_of(database, SCRIPTS)
    offering = LanguageOffering(turns)
    turns.listener = offering.listen
    return turns, offering


async def test_what_one_process_found_another_one_offers(database: Database) -> None:
    (one, offering), (other, _) = listening(database), listening(database)
    said = await do(one, *TO_THE_FIRST_QUESTION, Typed(POLISH))
    assert OFFER not in keys(said)
    await offering.finish()
    (stored,) = await rows(database, ConversationRow)
    assert stored["state"]["language_heard"] == "pl"
    assert stored["replies"] == [reply.to_json() for reply in said.replies]
    assert POLISH.split(maxsplit=1)[0] not in str(stored)
    offered = await do(other, Picked("helps", ".next"))
    assert keys(offered) == [OFFER, "question.hard"]
    assert offered.replies[-1].buttons[-1].label == "Polski"
    assert [row["words"] for row in await rows(database, AnswerMessage)] == [POLISH]


async def test_a_talk_that_ended_meanwhile_is_left_alone(database: Database) -> None:
    turns, offering = listening(database)
    await do(turns, *TO_THE_FIRST_QUESTION, Typed(POLISH))
    await do(turns, Picked("helps", ".stop"), Picked("stopping", "keep"))
    await offering.finish()
    assert await rows(database, ConversationRow) == []


async def test_words_that_say_too_little_or_show_help_begin_no_search(database: Database) -> None:
    turns, offering = listening(database)
    await do(turns, *TO_THE_FIRST_QUESTION)
    for words in ("nie wiem", "chcę się zabić, nie chcę już żyć"):
        await do(turns, Typed(words))
        assert offering._under_way == set()


async def test_whom_nothing_tells_the_language_of_chooses_it_before_anything_else(database: Database) -> None:
    turns = turns_of(database, SCRIPTS)
    first = await do(turns, Started(), language="")
    assert keys(first) == ["ask.languages"]
    assert keys(await do(turns, Started(), language="")) == ["ask.languages"]
    begun = await do(turns, Picked(LANGUAGE_ITEM, "pl"), language="")
    assert begun.state.language == "pl"
    assert keys(begun)[-1] == "ask.audience"


async def test_who_comes_to_an_event_with_alerts_is_told_so_in_the_language_they_chose(database: Database) -> None:
    await make(database, an_event(NOW), NOW)
    turns = turns_of(database, SCRIPTS)
    first = await do(turns, Started(), language="", code="otter425")
    assert keys(first) == ["ask.languages"]
    begun = await do(turns, Picked(LANGUAGE_ITEM, "pl"), language="")  # Telegram gives the link's code only once
    (told,) = [reply for reply in begun.replies if reply.key == "door.alerts"]
    assert told.text == SCRIPT.wording("pl").say("door.alerts", begun.state)
    assert begun.state.entry_code == "otter425"
    again = await do(turns, Picked(LANGUAGE_ITEM, "ar"), language="")
    assert "door.alerts" not in keys(again)
