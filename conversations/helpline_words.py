"""Says a help line in the person's language: what it is, how to reach it, and when it opens where it is closed."""

from collections.abc import Iterator
from datetime import datetime

from conversations.helplines import HelplineNow, Way
from conversations.hours import WEEKDAYS, Opening, Openness
from conversations.state import ConversationState
from conversations.turn import Link, LinkKind
from conversations.wording import Wording

LINKS = {
    Way.CALL: (LinkKind.CALL, "link.call"),
    Way.TEXT: (LinkKind.TEXT, "link.text"),
    Way.CHAT: (LinkKind.WEB, "link.chat"),
    Way.WEB: (LinkKind.WEB, "link.web"),
}
"""What a tap on a way opens, and its label; a place to visit cannot be tapped."""

IT = "all"
"""The way's name where a service has only one, or all of them open and close together."""

OPENS = {0: "opening.opens_today", 1: "opening.opens_tomorrow"}
"""What is said of a closed way by the days until it opens; later days go by their names."""

ENGLISH = "en"
"""The language that every line here answers in."""

A_WEEK = 7
NOON = 12


def describe(shown: HelplineNow, wording: Wording, state: ConversationState) -> str:
    """Return the sentences about a help line, numbers written out so that they can be read as well as tapped."""
    line = shown.line
    number, _, word = line.text.partition(" ")
    about = wording.say(
        f"helpline.{line.id}", state, call=line.call, text_number=number, text_word=word,
        web=readable(line.web), chat=readable(line.chat), visit=line.visit,
    )  # fmt: skip
    interpreter = [wording.say("help.interpreter", state)] if offers_interpreter(shown, wording) else []
    return " ".join([about, *interpreter, *_opening_sentences(shown, wording, state)])


def offers_interpreter(shown: HelplineNow, wording: Wording) -> bool:
    """Whether to say how to ask for an interpreter: the line finds one, and does not answer in this language itself."""
    base = wording.language.partition("-")[0]
    return shown.line.interpreter and base != ENGLISH and base not in shown.line.languages


def readable(address: str) -> str:
    """Return a web address as people say it."""
    return address.removeprefix("https://").removeprefix("www.").rstrip("/")


def links(shown: HelplineNow, wording: Wording, state: ConversationState, point: int) -> tuple[Link, ...]:
    """Return what can be tapped to reach it: call, text, web, chat, in this order. `point` is its place among those shown.

    A website that is the chat itself is offered once, as the chat.
    """
    line = shown.line
    name = wording.say(f"helpline_name.{line.id}", state)
    return tuple(
        Link(LINKS[way][0], wording.say(LINKS[way][1], state, name=name), target, point)
        for way, target in line.ways.items()
        if way in LINKS and not (way is Way.WEB and target == line.chat)
    )


def _opening_sentences(shown: HelplineNow, wording: Wording, state: ConversationState) -> Iterator[str]:
    """Yield what has to be said of its hours: nothing of what never closes, whose own words say so, nor of the unknown."""
    named = [(way.value, opening) for way, opening in shown.openings.items()]
    if len({opening for _, opening in named}) == 1:
        named = [(IT, named[0][1])]
    for name, opening in named:
        if opening.state in (Openness.OPEN, Openness.CLOSED):
            yield _opening_sentence(wording.say(f"way.{name}", state), opening, wording, state)


def _opening_sentence(way: str, opening: Opening, wording: Wording, state: ConversationState) -> str:
    is_open = opening.state is Openness.OPEN
    if opening.changes is None:
        return wording.say("opening.open" if is_open else "opening.closed", state, way=way)
    time = say_time(opening.changes, wording, state)
    if is_open:
        return wording.say("opening.open_until", state, way=way, time=time)
    weekday, days = opening.changes.weekday(), opening.days
    if days and _is_midnight(opening.changes):  # the midnight that ends the evening before is what people mean
        weekday, days = weekday - 1, days - 1
    key = OPENS.get(days, "opening.opens_on_day" if days < A_WEEK else "opening.opens_in_days")
    day = wording.say(f"weekday.{WEEKDAYS[weekday]}", state)
    return wording.say(key, state, way=way, time=time, day=day, days=days)


def say_time(moment: datetime, wording: Wording, state: ConversationState) -> str:
    """Return a moment's time of day as people say it: 4 pm, 9:30 am, midday, midnight."""
    hour, minute = moment.hour, moment.minute
    values = {"hour": hour % NOON or NOON, "minute": f"{minute:02}", "hour_of_24": f"{hour:02}"}
    if minute == 0 and hour % NOON == 0:
        return wording.say("time.midnight" if _is_midnight(moment) else "time.noon", state, **values)
    half = "morning" if hour < NOON else "afternoon"
    return wording.say(f"time.{half}" if minute == 0 else f"time.{half}_minutes", state, **values)


def _is_midnight(moment: datetime) -> bool:
    return moment.hour == 0 and moment.minute == 0
