"""The form for a new event: what stands in it at first, and what staff made of it. Made to be filled in on a phone, at a stall.

A name is enough: the rest is today, from now until tonight, alerts off. Times are England's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.event_making import LONGEST_NAME, MOST_PEOPLE, Wish
from conversations.opening import LONDON, in_london
from conversations.people import Audience
from conversations.script import Script

TONIGHT = time(22, 0)
LAST = time(23, 59)
TICKED = "yes"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form's lists offer, as (value, label)."""

    engagements: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]


def choices(scripts: Mapping[str, Script]) -> Choices:
    """Return what can be chosen, of all engagements together; the labels are those that young people read."""
    places: dict[str, str] = {}
    languages: dict[str, str] = {}
    for script in scripts.values():
        texts = script.wording(script.default_language).texts
        for question in script.questions:
            options = (option.id for option in question.options if option.id in script.places)
            places |= {option: texts[f"option.{question.id}.{option}"]["text"] for option in options}
        languages |= {code: wording.name for code, wording in script.languages.items()}
    return Choices(
        engagements=tuple((script.engagement, script.title) for script in scripts.values()),
        places=tuple(sorted(places.items(), key=lambda place: place[1])),
        languages=tuple(languages.items()),
    )


def at_first(now: datetime, engagement: str) -> dict[str, str]:
    """Return what stands in the form before anything is written."""
    clock = in_london(now)
    until = TONIGHT if clock.time() < TONIGHT else LAST
    return {
        "engagement": engagement,
        "day": clock.date().isoformat(),
        "opens": f"{clock:%H:%M}",
        "closes": f"{until:%H:%M}",
    }


def wish_of(form: Mapping[str, str], now: datetime) -> tuple[Wish | None, dict[str, str]]:
    """Return what staff ask for, or None and what is wrong: the key of a text by the name of a field."""
    wrong: dict[str, str] = {}
    name, partner = (" ".join(form.get(field, "").split()) for field in ("name", "partner"))
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        wrong["name"] = "events.no_name"
    if len(partner) > LONGEST_NAME or not partner.isprintable():
        wrong["partner"] = "events.long_partner"
    opens, closes = (_moment(form.get("day", ""), form.get(field, "")) for field in ("opens", "closes"))
    if opens is None:
        wrong["opens"] = "events.no_time"
    if closes is None:
        wrong["closes"] = "events.no_time"
    if opens and closes and closes <= max(opens, in_london(now)):
        wrong["closes"] = "events.closes_first"
    target = form.get("target", "").strip()
    if target and not (target.isdecimal() and 0 < int(target[:12]) <= MOST_PEOPLE):
        wrong["target"] = "events.no_target"
    if wrong or opens is None:
        return None, wrong
    wish = Wish(
        name=name,
        engagement=form.get("engagement", ""),
        opens=opens,
        closes=closes,
        alerts=form.get("alerts") == TICKED,
        place=form.get("place", ""),
        audience=_audience(form.get("audience", "")),
        target=int(target) if target else None,
        partner=partner,
        language=form.get("language", ""),
        permission=form.get("permission") == TICKED,
    )
    return wish, {}


def _audience(written: str) -> str:
    return written if written in {audience.value for audience in Audience} else ""


def _moment(day: str, clock: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock).replace(tzinfo=None), LONDON)
    except ValueError:
        return None
