"""Whole talks through the database come to what the pure engine says, whatever is pressed and typed."""

import json
from dataclasses import asdict, dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.engine import advance, new_state
from conversations.inbound import Inbound, Picked, Started, Typed
from conversations.people import Channel
from conversations.receipts import SHOWS_WORDS, filled
from conversations.state import ConversationState, Phase
from conversations.transcripts import LastWords
from conversations.turn import (
    AddToAnswer,
    ChooseOptions,
    ClearAnswer,
    CloseConversation,
    CountSignpost,
    DropHeldWords,
    Effect,
    EraseResponse,
    HoldWords,
    IssueReceipt,
    KeepHeldWords,
    OpenResponse,
    RecordConsent,
    Reply,
    SkipQuestion,
)
from storage.anonymity import new_response_id
from storage.database import Database
from storage.tables import AnswerMessage, AnswerRow, ConsentRow, HeldMessage, ResponseRow
from tests.bot.turning import SCRIPT, TO_THE_FIRST_QUESTION, said, turns_of
from tests.support.stored import rows

WORDS = ("my friends", "it's hard 😞", "Margate", "next", "16 or 17", "", "=1+1", "my stepdad hits me")


@dataclass
class Response:
    """What ought to be stored of one response, worked out without a database."""

    status: str = "open"
    consents: dict[str, bool] = field(default_factory=dict)
    answers: dict[str, tuple[list[str], bool]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    held: dict[str, list[str]] = field(default_factory=dict)


def apply(effect: Effect, responses: list[Response]) -> None:  # noqa: C901, PLR0912 - one line for each effect
    """Do to plain values what an effect asks for; the last response is the open one."""
    match effect:
        case OpenResponse():
            responses.append(Response())
        case RecordConsent(consent, agreed):
            responses[-1].consents[consent.value] = agreed
        case AddToAnswer(question_id, text):
            options, _ = responses[-1].answers.get(question_id, ([], False))
            responses[-1].answers[question_id] = (options, False)
            responses[-1].words.setdefault(question_id, []).append(text)
        case ChooseOptions(question_id, option_ids):
            responses[-1].answers[question_id] = (list(option_ids), False)
        case ClearAnswer(question_id):
            responses[-1].answers.pop(question_id, None)
            responses[-1].words.pop(question_id, None)
            responses[-1].held.pop(question_id, None)
        case SkipQuestion(question_id):
            responses[-1].answers[question_id] = ([], True)
        case HoldWords(question_id, text):
            responses[-1].held.setdefault(question_id, []).append(text)
        case KeepHeldWords(question_id):
            options, _ = responses[-1].answers.get(question_id, ([], False))
            responses[-1].answers[question_id] = (options, False)
            responses[-1].words.setdefault(question_id, []).extend(responses[-1].held.pop(question_id))
        case DropHeldWords(question_id):
            responses[-1].held.pop(question_id, None)
        case EraseResponse():
            responses.pop()
        case CountSignpost() | IssueReceipt():
            pass
        case CloseConversation(ending):
            if responses and responses[-1].status == "open":
                responses[-1].status = ending.value


async def stored_responses(database: Database, known: set[str]) -> list[Response]:
    """Return what is stored of the responses that are not known yet."""
    found = {row["id"]: Response(row["status"]) for row in await rows(database, ResponseRow) if row["id"] not in known}
    for consent in await rows(database, ConsentRow):
        if consent["response_id"] in found:
            found[consent["response_id"]].consents[consent["consent"]] = consent["agreed"]
    for answer in await rows(database, AnswerRow):
        if answer["response_id"] in found:
            given = (answer["options"], answer["skipped"])
            found[answer["response_id"]].answers[answer["question_id"]] = given
    for message in await rows(database, AnswerMessage):
        if message["response_id"] in found:
            found[message["response_id"]].words.setdefault(message["question_id"], []).append(message["words"])
    for message in await rows(database, HeldMessage):
        if message["response_id"] in found:
            found[message["response_id"]].held.setdefault(message["question_id"], []).append(message["words"])
    return list(found.values())


def words_shown(replies: tuple[Reply, ...]) -> str:
    """Return the words of a receipt that these replies show, which the engine does not know."""
    return next((reply.text.split("\n")[1] for reply in replies if reply.key in SHOWS_WORDS), "")


def choose(number: int, replies: tuple[Reply, ...]) -> Inbound:
    """Return one of the things that can be done after these replies: press any button, or type."""
    buttons = [Picked(button.item_id, button.option_id) for reply in replies for button in reply.buttons]
    choices: list[Inbound] = [*buttons, *map(Typed, WORDS), Started()]
    return choices[number % len(choices)]


def comparable(responses: list[Response]) -> list[str]:
    return sorted(json.dumps(asdict(response), sort_keys=True) for response in responses)


class TestTurnsAndEngine:
    @pytest.mark.parametrize("channel", [Channel.WEB, Channel.TELEGRAM])
    @given(choices=st.lists(st.integers(0, 59), min_size=10, max_size=40), agreed=st.booleans())
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    async def test_what_is_stored_and_said_is_what_the_engine_decided(
        self, database: Database, choices: list[int], channel: Channel, *, agreed: bool
    ) -> None:
        turns, address = turns_of(database), new_response_id()
        known = {row["id"] for row in await rows(database, ResponseRow)}
        expected: list[Response] = []
        state: ConversationState = new_state(SCRIPT, channel)
        replies: tuple[Reply, ...] = ()
        written = LastWords()
        ahead = TO_THE_FIRST_QUESTION if agreed else ()
        for step, number in enumerate((*ahead, *choices)):
            inbound = number if isinstance(number, Picked) else choose(number, replies)
            turn = advance(SCRIPT, state, written.before(state, inbound))
            written.note(turn)
            outcome = await turns.take(said(inbound, f"{address} {step}", address=address, channel=channel))
            assert outcome.replies == filled(turn.replies, words_shown(outcome.replies))
            assert outcome.closed == (turn.state.phase is Phase.CLOSED)
            for effect in turn.effects:
                apply(effect, expected)
            state = new_state(SCRIPT, channel) if outcome.closed else turn.state
            replies = turn.replies
        assert comparable(await stored_responses(database, known)) == comparable(expected)
