"""Who to turn to. Chooses the entries that fit a person's age; the words about them are in the language files.

Every entry carries where it was seen and who checked it, since numbers change and a wrong one is worse than none.
"""

from dataclasses import dataclass

from conversations.people import AgeBand, Audience
from conversations.state import ConversationState
from conversations.turn import Link, LinkKind
from conversations.wording import Wording


@dataclass(frozen=True, slots=True)
class Helpline:
    """One service. `audiences` and `age_bands` say whom it is shown to; empty means everybody.

    `call` is a number as people write it, `text` is `NUMBER WORD` (or `NUMBER`), `web` an https address.
    Dates are ISO days; `checked_by` is empty until a named person has checked the entry.
    """

    id: str
    call: str = ""
    text: str = ""
    web: str = ""
    audiences: frozenset[Audience] = frozenset()
    age_bands: frozenset[AgeBand] = frozenset()
    source: str = ""
    checked_by: str = ""
    checked_on: str = ""
    check_by: str = ""


def is_for(helpline: Helpline, state: ConversationState) -> bool:
    """Whether to show it to this person. Before we know who they are we treat them as young: that set is safe for all."""
    audience = state.audience or Audience.YOUNG_PERSON
    if helpline.audiences and audience not in helpline.audiences:
        return False
    if not helpline.age_bands or audience is not Audience.YOUNG_PERSON:
        return True
    return (state.age_band or AgeBand.NOT_SAID) in helpline.age_bands


def describe(helpline: Helpline, wording: Wording, state: ConversationState) -> str:
    """Return the sentence about a helpline, numbers written out so that they can be read as well as tapped."""
    number, _, word = helpline.text.partition(" ")
    return wording.say(f"helpline.{helpline.id}", state, call=helpline.call, text_number=number, text_word=word)


def links(helpline: Helpline, wording: Wording, state: ConversationState, point: int) -> tuple[Link, ...]:
    """Return what can be tapped to reach it: call, text, web, in this order. `point` is its place among those shown."""
    ways = ((LinkKind.CALL, helpline.call), (LinkKind.TEXT, helpline.text), (LinkKind.WEB, helpline.web))
    name = wording.say(f"helpline_name.{helpline.id}", state)
    return tuple(
        Link(kind, wording.say(f"link.{kind.value}", state, name=name), target, point)
        for kind, target in ways
        if target
    )
