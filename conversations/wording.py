"""One language's words, and the rule that finds the fitting variant for the person in front of us."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from conversations.direction import isolated
from conversations.people import AgeBand, Audience, Channel
from conversations.state import ConversationState

DEFAULT = "text"
"""The variant for everybody whom no other variant is for."""

RTL = "rtl"

BY_THEMSELVES = frozenset({"receipt"})
"""Places that stand alone on their line, and whose words people copy: no mark stands beside those."""

READS_AS = {AgeBand.UNDER_10: AgeBand.AGE_10_12, AgeBand.NOT_SAID: AgeBand.AGE_10_12}
"""Bands that get another band's words: where no age is known, the youngest safe wording."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one language.

    `texts` maps a key to its variants, each by the name of an age band, an audience or a channel, or `text`.
    `name` is the language's own name for itself; `direction` is `ltr` or `rtl`; `html_language` is a BCP 47 tag.
    """

    language: str
    name: str
    html_language: str
    direction: str
    checked_by: str
    checked_on: str
    values: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]]

    def variant(self, key: str, state: ConversationState) -> str:
        """Return the unfilled text for a person: by channel, else age band, else audience, else everybody's."""
        variants = self.texts[key]
        for name in variant_names(state):
            if name in variants:
                return variants[name]
        return variants[DEFAULT]

    def say(self, key: str, state: ConversationState, **values: object) -> str:
        """Return the text for a person with its `{places}` filled from the script's own values and the given ones."""
        text = self.variant(key, state)
        if "{" not in text and "}" not in text:
            return text
        filled = {**self.values, **values} if values else self.values
        if self.direction == RTL:
            filled = {name: value if name in BY_THEMSELVES else isolated(value) for name, value in filled.items()}
        return text.format_map(filled)


def variant_names(state: ConversationState) -> tuple[str, ...]:
    """Return the names of the variants that fit a person, most fitting first.

    An age band speaks for young people only: a parent of 17 hears a parent's words.
    """
    return _names_for(state.channel, state.audience or Audience.YOUNG_PERSON, state.age_band or AgeBand.NOT_SAID)


@cache
def _names_for(channel: Channel, audience: Audience, band: AgeBand) -> tuple[str, ...]:
    names: list[str] = [channel.value]
    if audience is Audience.YOUNG_PERSON:
        names.append(READS_AS.get(band, band).value)
    names.append(audience.value)
    return tuple(names)
