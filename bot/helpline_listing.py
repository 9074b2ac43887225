"""Help lines as staff read them: for each whom it is for, how and when it is reached, and who checked it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby

from bot.helpline_entries import Listed
from conversations.categories import Category
from conversations.helplines import ALL_PLACES, Helpline, Standing, Way
from conversations.hours import ALL_DAY, MINUTES_A_DAY, Hours, Opening, Openness, Span
from conversations.opening import in_london, opening_at
from conversations.people import AgeBand

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LABEL = 12
NOBODY = "not checked by a named person"

STANDINGS = {
    Standing.SAFE_MINIMUM: "safe minimum, always shown",
    Standing.SHOWN: "shown",
    Standing.NOT_CHECKED: f"NOT SHOWN: {NOBODY}",
    Standing.NOT_YET: "NOT SHOWN: not yet",
    Standing.STALE: "NOT SHOWN: its check has run out",
}


def entry_lines(entry: Listed, moment: datetime, engagements: Sequence[str]) -> Iterator[str]:
    """Yield everything about one entry; `engagements` are all there are, so that what only some have can be named."""
    line = entry.line
    yield line.id
    rows = {
        "state": state_words(entry, in_london(moment).date()),
        "for": for_whom(line),
        "ways": "; ".join(f"{way.value} {target}" for way, target in line.ways.items()),
        "hours": by_way({way: hours_words(line.hours.get(way)) for way in line.ways}),
        "now": by_way({way: opening_words(opening_at(line.hours.get(way), moment)) for way in line.ways}),
        "checked": f"by {line.checked_by} on {line.checked_on}" if line.checked_by else "by nobody yet",
        "due": line.check_by or "no day is set",
        "source": line.source or "none is named",
        "engagement": "" if len(entry.engagements) == len(engagements) else ", ".join(entry.engagements),
    }
    yield from (f"  {label:<{LABEL}}{words}" for label, words in rows.items() if words)


def state_words(entry: Listed, day: date) -> str:
    """Return whether an entry is shown, and what is wrong with it where something is."""
    words = STANDINGS[entry.standing(day)]
    if entry.line.safe_minimum and entry.lacks_a_check:
        return f"{words}; {NOBODY.upper()}"
    if entry.line.safe_minimum and entry.is_past(day):
        return f"{words}; ITS CHECK HAS RUN OUT"
    return words


def for_whom(line: Helpline) -> str:
    """Return whom an entry is shown to."""
    parts = [", ".join(sorted(audience.value for audience in line.audiences)) or "everybody"]
    if line.age_bands:
        parts.append(f"of young people only {', '.join(band.value for band in AgeBand if band in line.age_bands)}")
    if line.never_under_18:
        parts.append("never under 18")
    if line.places:
        parts.append("all places" if ALL_PLACES in line.places else ", ".join(sorted(line.places)))
    if line.languages:
        parts.append(f"in {', '.join(sorted(line.languages))}")
    if line.categories:
        parts.append(f"above all for {', '.join(one.value for one in Category if one in line.categories)}")
    return "; ".join(parts)


def by_way(words: dict[Way, str]) -> str:
    """Return what is said of each way; once, where it is the same of all."""
    if len(set(words.values())) == 1:
        return next(iter(words.values()))
    return "; ".join(f"{way.value}: {said}" for way, said in words.items())


def hours_words(hours: Hours | None) -> str:
    """Return a week of opening in one line."""
    if hours is None:
        return "not known"
    if hours.always:
        return "always"
    days = []
    for spans, numbers in groupby(range(len(DAYS)), key=hours.days.__getitem__):
        named = [DAYS[number] for number in numbers]
        days.append(f"{named[0]}-{named[-1]} " if len(named) > 1 else f"{named[0]} ")
        days[-1] += span_words(spans)
    holidays = "as usual" if hours.bank_holidays is None else span_words(hours.bank_holidays)
    return ", ".join([*days, f"bank holidays {holidays}"])


def span_words(spans: tuple[Span, ...]) -> str:
    """Return the times of one day."""
    if spans == ALL_DAY:
        return "all day"
    return " and ".join(f"{clock(span.begins)}-{clock(span.ends)}" for span in spans) or "closed"


def clock(minute: int) -> str:
    """Return a minute of the day, or of the next one, as a time; the end of the day itself is 24:00."""
    hour, rest = divmod(minute if minute <= MINUTES_A_DAY else minute - MINUTES_A_DAY, 60)
    return f"{hour:02}:{rest:02}"


def opening_words(opening: Opening) -> str:
    """Return how a way stands at the moment, and when that changes."""
    if opening.state is Openness.UNKNOWN:
        return "not known"
    if opening.changes is None:
        return opening.state.value
    changes = f"{opening.changes:%a %d %b %H:%M}"
    return f"open until {changes}" if opening.state is Openness.OPEN else f"closed, opens {changes}"


def summary_lines(entries: Sequence[Listed], day: date) -> Iterator[str]:
    """Yield what staff have to do, or that there is nothing to do."""
    past = [entry.line.id for entry in entries if entry.is_past(day)]
    unchecked = [entry.line.id for entry in entries if entry.lacks_a_check]
    waiting = [entry.line.id for entry in entries if entry.standing(day) is Standing.NOT_CHECKED]
    if past:
        yield f"Their check has run out: {', '.join(past)}."
    if unchecked:
        yield f"Shown, but {NOBODY}: {', '.join(unchecked)}."
    if waiting:
        yield f"Not shown until somebody checks them: {', '.join(waiting)}."
    if past or unchecked or waiting:
        yield 'Try the number or the address, then: sayso helplines --check ID --by "Your name"'
    else:
        yield "All help lines are checked."
