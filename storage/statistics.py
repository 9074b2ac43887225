"""Every figure of the overview and of the report, in one place, as it may be shown: the tables, and their true counts
put through `storage.guarding` together. Which tables there are is fixed here: no other cut of the same people is made.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from conversations.people import AgeBand, Audience
from conversations.script import QuestionKind, Script, Section
from storage.counting import Counts, district_question
from storage.guarding import Pipe, guard
from storage.small_numbers import THRESHOLD, Figure

METHOD = "2"
"""Raised when the tables, or the way that they are guarded, change: figures of two methods are not to be compared."""

TOTAL, ALL = "total", "all"
AT_EVENTS, NO_EVENT, AT_EVENT, EVENT = "at_events", "no_event", "at_event", "event"
STOPS, BEFORE, TO_THE_END = "stops", "before", "to_the_end"
ANSWERED, SKIPPED = "answered", "skipped"
DISTRICT, AGE, DISTRICT_AGE = "district", "age", "district_age"
NOT_GIVEN, ELSEWHERE = "not_given", "somewhere_else"
CLOSED_LISTS = ("channel", "language", "written_in", "status", "week")
BETWEEN = "/"
MAY_BE_EMPTY = frozenset({EVENT})
"""Tables that are not there where there is nothing to count."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """What may be shown of one engagement for whole weeks: figures by table and key. A table that is not there was left out.

    `first` is None where it counts from the beginning. `threshold` is the largest count that was hidden.
    """

    engagement: str
    first: date | None
    last: date
    threshold: int
    tables: Mapping[str, Mapping[str, Figure]]

    @property
    def total(self) -> Figure:
        """How many responses there are."""
        return self.table(TOTAL).get(ALL, Figure(None))

    def table(self, name: str) -> Mapping[str, Figure]:
        """Return a table, empty where it was left out or is not one of this engagement's."""
        return self.tables.get(name, MappingProxyType({}))

    def cell(self, district: str, age: str) -> Figure:
        """Return how many young people of an age gave a district."""
        return self.table(DISTRICT_AGE).get(cell_key(district, age), Figure(None))


def cell_key(district: str, age: str) -> str:
    """Return the key of one cell of the table of districts and ages."""
    return f"{district}{BETWEEN}{age}"


def question_table(question_id: str) -> str:
    """Return the name of the table of a question: for a main one answered and skipped, else its options."""
    return f"question:{question_id}"


def statistics_of(
    counts: Counts, script: Script, events: frozenset[str], period: tuple[date | None, date], threshold: int = THRESHOLD
) -> Statistics:
    """Return what may be shown of true counts. `events` are the codes of events; other links' are no event."""
    tables = guard(tuple(pipes_of(counts, script, events)), threshold)
    return Statistics(script.engagement, *period, threshold, tables)


def pipes_of(counts: Counts, script: Script, events: frozenset[str]) -> Iterator[Pipe]:
    """Give every count of the page as a pipe of one network: see docs/statistics.md for how they hang together."""
    yield Pipe(TOTAL, ALL, "end", "begin", counts.total, total=True)
    node = "begin"
    for table in CLOSED_LISTS:
        yield from _split(table, counts.by[table], node, f"after {table}")
        node = f"after {table}"
    yield from _at_events(counts.by["entry_code"], events, node, "after events")
    yield from _main_questions(counts, script, "after events", "after questions")
    audiences = {audience.value: counts.by["audience"].get(audience.value, 0) for audience in Audience}
    for audience, number in audiences.items():
        young = audience == Audience.YOUNG_PERSON.value
        yield Pipe("audience", audience, "after questions", "young" if young else "end", number, total=young)
    yield from _about_you(counts, script, audiences[Audience.YOUNG_PERSON.value], "young", "end")


