"""The forms for downloads: which files are asked for, why, and of whom."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from multidict import MultiDict

from bot.export_words import reason_of
from bot.figures.labels import Labels
from conversations.people import Audience
from storage.exports.exporting import ENDED, STATUSES
from storage.exports.filters import Filters
from storage.exports.writing import Format
from storage.releases.coarsening import KNOWN

MOST_WITH_WORDS = 2
"""Characteristics that may stand beside somebody's words in a release."""

LISTS = ("place", "event_place", "audience", "language", "question", "status")
"""The filters that several boxes can be ticked of."""

TICKED = "yes"
"""What a box that stands alone sends where it is ticked."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form for answers offers of one engagement, each as (value, label)."""

    places: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]
    questions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What both forms ask: the engagement, the format, and why."""

    engagement: str
    kind: Format
    reason: str


def offered_of(labels: Labels) -> Offered:
    """Return what can be chosen of an engagement."""
    script = labels.script
    places = {
        option.id: labels.option(question.id, option.id)
        for question in script.questions
        for option in question.options
        if option.id in script.places
    }
    return Offered(
        tuple(sorted(places.items(), key=lambda place: place[1])),
        tuple((code, wording.name) for code, wording in script.languages.items()),
        tuple((question.id, labels.question(question.id)) for question in script.questions),
    )


def wanted_of(form: Mapping[str, str], known: Collection[str], wrong: dict[str, str]) -> Wanted:
    """Return what is wanted of the known engagements; fill `wrong`, where something cannot be, with keys of texts by the names of boxes."""
    kind = next((kind for kind in Format if kind.value == form.get("format")), None)
    if kind is None:
        wrong["format"] = "downloads.no_format"
    if form.get("engagement", "") not in known:
        wrong["engagement"] = "downloads.no_engagement"
    reason = reason_of(form.get("reason", ""))
    if not reason:
        wrong["reason"] = "downloads.no_reason"
    return Wanted(form.get("engagement", ""), kind or Format.CSV, reason)


def filters_of(form: MultiDict[str], wrong: dict[str, str]) -> Filters:
    """Return which answers are wanted; fill `wrong` as `wanted_of` does. Unknown places and questions are refused later."""
    audiences = {audience.value for audience in Audience}
    first, last = (_day(form, name, wrong) for name in ("first", "last"))
    if first and last and first > last:
        wrong["last"] = "downloads.last_first"
    events = tuple(dict.fromkeys(form.get("events", "").lower().replace(",", " ").split()))
    return Filters(
        first=first,
        last=last,
        events=events,
        places=tuple(form.getall("place", ())),
        event_places=tuple(form.getall("event_place", ())),
        audiences=tuple(audience for audience in form.getall("audience", ()) if audience in audiences),
        languages=tuple(form.getall("language", ())),
        questions=tuple(form.getall("question", ())),
        needs_translator=form.get("needs_translator") == TICKED,
    )


def statuses_of(form: MultiDict[str], wrong: dict[str, str]) -> tuple[str, ...]:
    """Return how talks are to have ended, which is one of `STATUSES` or more; fill `wrong` where none is ticked."""
    wanted = tuple(status for status in STATUSES if status in form.getall("status", ()))
    if not wanted:
        wrong["status"] = "downloads.no_status"
    return wanted or ENDED


def until_of(form: Mapping[str, str], wrong: dict[str, str]) -> date | None:
    """Return the day up to which people are released, None for the last week that is over; fill `wrong` as `wanted_of` does."""
    return _day(form, "until", wrong)


def ticked(values: Mapping[str, str], name: str) -> Collection[str]:
    """Return what is ticked of several boxes of one name; before anything was sent, what is ticked at first."""
    if isinstance(values, MultiDict):
        return values.getall(name, ())
    return ENDED if name == "status" else ()


def with_words_of(form: MultiDict[str], wrong: dict[str, str]) -> tuple[str, ...]:
    """Return the characteristics that are to stand beside words; fill `wrong` where there are too many."""
    chosen: Sequence[str] = form.getall("with_words", ())
    if len(chosen) > MOST_WITH_WORDS or not set(chosen) <= set(KNOWN) or not chosen:
        wrong["with_words"] = "downloads.one_or_two"
    return tuple(name for name in KNOWN if name in chosen)


def _day(form: Mapping[str, str], name: str, wrong: dict[str, str]) -> date | None:
    written = form.get(name, "")
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        wrong[name] = "downloads.no_day"
        return None
