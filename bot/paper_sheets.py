"""Typing in a sheet that somebody filled in on paper: the same talk, taken turn by turn through the same rules.

So a sheet needs the same consent as the chat, its words are redacted and read for signs of harm, and what tells of harm is
put aside as it is in the chat, where nobody said that it may be kept. Nobody is asked anything that the sheet does not say:
where it is silent a question is skipped.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from bot.channel import Envelope
from bot.long_texts import beside_the_loop_if_long
from bot.turns import Turns
from conversations.engine import new_state
from conversations.inbound import Command, CommandGiven, Inbound, Picked, Typed
from conversations.people import AgeBand, Audience, Channel
from conversations.prompts import current_question, item_id
from conversations.receipts import SHOWS_WORDS
from conversations.safeguarding import default_detector
from conversations.script import Script, Section
from conversations.signposting import signs_in
from conversations.state import QUESTION_PHASES, ConversationState, Phase
from conversations.turn import Reply, Tone
from conversations.words import clean

MOST_TURNS = 200
"""Far more than any script needs: a sheet that comes to no end is a mistake of ours."""


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """What stands on one sheet. `code` is the event's, or the engagement's; `id` is the form's own, so that it counts once.

    `take_part`, `quotes` and `permission` are boxes that were ticked. `words` and `options` are by question. `language` is
    the one it was printed in.
    """

    id: str
    code: str
    audience: Audience
    age: AgeBand
    take_part: bool
    quotes: bool
    permission: bool
    words: Mapping[str, str]
    options: Mapping[str, tuple[str, ...]]
    language: str = ""

    def says_something(self, question_id: str) -> bool:
        """Whether there is an answer to a question."""
        return bool(self.words.get(question_id, "").strip() or self.options.get(question_id))


@dataclass(frozen=True, slots=True, repr=False)
class Entered:
    """What came of a sheet.

    `kept` says that answers were stored, `told` that something on it tells of harm: whoever types it in has to act on it;
    `told_at` are the questions where it does, as far as that is known. `receipt` are the four words, where there are any;
    `before` that this very form was sent before.
    """

    kept: bool
    told: bool
    receipt: str = ""
    before: bool = False
    told_at: tuple[str, ...] = ()


async def enter(turns: Turns, sheet: Sheet) -> Entered:
    """Take a sheet through the talk and return what came of it. Raises what `Turns.take` raises.

    A form that is sent once more, after a failure in the middle or by a second click, goes on where the talk is: each step
    is known by itself, so none is taken twice.
    """
    await turns.events.learn(sheet.code)
    script = turns.script(sheet.code)
    told_at = await read_for_harm(script, sheet)
    told, state = bool(told_at), None
    done: set[Inbound] = set()
    for _ in range(MOST_TURNS):
        inbound = next_step(script, state, sheet, done)
        done.add(inbound)
        message = f"{sheet.id} {name_of(script, state, inbound)}"
        outcome = await turns.take(Envelope(Channel.PAPER, sheet.id, message, inbound, sheet.code, sheet.language))
        if any(reply.tone is Tone.SIGNPOST for reply in outcome.replies):
            told = True
            told_at += [state.position] if state and state.position and state.position not in told_at else []
        if outcome.closed:
            kept = bool(receipt := receipt_in(outcome.replies))
            return Entered(kept=kept, told=told, receipt=receipt, told_at=tuple(told_at))
        if outcome.repeated and outcome.state.phase in (Phase.NEW, Phase.CLOSED):
            return Entered(kept=False, told=told, before=True, told_at=tuple(told_at))
        state = outcome.state
    raise RuntimeError("a sheet comes to no end")


async def read_for_harm(script: Script, sheet: Sheet) -> list[str]:
    """Return the questions whose answer tells of harm. The turns read them too; but a sheet that was stored has no more turns.

    So whoever loads the page anew, or sends the form twice, is told all the same.
    """
    state = new_state(script, Channel.PAPER, sheet.language)
    told_at = []
    for question, words in sheet.words.items():
        typed = Typed(clean(words))
        read = partial(signs_in, state, typed)
        if await beside_the_loop_if_long(default_detector(), typed, state.language, read):
            told_at.append(question)
    return told_at


def name_of(script: Script, state: ConversationState | None, inbound: Inbound) -> str:
    """Return what names a step among those of its sheet, and holds no words that somebody wrote."""
    match inbound:
        case Picked():
            return f"{inbound.item_id} {inbound.option_id}"
        case CommandGiven():
            return f"{item_id(script, state) if state else ''} {inbound.command.value}"
        case _:
            return f"{item_id(script, state) if state else ''} words"


def next_step(script: Script, state: ConversationState | None, sheet: Sheet, done: set[Inbound]) -> Inbound:
    """Return what somebody would do next who gives in the chat what stands on the sheet."""
    if state is None or state.phase in (Phase.NEW, Phase.AUDIENCE):
        return Picked(Phase.AUDIENCE.value, sheet.audience.value)
    if state.phase in QUESTION_PHASES:
        return next_at_question(script, state, sheet, done)
    about_you = any(sheet.says_something(q.id) for q in script.asked(Section.ABOUT_YOU, state))
    answers = {
        Phase.AGE: sheet.age.value,
        Phase.TOGETHER: yes_or_no(sheet.permission),
        Phase.PERMISSION: yes_or_no(sheet.permission),
        Phase.CHECK: "no",
        Phase.TAKE_PART: yes_or_no(sheet.take_part),
        Phase.QUOTES: yes_or_no(sheet.quotes),
        Phase.ABOUT_YOU: yes_or_no(about_you),
    }
    return Picked(item_id(script, state), answers[state.phase])


def next_at_question(script: Script, state: ConversationState, sheet: Sheet, done: set[Inbound]) -> Inbound:
    """Return the next part of an answer, then Next; Skip where the sheet says nothing or nothing of it was kept."""
    question = current_question(script, state)
    if question is None:
        raise RuntimeError("a question that is nowhere")
    parts: list[Inbound] = [Picked(question.id, option) for option in sheet.options.get(question.id, ())]
    words = sheet.words.get(question.id, "").strip()
    if words:
        parts.append(Typed(words))
    for part in parts:
        if part not in done:
            return part
    return CommandGiven(Command.NEXT if state.answer(question.id).given else Command.SKIP)


def yes_or_no(ticked: bool) -> str:  # noqa: FBT001 - the box itself
    """Return the option that a box stands for."""
    return "yes" if ticked else "no"


def receipt_in(replies: tuple[Reply, ...]) -> str:
    """Return the four words that were shown, or nothing."""
    shown = next((reply for reply in replies if reply.key in SHOWS_WORDS), None)
    return shown.text.split("\n")[1] if shown else ""
