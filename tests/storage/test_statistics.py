"""The figures of the overview: counted alike on both databases, guarded, and the same all week long."""

import random
from collections.abc import Mapping
from datetime import date, timedelta

from storage.counting import Period, count_responses
from storage.database import Database
from storage.events import Event, add_event
from storage.small_numbers import NEAREST
from storage.statistics import AT_EVENT, AT_EVENTS, NO_EVENT, NOT_GIVEN, Statistics, statistics_of
from storage.statistics_keeping import kept_statistics, statistics_between, statistics_until_now
from storage.tables import StatisticsRow
from tests.support.given_responses import SCRIPT, SUNDAY, TODAY, Given, give
from tests.support.stored import rows

SWALE = {"helps": (), "hard": (), "reach": (), "works": (), "change": (), "district": ("swale",)}
MAIN = ("helps", "hard", "reach", "works", "change")


async def figures(database: Database, threshold: int = 7) -> Statistics:
    return await statistics_between(database, SCRIPT, None, SUNDAY, threshold)


def seen(statistics: Statistics, table: str) -> Mapping[str, str]:
    """What a reader sees of a table, but for noughts."""
    return {key: str(shown) for key, shown in statistics.table(table).items() if str(shown) != "0"}


class TestCounting:
    async def test_everybody_is_in_every_table(self, database: Database) -> None:
        async with database.writing() as connection:
            await add_event(connection, Event("otter425", "Hall", SCRIPT.engagement, 0), SUNDAY)
        await give(
            database,
            Given(20, answers=SWALE, code="otter425"),
            Given(30, age="16_17", channel="telegram", language="en-easy", answers={"helps": ()}, status="open"),
            Given(40, audience="professional", age=None, skipped=("helps",), status="stopped_kept"),
            Given(10, audience="parent_carer", age="26_plus", code="poster", day=SUNDAY - timedelta(days=7)),
        )
        found = await figures(database)
        assert str(found.total) == "100"
        assert seen(found, "audience") == {"young_person": "50", "professional": "40", "parent_carer": "10"}
        assert seen(found, "channel") == {"web": "70", "telegram": "30"}
        assert seen(found, "language") == {"en": "70", "en-easy": "30"}
        assert seen(found, "status") == {"finished": "30", "open": "30", "stopped_kept": "40"}
        assert seen(found, AT_EVENTS) == {AT_EVENT: "20", NO_EVENT: "80"}
        assert seen(found, "event") == {"otter425": "20"}
        assert seen(found, "week") == {"2026-11-02": "10", "2026-11-09": "90"}
        assert seen(found, "age") == {"13_15": "20", "16_17": "30"}
        assert seen(found, "district") == {"swale": "20", NOT_GIVEN: "30"}
        assert seen(found, "district_age") == {"swale/13_15": "20", "not_given/16_17": "30"}
        assert seen(found, "question:helps") == {"answered": "50", "skipped": "40"}
        assert seen(found, "stops") == {"before": "10", "helps": "70", "to_the_end": "20"}

    async def test_options_are_counted_of_young_people_and_several_of_one_question_each(
        self, database: Database
    ) -> None:
        await give(
            database,
            Given(20, answers={"life": ("young_carer", "send"), "services": ("now",)}),
            Given(30, answers={"life": ("send",), "services": ("never",)}),
            Given(10, audience="parent_carer", answers={"services": ("now",)}),
        )
        found = await figures(database)
        assert seen(found, "question:life") == {"young_carer": "20", "send": "50"}
        assert seen(found, "question:services") == {"now": "20", "never": "30"}

    async def test_only_whole_weeks_of_this_engagement_are_counted(self, database: Database) -> None:
        await give(database, Given(20), Given(30, day=SUNDAY + timedelta(days=1)))
        assert str((await figures(database)).total) == "20"
        later = await statistics_between(database, SCRIPT, SUNDAY + timedelta(days=1), SUNDAY + timedelta(days=7), 7)
        assert str(later.total) == "30"

    async def test_nobody_at_all_is_shown_as_such(self, database: Database) -> None:
        found = await figures(database)
        assert str(found.total) == "0"
        assert seen(found, "audience") == {}


