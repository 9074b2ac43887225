"""What stands on the poster of an event, for whoever it is meant for: words alone, in the order they are read.

A poster is paper: once it hangs nobody can take anything back. So it tells no opening times, and carries only help lines
that are there day and night and may be shown on every day until it comes down.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from conversations.helpline_choosing import Person, choose
from conversations.helpline_words import describe
from conversations.helplines import HelplineNow, Way, may_be_shown
from conversations.helplines_now import at
from conversations.hours import Openness
from conversations.opening import in_london
from conversations.people import AgeBand, Audience, Channel
from conversations.script import Script, Section, Under10
from conversations.state import ConversationState

MOST_LINES = 6
"""Help lines on one sheet: more would be too small to read from where people stand."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom a poster is for. `language` is empty for the script's own; `permission` as an event has it.

    `until` is the moment it comes down, None where that is not known.
    """

    audience: Audience = Audience.YOUNG_PERSON
    place: str = ""
    language: str = ""
    permission: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PosterLine:
    """One help line: the sentences about it, and the parts of them, as they stand there, that are shown boldly."""

    text: str
    bold: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PosterWords:
    """The words of a poster. `ages` and `telegram` are empty where there is nothing to say.

    `language` is a BCP 47 tag, `direction` that in which the words are written: `ltr` or `rtl`.
    """

    language: str
    direction: str
    title: str
    about: str
    who: str
    how: str
    computer: str
    ages: str
    scan: str
    type: str
    telegram: str
    help: str
    lines: tuple[PosterLine, ...]


def poster_words(script: Script, invited: Invited, code: str, bot: str, moment: datetime) -> PosterWords:
    """Return what stands on a poster that is made at a moment. `bot` is the Telegram bot's name, empty for no Telegram."""
    state = _reader(script, invited)
    wording = script.wording(state.language)
    ages = _ages(script, invited)
    return PosterWords(
        language=wording.html_language,
        direction=wording.direction,
        title=wording.say("poster.title", state),
        about=wording.say("poster.about", state),
        who=wording.say("poster.who", state),
        how=wording.say("welcome.how", state, total=len(script.asked(Section.MAIN, state))),
        computer=wording.say("poster.computer", state),
        ages=wording.say(ages, state) if ages else "",
        scan=wording.say("poster.scan", state),
        type=wording.say("poster.type", state),
        telegram=wording.say("poster.telegram", state, bot=bot, code=code) if bot else "",
        help=wording.say("poster.help", state),
        lines=tuple(line_words(script, shown, state) for shown in poster_lines(script, invited, moment)),
    )


def poster_lines(script: Script, invited: Invited, moment: datetime) -> tuple[HelplineNow, ...]:
    """Return the help lines of a poster: the safe minimum, then those that hold until it comes down."""
    person = Person(invited.audience, AgeBand.NOT_SAID, invited.place, _language(script, invited))
    fitting = choose(tuple(s for s in at(script, moment).helplines_now if _lasts(s, invited)), person)
    others = [shown for shown in fitting if not shown.line.safe_minimum]
    kept = others[: max(0, MOST_LINES - (len(fitting) - len(others)))]
    return tuple(shown for shown in fitting if shown.line.safe_minimum or shown in kept)


def _lasts(shown: HelplineNow, invited: Invited) -> bool:
    if shown.line.safe_minimum:
        return True
    answering = [opening.state for way, opening in shown.openings.items() if way is not Way.WEB]
    if not answering or any(state is not Openness.ALWAYS for state in answering):
        return False
    return invited.until is not None and may_be_shown(shown.line, in_london(invited.until).date())


def _reader(script: Script, invited: Invited) -> ConversationState:
    state = ConversationState(script.engagement, script.version, Channel.WEB, _language(script, invited))
    return replace(state, audience=invited.audience)


def _language(script: Script, invited: Invited) -> str:
    return invited.language if invited.language in script.languages else script.default_language


def _ages(script: Script, invited: Invited) -> str:
    if invited.audience is not Audience.YOUNG_PERSON:
        return ""
    if script.age_rules.under_10 is Under10.STOP:
        return "poster.from_10"
    asks = AgeBand.AGE_10_12 in script.age_rules.ask_permission and not invited.permission
    return "poster.under_13" if asks else "poster.under_10"


def line_words(script: Script, shown: HelplineNow, state: ConversationState) -> PosterLine:
    """Return how a help line is printed."""
    text = describe(shown, script.wording(state.language), state)
    number, _, word = shown.line.text.partition(" ")
    return PosterLine(text, tuple(part for part in (shown.line.call, number, word) if part and part in text))
