"""The characteristics of a response that a release may show, and the questions whose words may be quoted.

Never among them, in no release: which event or link somebody came by, and the channel, since whoever was in the room saw
who was there; the day, beyond the weeks of the release; the response's id; words about the person.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from conversations.script import Section
from storage.exports.filters import place_questions
from storage.exports.wordings import Wordings
from storage.releases.coarsening import AGE, AUDIENCE, KNOWN, PLACE, Plan, Profile

AREAS = {"E07": "county_district"}
"""The area that a place lies in, by how its code begins: districts of a county; any other council is its own area."""

WITH_WORDS = (AUDIENCE, AGE)
"""The characteristics that stand with words unless others are chosen: two at the most."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a release shows, decided when it is made: the questions, and the characteristics that stand with words."""

    place_question: str
    asked: tuple[str, ...]
    quoted: tuple[str, ...]
    with_words: tuple[str, ...]
    areas: Mapping[str, str]

    @property
    def people(self) -> Plan:
        """The characteristics of people."""
        return Plan((*KNOWN, *self.asked), self.areas)

    @property
    def words(self) -> Plan:
        """The characteristics that stand with words."""
        return Plan(self.with_words, self.areas)

    def places_of_questions(self, plan: Plan) -> Mapping[str, int]:
        """Return the places, among the characteristics of a plan, of those that people were asked for, by question."""
        questions = ((self.place_question if name == PLACE else name) for name in plan.names)
        asked = {*self.asked, self.place_question} - {""}
        return {question: place for place, question in enumerate(questions) if question in asked}

    def beside_words(self, profile: Profile) -> Profile:
        """Return those of somebody's characteristics that stand with words."""
        return tuple(profile[KNOWN.index(name)] for name in self.with_words)


def what_is_shown(wordings: Wordings, with_words: tuple[str, ...]) -> Shown:
    """Return what a release of these wordings shows: what was chosen, and words that are not about the person."""
    places = place_questions(wordings)
    options = [question for question in wordings.questions if question.chooses_one or question.chooses_several]
    main = [question for question in wordings.questions if question.section == Section.MAIN.value]
    return Shown(
        place_question=next(iter(places), ""),
        asked=tuple(question.id for question in options if question.id not in places),
        quoted=tuple(question.id for question in main if question.takes_words),
        with_words=with_words,
        areas={
            place: AREAS[code[:3]] for found in places.values() for place, code in found.items() if code[:3] in AREAS
        },
    )
