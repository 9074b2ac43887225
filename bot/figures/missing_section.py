"""The part that says who is missing: in sentences first, then ages and districts beside what would be expected."""

from dataclasses import dataclass

from bot.figures.labels import Labels, written
from bot.figures.model import GridTable, Section
from bot.figures.tables import Row, bar_table
from conversations.people import AgeBand
from conversations.population import Population
from storage.missing import Group, Verdict, expected_of, who_is_missing
from storage.statistics import AGE, DISTRICT, ELSEWHERE, NOT_GIVEN, Statistics


@dataclass(frozen=True, slots=True)
class MissingPart:
    """Makes the part of one engagement's figures."""

    statistics: Statistics
    population: Population
    labels: Labels

    def section(self) -> Section:
        """Return the part, with as much as can be said."""
        groups = who_is_missing(self.statistics, self.population)
        say = self.labels.say
        source = say(
            "overview.missing_source",
            source=self.population.source,
            day=written(self.population.day),
            licence=self.population.licence,
            note=self.population.note,
        )
        return Section(
            key="missing",
            heading=say("overview.missing"),
            words=self._words(groups),
            points=self._points(groups),
            tables=(
                bar_table(say("overview.age"), self._ages(), self.labels, note=say("overview.expected")),
                bar_table(say("overview.district"), self._districts(), self.labels, note=say("overview.expected")),
            ),
            grid=self._grid(groups),
            afterwords=(say("overview.missing_about"), source, say("overview.missing_not_known")),
        )

    def _words(self, groups: tuple[Group, ...]) -> tuple[str, ...]:
        say, note = self.labels.say, self.labels.say("overview.missing_note")
        unclear = [group for group in groups if group.verdict is Verdict.TOO_FEW]
        if len(unclear) == len(groups):
            return (note, say("overview.too_few_at_all"))
        words = [note]
        if not any(group.verdict is Verdict.MISSING for group in groups):
            words.append(say("overview.missing_none"))
        if unclear:
            words.append(say("overview.too_few", groups=len(unclear), of=len(groups)))
        return tuple(words)

    def _points(self, groups: tuple[Group, ...]) -> tuple[str, ...]:
        sure = [group for group in groups if group.verdict is Verdict.MISSING]
        # A hint is only given of ages and of districts: of so many small groups chance alone would name a few.
        hints = [g for g in groups if g.verdict is Verdict.PERHAPS and not (g.place and g.band)]
        return tuple(
            self.labels.say(key, number=f"{group.more:,}", group=self._named(group))
            for key, those in (("overview.more", sure), ("overview.perhaps", hints))
            for group in sorted(those, key=lambda group: -group.more)
        )

    def _named(self, group: Group) -> str:
        place = self.labels.option(self._question, group.place) if group.place else ""
        age = self.labels.age(group.band.value) if group.band else ""
        if place and age:
            return self.labels.say("overview.place_and_age", place=place, age=age)
        return place or self.labels.say("overview.aged", age=age)

    @property
    def _question(self) -> str:
        return next(
            (q.id for q in self.labels.script.questions if self.labels.script.places <= {o.id for o in q.options}), ""
        )

    def _ages(self) -> tuple[Row, ...]:
        expected = expected_of(self.statistics, self.population)
        figures = self.statistics.table(AGE)
        return tuple(
            Row(self.labels.age(band.value), figures[band.value], expected.get(("", band)))
            for band in AgeBand
            if band.value in figures
        )

    def _districts(self) -> tuple[Row, ...]:
        expected = expected_of(self.statistics, self.population)
        figures = self.statistics.table(DISTRICT)
        return tuple(
            Row(self.labels.option(self._question, place), figures[place], expected.get((place, None)))
            for place in (*sorted(self.labels.script.places), ELSEWHERE, NOT_GIVEN)
            if place in figures
        )

    def _grid(self, groups: tuple[Group, ...]) -> GridTable | None:
        both = {(g.place, g.band): g for g in groups if g.place and g.band}
        if not both or not self.statistics.table("district_age"):
            return None
        bands = [band for band in AgeBand if any(band is one for _, one in both)]
        places = sorted({place for place, _ in both})
        fewer = self.labels.say("overview.fewer")
        rows = tuple(
            (
                self.labels.option(self._question, place),
                tuple(
                    (
                        str(self.statistics.cell(place, band.value)),
                        fewer if both[place, band].verdict is Verdict.MISSING else "",
                    )
                    for band in bands
                ),
            )
            for place in places
        )
        return GridTable(
            self.labels.say("overview.district_age"), tuple(self.labels.age(band.value) for band in bands), rows
        )