class TestKeeping:
    async def test_the_figures_of_a_week_stay_the_same_all_week(self, database: Database) -> None:
        await give(database, Given(20))
        first = await statistics_until_now(database, SCRIPT, TODAY, 7)
        await give(database, Given(50))
        again = await statistics_until_now(database, SCRIPT, TODAY, 7)
        assert again == first
        assert await kept_statistics(database, SCRIPT, TODAY, 7) == first
        next_week = await statistics_until_now(database, SCRIPT, TODAY + timedelta(days=7), 7)
        assert str(next_week.total) == "70"

    async def test_another_threshold_makes_them_anew(self, database: Database) -> None:
        await give(database, Given(9), Given(60, age="16_17"))
        assert seen(await statistics_until_now(database, SCRIPT, TODAY, 7), "age")["13_15"] == "10"
        assert await kept_statistics(database, SCRIPT, TODAY, 10) is None
        assert seen(await statistics_until_now(database, SCRIPT, TODAY, 10), "age")["13_15"] == "*"

    async def test_no_true_count_is_stored(self, database: Database) -> None:
        await give(database, Given(3), Given(23, age="16_17"), Given(101, audience="professional", age=None))
        await statistics_until_now(database, SCRIPT, TODAY, 7)
        (row,) = await rows(database, StatisticsRow)
        stored = [figure for table in row["figures"].values() for figure in table.values()]
        assert all(figure is None or figure % NEAREST == 0 for figure in stored)
        assert row["figures"]["age"]["13_15"] is None

    async def test_nothing_is_kept_of_a_day_that_is_still_to_come(self, database: Database) -> None:
        await give(database, Given(20))
        await statistics_until_now(database, SCRIPT, TODAY + timedelta(days=14), 7)
        assert await kept_statistics(database, SCRIPT, TODAY, 7) is None


class TestGuarding:
    async def test_random_people_never_show_a_small_number(self, database: Database) -> None:
        rng = random.Random(20261122)
        places = [*sorted(SCRIPT.places), "somewhere_else", "not_said"]
        groups = [
            Given(
                rng.choice((1, 1, 2, 3, 5, 8, 13)),
                age=rng.choice(("10_12", "13_15", "16_17", "18_25", "not_said")),
                channel=rng.choice(("web", "telegram")),
                answers={
                    **dict.fromkeys(MAIN[: rng.randrange(6)], ()),
                    "district": (rng.choice(places),),
                    "life": rng.choice((("care",), ("send", "care"), ("none",))),
                },
                status=rng.choice(("finished", "open", "stopped_kept")),
                day=SUNDAY - timedelta(days=rng.randrange(60)),
            )
            for _ in range(60)
        ]
        await give(database, *groups)
        async with database.reading() as connection:
            counts = await count_responses(connection, SCRIPT, Period(None, SUNDAY))
            assert await count_responses(connection, SCRIPT, Period(None, SUNDAY), stretch=7) == counts
        shown = statistics_of(counts, SCRIPT, frozenset(), (None, SUNDAY))
        assert shown.total.rounded
        true = {("age", age): number for age, number in counts.ages.items()}
        true |= {("week", week): number for week, number in counts.by["week"].items()}
        true |= {("district_age", f"{where[0]}/{age}"): number for (where, age), number in counts.districts.items()}
        for (table, key), number in true.items():
            if 0 < number <= 7 and key in shown.table(table) and not key.startswith("not_said"):
                assert shown.table(table)[key].rounded is None
        assert all(
            figure.rounded is None or figure.rounded % NEAREST == 0
            for table in shown.tables.values()
            for figure in table.values()
        )

    async def test_a_period_is_told_with_its_figures(self, database: Database) -> None:
        found = await statistics_between(database, SCRIPT, date(2026, 11, 2), SUNDAY, 7)
        assert (found.first, found.last) == (date(2026, 11, 2), SUNDAY)
