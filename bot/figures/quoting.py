"""Says in words who a quote is from: only what may be told of them."""

from bot.figures.labels import Labels
from storage.quotes import Quote
from storage.releases.coarsening import AGE, AUDIENCE, HIDDEN, LANGUAGE, NONE_GIVEN, PLACE, WIDER_AGES
from storage.releases.describing import AREAS

WIDER = frozenset(WIDER_AGES.values()) | frozenset(AREAS.values())


def told(quote: Quote, labels: Labels) -> str:
    """Return what is told of a quote's writer, such as `Children and young people, 16 to 25`; empty for nothing."""
    return ", ".join(_value(name, value, labels) for name, value in quote.told if value not in (HIDDEN, NONE_GIVEN))


def _value(name: str, value: str, labels: Labels) -> str:
    if value in WIDER:
        return labels.say(f"quotes.{value}")
    if name == AGE:
        return labels.age(value)
    if name == PLACE:
        place = next((question.id for question in labels.script.questions if question.option(value)), "")
        return labels.option(place, value)
    return labels.of({AUDIENCE: "audience", LANGUAGE: "language"}.get(name, ""), value)
