"""Makes the parts of the overview and of the report of figures that may be shown: the same parts, in another order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.figures.labels import Labels, written
from bot.figures.missing_section import MissingPart
from bot.figures.model import BarTable, Document, Section
from bot.figures.tables import partition, target_bar
from conversations.people import Audience, Channel
from conversations.population import AT_EVENTS, EVERYBODY, Population, Target
from conversations.script import Script
from conversations.script import Section as Part
from storage import statistics as of
from storage.events import Event
from storage.small_numbers import NOUGHT, Figure
from storage.statistics import Statistics, question_table

STATUSES = ("finished", "stopped_kept", "open")


@dataclass(frozen=True, slots=True)
class Expected:
    """What the figures are compared with. `events` are how many were hoped for at each event, by code."""

    population: Population
    targets: Sequence[Target]
    events: Mapping[str, int] = field(default_factory=dict)


def with_events(expected: Expected, script: Script, events: Iterable[Event]) -> Expected:
    """Return what is expected, with how many were hoped for at those events of an engagement that have a target."""
    targets = {event.code: event.target for event in events if event.target and event.engagement == script.engagement}
    return replace(expected, events=targets)


class Parts:
    """Every part, each made of one engagement's figures."""

    def __init__(self, statistics: Statistics, expected: Expected, labels: Labels) -> None:
        self._statistics = statistics
        self._expected = expected
        self._labels = labels
        self._young = statistics.table("audience").get(Audience.YOUNG_PERSON.value, Figure(None))

    def overview(self, *, over: bool = False) -> Document:
        """Return the overview: what a lead looks for first comes first. `over`: there will be no newer figures."""
        sections = (
            *self.targets(), self.missing(), self.who(), self.about(), self.stops(), self.questions(), self.weeks(),
            self.how_long(), self.reading(),
        )  # fmt: skip
        period = self.period() if over else f"{self.period()} {self._labels.say('overview.new_figures')}"
        return Document(self._labels.script.title, period, (self.everybody(),), sections)

    def period(self) -> str:
        """Return of which weeks the figures are."""
        sunday = written(self._statistics.last)
        if self._statistics.first is None:
            return self._labels.say("overview.up_to", sunday=sunday)
        return self._labels.say("overview.between", monday=written(self._statistics.first), sunday=sunday)

    def everybody(self) -> str:
        """Return how many there are, in a sentence."""
        if self._statistics.total.rounded is None:
            return self._labels.say("overview.all_hidden")
        return self._labels.say("overview.all", figure=f"{self._statistics.total.rounded:,}")

    def targets(self) -> Sequence[Section]:
        """Return how many came so far against each target; nothing where there is none."""
        bars = tuple(
            target_bar(target.name, self._counted(target.count), target.people, self._labels)
            for target in self._expected.targets
        )
        say = self._labels.say
        events = tuple(
            target_bar(self._labels.of("event", code), self._at_event(code), target, self._labels)
            for code, target in self._expected.events.items()
        )
        tables = tuple(
            BarTable(say(f"overview.{heading}"), rows, say("overview.targets_note"))
            for heading, rows in (("targets_table", bars), ("event_targets", events))
            if rows
        )
        return [Section("targets", say("overview.targets"), tables=tables)] if tables else []

    def missing(self) -> Section:
        """Return who is missing."""
        return MissingPart(self._statistics, self._expected.population, self._labels).section()

    def who(self) -> Section:
        """Return who took part: by audience, language, channel, event."""
        audiences = [audience.value for audience in Audience]
        names: dict[str, Sequence[str]] = {
            "audience": audiences,
            "language": self._most_first("language"),
            "written_in": self._most_first("written_in"),
            "channel": [channel.value for channel in Channel],
            of.AT_EVENTS: [of.AT_EVENT, of.NO_EVENT],
            of.EVENT: self._most_first(of.EVENT),
        }
        tables = [self._split(name, keys) for name, keys in names.items() if keys or name not in of.MAY_BE_EMPTY]
        return Section("who", self._labels.say("overview.who"), tables=tuple(tables))

    def about(self) -> Section:
        """Return what young people said of themselves, question by question."""
        tables = []
        for question in self._labels.script.questions:
            name = question_table(question.id)
            if question.section is not Part.ABOUT_YOU or name not in self._statistics.tables:
                continue
            keys = [*(option.id for option in question.options), of.NOT_GIVEN]
            named = {key: self._labels.option(question.id, key) for key in keys}
            heading = self._labels.question(question.id)
            tables.append(partition(heading, self._statistics.table(name), named, self._labels, self._young))
        say = self._labels.say
        return Section("about", say("overview.about"), (say("overview.about_note"),), tables=tuple(tables))

    def stops(self) -> Section:
        """Return where people stop, and how talks ended."""
        say, labels = self._labels.say, self._labels
        main = [question.id for question in labels.script.questions if question.section is Part.MAIN]
        named = {of.BEFORE: say("overview.before")}
        named |= {key: say("overview.after_question", question=labels.question(key)) for key in main[:-1]}
        named[of.TO_THE_END] = say("overview.to_the_end")
        whole, figures = self._statistics.total, self._statistics.table(of.STOPS)
        tables = (
            partition(say("overview.stops_note"), figures, named, labels, whole),
            self._split("status", STATUSES),
        )
        return Section("stops", say("overview.stops"), tables=tables)

    def questions(self) -> Section:
        """Return of each question how many answered and how many skipped it."""
        say, labels = self._labels.say, self._labels
        named = {key: say(f"overview.{key}") for key in (of.ANSWERED, of.SKIPPED)}
        tables = tuple(
            partition(
                labels.question(question.id), self._statistics.table(question_table(question.id)), named, labels,
                self._statistics.total,
            )
            for question in labels.script.questions
            if question.section is Part.MAIN
        )  # fmt: skip
        return Section("questions", say("overview.questions"), tables=tables)

    def weeks(self) -> Section:
        """Return how the weeks went."""
        return Section(
            "weeks",
            self._labels.say("overview.weeks"),
            tables=(self._split("week", sorted(self._statistics.table("week"))),),
        )

    def how_long(self) -> Section:
        """Return that nobody can know how long it takes."""
        say = self._labels.say
        return Section("how-long", say("overview.how_long"), (say("overview.how_long_none"),))

    def reading(self) -> Section:
        """Return what the numbers mean, and what not to do with them."""
        say = self._labels.say
        rule = say("overview.reading_rule", threshold=self._statistics.threshold)
        return Section(
            "reading", say("overview.reading"), (rule, say("overview.reading_once"), say("overview.reading_who"))
        )

    def _split(self, table: str, keys: Sequence[str]) -> BarTable:
        heading = self._labels.say(f"overview.{'weeks_table' if table == 'week' else table}")
        named = {key: self._labels.of(table, key) for key in keys}
        return partition(heading, self._statistics.table(table), named, self._labels, self._statistics.total)

    def _most_first(self, table: str) -> Sequence[str]:
        figures = self._statistics.table(table)
        return sorted(figures, key=lambda key: (-(figures[key].rounded or 0), key))

    def _at_event(self, code: str) -> Figure:
        """Return the figure of an event: a nought where nobody came by its code, hidden where the table is left out."""
        if of.EVENT in self._statistics.tables:
            return self._statistics.table(of.EVENT).get(code, NOUGHT)
        return NOUGHT if self._statistics.table(of.AT_EVENTS).get(of.AT_EVENT) == NOUGHT else Figure(None)

    def _counted(self, count: str) -> Figure:
        """Return the figure of what a target counts; a nought where nobody was ever there."""
        tables: Mapping[str, str] = {
            EVERYBODY: of.TOTAL,
            AT_EVENTS: of.AT_EVENTS,
            **dict.fromkeys((audience.value for audience in Audience), "audience"),
            **dict.fromkeys((channel.value for channel in Channel), "channel"),
        }
        key = {EVERYBODY: of.ALL, AT_EVENTS: of.AT_EVENT}.get(count, count)
        question, _, option = count.partition("/")
        name, key = (tables[count], key) if count in tables else (question_table(question), option)
        if name not in self._statistics.tables:
            return Figure(None)
        return self._statistics.table(name).get(key, NOUGHT)