def _split(table: str, numbers: Mapping[str, int], tail: str, head: str) -> Iterator[Pipe]:
    for key, number in sorted(numbers.items()):
        yield Pipe(table, key, tail, head, number)
    if not numbers:
        yield Pipe(table, "", tail, head, 0, shown=False)


def _at_events(numbers: Mapping[str, int], events: frozenset[str], tail: str, head: str) -> Iterator[Pipe]:
    at_events = {code: number for code, number in numbers.items() if code in events}
    there = sum(at_events.values())
    yield Pipe(AT_EVENTS, AT_EVENT, tail, "events", there, total=True)
    yield Pipe(AT_EVENTS, NO_EVENT, tail, head, sum(numbers.values()) - there)
    yield from _split(EVENT, at_events, "events", head)


def _main_questions(counts: Counts, script: Script, tail: str, head: str) -> Iterator[Pipe]:
    """Give who went on from one question to the next, who answered, who skipped, and who stopped after which."""
    questions = [question.id for question in script.questions if question.section is Section.MAIN]
    left = counts.total
    node = tail
    for number, key in enumerate((BEFORE, *questions)):
        last = number == len(questions)
        if number:
            name = question_table(key)
            answered, skipped = counts.answers[key, False], counts.answers[key, True]
            yield Pipe(name, ANSWERED, node, f"{node} done", answered)
            yield Pipe(name, SKIPPED, node, f"{node} done", skipped)
            yield Pipe(name, "", node, f"{node} done", left - answered - skipped, shown=False)
            node = f"{node} done"
        stopped = counts.furthest[number]
        yield Pipe(STOPS, TO_THE_END if last and number else key, node, head, stopped)
        left -= stopped
        if not last:
            yield Pipe(STOPS, "", node, f"at {questions[number]}", left, shown=False)
            node = f"at {questions[number]}"


def _about_you(counts: Counts, script: Script, young: int, tail: str, head: str) -> Iterator[Pipe]:
    """Give what young people said of themselves: a table for each question, each of all of them; districts and ages last."""
    node = tail
    for question in script.questions:
        if question.id not in counts.options:
            continue
        chosen, name = counts.options[question.id], question_table(question.id)
        options = [option.id for option in question.options]
        if question.kind is QuestionKind.MANY_OF:
            for option in options:
                number = sum(people for several, people in chosen.items() if option in several)
                after = f"{name} {option}"
                yield Pipe(name, option, node, after, number)
                yield Pipe(name, "", node, after, young - number, shown=False)
                node = after
        else:
            numbers = Counter({option: chosen.get((option,), 0) for option in options})
            numbers[NOT_GIVEN] = young - numbers.total()
            yield from _split(name, numbers, node, f"after {name}")
            node = f"after {name}"
    yield from _districts(counts, script, node, head)


def _districts(counts: Counts, script: Script, tail: str, head: str) -> Iterator[Pipe]:
    bands = [band.value for band in AgeBand]
    place = district_question(script)
    names = sorted(script.places) if place is not None else []
    rest = counts.ages.copy()
    cells: Counter[tuple[str, str]] = Counter()
    for (options, band), number in counts.districts.items():
        named = options[0] if len(options) == 1 and options[0] in (*names, ELSEWHERE) else NOT_GIVEN
        cells[named, band or AgeBand.NOT_SAID.value] += number
        rest[band] -= number
    for band, number in rest.items():
        cells[NOT_GIVEN, band or AgeBand.NOT_SAID.value] += number
    rows = [*names, ELSEWHERE, NOT_GIVEN] if names else [NOT_GIVEN]
    for row in rows:
        number = sum(cells[row, band] for band in bands)
        yield Pipe(DISTRICT, row, tail, f"in {row}", number, total=True)
        for band in bands:
            yield Pipe(DISTRICT_AGE, cell_key(row, band), f"in {row}", f"aged {band}", cells[row, band])
    for band in bands:
        yield Pipe(AGE, band, f"aged {band}", head, sum(cells[row, band] for row in rows), total=True)
