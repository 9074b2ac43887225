"""The help lines that one person would be shown: the very words that the conversation gives somebody like them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.terminal import reply_lines
from conversations.categories import Category
from conversations.engine import new_state
from conversations.helpline_choosing import ELSEWHERE
from conversations.people import AgeBand, Audience
from conversations.prompts import help_signpost
from conversations.safeguarding import Level, Signals, Urgency
from conversations.script import Question, Script
from conversations.signposting import signpost
from conversations.state import AnswerSketch, Consent, ConversationState, Phase


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who asks: what they have said of themselves, each None or empty where they have not.

    With `category` they have told of such a worry, `immediate` that life may be in danger; else they pressed Help.
    """

    audience: Audience | None = None
    age_band: AgeBand | None = None
    place: str = ""
    language: str = ""
    category: Category | None = None
    immediate: bool = False


def shown_to(script: Script, somebody: Somebody) -> Iterator[str]:
    """Yield what they would read, line by line, from a script that has been told the time."""
    state = state_of(script, somebody)
    if somebody.category is None and not somebody.immediate:
        yield from reply_lines(help_signpost(script, state))
        return
    categories = (somebody.category,) if somebody.category else ()
    urgency = Urgency.IMMEDIATE if somebody.immediate else Urgency.HIGH
    yield from reply_lines(signpost(script, state, Signals(Level.FULL, categories, urgency)))


def state_of(script: Script, somebody: Somebody) -> ConversationState:
    """Return the state of somebody who is at the first question and has told where they live, if they have."""
    state = replace(
        new_state(script, language=somebody.language),
        phase=Phase.QUESTION,
        position=script.questions[0].id,
        audience=somebody.audience,
        age_band=somebody.age_band,
        consents=MappingProxyType({Consent.TAKE_PART: True}),
    )
    asked = place_question(script)
    if asked is not None and somebody.place:
        state = state.with_answer(asked.id, AnswerSketch(options=(somebody.place,)))
    return state


def place_question(script: Script) -> Question | None:
    """Return the question that asks where somebody lives; None where a script does not ask."""
    return next((q for q in script.questions if any(option.id in script.places for option in q.options)), None)


def place_ids(script: Script) -> tuple[str, ...]:
    """Return what a person of this script can have said of where they live."""
    return (*sorted(script.places), ELSEWHERE) if place_question(script) else ()
