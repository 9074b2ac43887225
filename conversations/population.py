"""What answers are compared with: how many people live where, and how many are hoped for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from conversations.people import AgeBand, Audience, Channel
from conversations.reading import Problems, Source

EVERYBODY, AT_EVENTS = "everybody", "at_events"
COUNTED = (EVERYBODY, AT_EVENTS, *(audience.value for audience in Audience), *(channel.value for channel in Channel))
"""What a target can be of, beside the options of a question."""


@dataclass(frozen=True, slots=True)
class Population:
    """People by place and age band, where they are from and as of which day."""

    source: str
    licence: str
    day: date
    note: str
    people: Mapping[str, Mapping[AgeBand, int]]


@dataclass(frozen=True, slots=True)
class Target:
    """How many of what are hoped for. `count` is as in targets.toml, such as `young_person` or `services/now`."""

    name: str
    count: str
    people: int


def read_population(source: Source, problems: Problems) -> Population:
    """Return what population.toml says, noting every mistake."""
    people: dict[str, Mapping[AgeBand, int]] = {}
    bands = {band.value: band for band in AgeBand}
    for place, numbers in problems.table(source, "people", source.data.get("people")).items():
        path = f"people.{place}"
        if not isinstance(numbers, dict) or not all(
            band in bands and is_people(number) for band, number in numbers.items()
        ):
            advice = 'Write it as swale = { "10_12" = 6106, "13_15" = 5940 }.'
            problems.add(source, path, f"'{place}' must have a number of people for each age band.", advice)
            continue
        people[place] = {bands[band]: number for band, number in numbers.items()}
    day = problems.day(source, "day", source.data.get("day"))
    if not day:
        problems.add(source, "day", "'day' is missing.", "Write the day that the numbers are of, as in 2023-06-30.")
    return Population(
        source=problems.text(source, "source", source.data.get("source"), required=True),
        licence=problems.text(source, "licence", source.data.get("licence"), required=True),
        day=date.fromisoformat(day) if day else date.min,
        note=problems.text(source, "note", source.data.get("note")),
        people=people,
    )


def read_targets(source: Source, problems: Problems) -> tuple[Target, ...]:
    """Return what targets.toml says, noting every mistake."""
    targets = []
    for number, data in enumerate(problems.tables(source, "targets", source.data.get("targets"))):
        path = f"targets.{number}"
        name = problems.text(source, f"{path}.name", data.get("name"), required=True)
        count = problems.text(source, f"{path}.count", data.get("count"), required=True)
        people = data.get("people")
        if not is_people(people):
            problems.add(source, f"{path}.people", "'people' must be a number of people.", "Write people = 500.")
            continue
        if count and count not in COUNTED and "/" not in count:
            advice = f"Write one of {', '.join(COUNTED)}, or a question and an option, as services/now."
            problems.add(source, f"{path}.count", f"'{count}' cannot be counted.", advice)
            continue
        targets.append(Target(name, count, int(people)))  # type: ignore[arg-type]
    return tuple(targets)


def is_people(value: object) -> bool:
    """Whether this is a number of people."""
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
