"""Which help lines a person is shown, and in which order: by who they are, where they live, what they told, what is open."""

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.categories import Category
from conversations.helplines import ALL_PLACES, EMERGENCY, UNDER_18, Helpline, HelplineNow
from conversations.hours import Openness
from conversations.people import AgeBand, Audience
from conversations.script import Script
from conversations.state import ConversationState

SIGNPOST_LINES = 5
"""Lines a young person gets in answer to what they told us: who is in distress reads no wall of numbers."""

HELP_LINES = 8
"""Lines under Help, and in every signpost for grown-ups."""

ELSEWHERE = "somewhere_else"
"""The option of a question for places that says: in none of them."""

REACHABLE = {Openness.ALWAYS: 0, Openness.OPEN: 0, Openness.UNKNOWN: 1, Openness.CLOSED: 2}


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of somebody that help depends on. `place` is a district's id, ELSEWHERE, or empty: not known.

    Nobody is taken for a grown-up who has not said that they are one.
    """

    audience: Audience = Audience.YOUNG_PERSON
    age_band: AgeBand = AgeBand.NOT_SAID
    place: str = ""
    language: str = ""

    @property
    def may_be_under_18(self) -> bool:
        """Whether to keep what is for adults alone from them. Who works with young people is asked no age: an adult."""
        if self.audience is Audience.PROFESSIONAL:
            return False
        return self.age_band in UNDER_18 or self.age_band is AgeBand.NOT_SAID

    @property
    def audiences(self) -> frozenset[Audience]:
        """Everybody they count among: a parent under 18 is a young person too."""
        young = frozenset({Audience.YOUNG_PERSON}) if self.age_band in UNDER_18 else frozenset()
        return frozenset({self.audience}) | young


@dataclass(frozen=True, slots=True)
class Worry:
    """What somebody told us, as far as it decides who can help: the kinds of harm, and whether life may be in danger."""

    categories: frozenset[Category] = frozenset()
    immediate: bool = False


def person_of(script: Script, state: ConversationState) -> Person:
    """Return what a conversation knows of the person in it."""
    return Person(
        audience=state.audience or Audience.YOUNG_PERSON,
        age_band=state.age_band or AgeBand.NOT_SAID,
        place=place_of(script, state),
        language=state.language,
    )


def place_of(script: Script, state: ConversationState) -> str:
    """Return the district they chose, ELSEWHERE, or nothing where they were not asked or did not say."""
    for question in script.questions:
        if any(option.id in script.places for option in question.options):
            for chosen in state.answer(question.id).options:
                if chosen in script.places or chosen == ELSEWHERE:
                    return chosen
    return ""


def is_for(line: Helpline, person: Person) -> bool:
    """Whether an entry is for this person. An age band speaks of young people only: it never keeps a line from adults."""
    if line.audiences and not line.audiences & person.audiences:
        return False
    if line.never_under_18 and person.may_be_under_18:
        return False
    young = Audience.YOUNG_PERSON in person.audiences
    if line.age_bands and young and person.age_band not in line.age_bands:
        return False
    if ALL_PLACES in line.places:
        return person.place != ELSEWHERE
    return not line.places or person.place in line.places


def choose(lines: Sequence[HelplineNow], person: Person, worry: Worry | None = None) -> tuple[HelplineNow, ...]:
    """Return the lines to show, the most fitting first; `worry` is None where somebody only asked for help.

    All of the safe minimum that is for this person is always among them. What is there for another kind of worry is left
    out, or under Help comes last.
    """
    fitting = [shown for shown in lines if is_for(shown.line, person) and _answers(shown.line, worry)]
    ranked = sorted(fitting, key=lambda shown: _rank(shown, person, worry))
    young = Audience.YOUNG_PERSON in person.audiences
    room = SIGNPOST_LINES if worry is not None and young else HELP_LINES
    others = [shown for shown in ranked if not shown.line.safe_minimum]
    kept = others[: max(0, room - (len(ranked) - len(others)))]
    return tuple(shown for shown in ranked if shown.line.safe_minimum or shown in kept)


def _answers(line: Helpline, worry: Worry | None) -> bool:
    if worry is None or line.safe_minimum or not line.categories:
        return True
    return bool(line.categories & worry.categories)


def _rank(shown: HelplineNow, person: Person, worry: Worry | None) -> tuple[bool, int, int, bool]:
    """Return what to sort by: 999 where life is in danger, then what fits the worry, what is open, what speaks to them."""
    line = shown.line
    first = worry is not None and worry.immediate and line.id == EMERGENCY
    fits = 0 if worry is None else 1
    if line.categories:
        fits = 1 if worry is None else 0
    base_language = person.language.partition("-")[0]
    understands = not line.languages or not base_language or base_language in line.languages
    return (not first, fits, REACHABLE[shown.openness], not understands)
