"""Who is shown which help lines, on which day and at which hour. The rules that nobody may ever break, tried at random."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.categories import Category
from conversations.content import load_script
from conversations.engine import new_state
from conversations.helpline_choosing import ELSEWHERE, SIGNPOST_LINES, Person, Worry, choose, is_for, person_of
from conversations.helplines import SAFE_MINIMUM, UNDER_18, UNDER_19, Standing, standing
from conversations.helplines_now import at, good_until
from conversations.opening import LONDON, in_london
from conversations.people import AgeBand, Audience
from conversations.script import Script
from tests.support.checked_helplines import all_checked, line_of
from tests.support.talk import agreed

SCRIPT = load_script()
CHECKED = all_checked(SCRIPT)
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=LONDON)
MONDAY_NIGHT = datetime(2026, 11, 23, 23, tzinfo=LONDON)

DAYS = st.dates(date(2025, 1, 1), date(2032, 1, 1))
DAY_WORDS = st.one_of(st.just(""), DAYS.map(date.isoformat))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - their bounds
PEOPLE = st.builds(
    Person,
    audience=st.sampled_from(Audience),
    age_band=st.sampled_from(AgeBand),
    place=st.sampled_from(["", ELSEWHERE, *sorted(SCRIPT.places)]),
    language=st.sampled_from(["", "en", "en-easy", "uk"]),
)
WORRIES = st.one_of(
    st.none(), st.builds(Worry, st.frozensets(st.sampled_from(Category), max_size=3), immediate=st.booleans())
)


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """Return a script whose entries were checked by anybody or nobody, on any days, and begin on any."""
    lines = []
    for line in SCRIPT.helplines:
        check: dict[str, Any] = {key: draw(DAY_WORDS) for key in ("checked_on", "check_by", "starts_on")}
        lines.append(replace(line, checked_by=draw(st.sampled_from(["", "A. Person"])), **check))
    return replace(SCRIPT, helplines=tuple(lines))


def shown_ids(script: Script, person: Person, worry: Worry | None = None) -> list[str]:
    return [shown.line.id for shown in choose(script.helplines_now, person, worry)]


def minimum_for(person: Person) -> set[str]:
    """The lines of the safe minimum that this person must always see, from the table itself and not from the code."""
    young = person.audience is Audience.YOUNG_PERSON or person.age_band in UNDER_18
    child = {"childline"} if young and person.age_band in UNDER_19 else set()
    return SAFE_MINIMUM.keys() - {"childline"} | child


@given(scripts(), MOMENTS, PEOPLE, WORRIES)
def test_the_safe_minimum_is_shown_to_whom_it_fits_at_every_moment(
    script: Script, moment: datetime, person: Person, worry: Worry | None
) -> None:
    assert set(shown_ids(at(script, moment), person, worry)) & SAFE_MINIMUM.keys() == minimum_for(person)


@given(scripts(), MOMENTS, PEOPLE, WORRIES)
def test_nothing_else_is_shown_that_nobody_checked_or_whose_check_has_run_out(
    script: Script, moment: datetime, person: Person, worry: Worry | None
) -> None:
    today = in_london(moment).date().isoformat()
    for helpline_id in set(shown_ids(at(script, moment), person, worry)) - SAFE_MINIMUM.keys():
        line = line_of(script, helpline_id)
        assert line.checked_by
        assert line.checked_on
        assert line.checked_on <= today <= line.check_by
        assert line.starts_on <= today


@given(scripts(), MOMENTS, PEOPLE, WORRIES)
def test_a_young_person_gets_a_short_list_and_none_that_is_for_adults(
    script: Script, moment: datetime, person: Person, worry: Worry | None
) -> None:
    shown = shown_ids(at(script, moment), person, worry)
    assert len(shown) == len(set(shown)) <= 8
    if person.audience is Audience.YOUNG_PERSON and worry is not None:
        assert len(shown) <= SIGNPOST_LINES == 5
    grown_up = person.audience is Audience.PROFESSIONAL or person.age_band in (
        AgeBand.AGE_18_25, AgeBand.AGE_26_PLUS,
    )  # fmt: skip
    if not grown_up:
        assert not [helpline_id for helpline_id in shown if line_of(script, helpline_id).never_under_18]


@given(scripts(), MOMENTS, PEOPLE, st.frozensets(st.sampled_from(Category)))
def test_where_life_is_in_danger_999_stands_first(
    script: Script, moment: datetime, person: Person, categories: frozenset[Category]
) -> None:
    assert shown_ids(at(script, moment), person, Worry(categories, immediate=True))[0] == "emergency"


@given(scripts(), MOMENTS, st.floats(0, 0.999))
def test_a_script_stays_as_it_is_until_it_says_that_it_changes(script: Script, moment: datetime, part: float) -> None:
    now = at(script, moment)
    until = good_until(now, moment)
    assert moment < until <= moment + timedelta(hours=25)
    assert at(script, moment + (until - moment) * part) == now


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, Standing.SHOWN),
        ({"checked_by": ""}, Standing.NOT_CHECKED),
        ({"checked_on": ""}, Standing.NOT_CHECKED),
        ({"check_by": ""}, Standing.STALE),
        ({"check_by": "2026-11-22"}, Standing.STALE),
        ({"check_by": "2026-11-23"}, Standing.SHOWN),
        ({"starts_on": "2026-11-24"}, Standing.NOT_YET),
        ({"starts_on": "2026-11-23"}, Standing.SHOWN),
        ({"checked_on": "2026-11-24"}, Standing.NOT_YET),
    ],
)
def test_a_check_holds_through_its_last_day(values: dict[str, str], expected: Standing) -> None:
    script = all_checked(SCRIPT, kooth=values)
    assert standing(line_of(script, "kooth"), MONDAY_NOON.date()) is expected
    shown = "kooth" in [one.line.id for one in at(script, MONDAY_NOON).helplines_now]
    assert shown is (expected is Standing.SHOWN)


def test_an_entry_lapses_at_midnight_in_england_and_not_in_greenwich() -> None:
    script = all_checked(SCRIPT, kooth={"check_by": "2026-07-06"})
    last_minute = datetime(2026, 7, 6, 22, 59, tzinfo=UTC)
    assert "kooth" in shown_ids(at(script, last_minute), Person())
    assert "kooth" not in shown_ids(at(script, last_minute + timedelta(minutes=1)), Person())


def test_without_the_time_only_the_safe_minimum_is_shown() -> None:
    assert [shown.line.id for shown in SCRIPT.helplines_now] == list(SAFE_MINIMUM)
    talk = agreed(CHECKED).say("help")
    assert "kooth" not in talk.replies[0].text.lower()


def test_of_the_shipped_entries_nothing_but_the_safe_minimum_is_shown_since_nobody_has_checked_them_yet() -> None:
    assert [shown.line.id for shown in at(SCRIPT, MONDAY_NOON).helplines_now] == list(SAFE_MINIMUM)


def test_the_version_of_a_script_does_not_change_with_the_hour_nor_with_a_check() -> None:
    versions = {at(script, moment).version for script in (SCRIPT, CHECKED) for moment in (MONDAY_NOON, MONDAY_NIGHT)}
    assert versions == {SCRIPT.version}


YOUNG = Person(age_band=AgeBand.AGE_13_15)


@pytest.mark.parametrize(
    ("person", "added"),
    [
        (YOUNG, ["kooth", "single_point_of_access", "papyrus"]),
        (replace(YOUNG, place="swale"), ["kooth", "single_point_of_access", "papyrus"]),
        (replace(YOUNG, place=ELSEWHERE), ["papyrus", "report_remove", "ceop"]),
        (Person(age_band=AgeBand.UNDER_10), ["single_point_of_access", "papyrus", "beat"]),
        (
            Person(age_band=AgeBand.AGE_26_PLUS),
            ["safe_havens_day_and_night", "safe_havens_evenings", "ceop", "domestic_abuse_helpline"],
        ),
    ],
)
def test_help_is_right_for_the_age_and_the_place(person: Person, added: list[str]) -> None:
    script = at(CHECKED, MONDAY_NOON)
    assert shown_ids(script, person) == [*(one for one in SAFE_MINIMUM if one in minimum_for(person)), *added]


def test_a_line_for_one_district_is_for_nobody_else() -> None:
    script = at(all_checked(SCRIPT, kooth={"places": frozenset({"swale"})}), MONDAY_NOON)
    seen = {place: "kooth" in shown_ids(script, replace(YOUNG, place=place)) for place in ("swale", "dover", "")}
    assert seen == {"swale": True, "dover": False, "": False}


def test_where_they_live_is_known_once_they_have_said_so() -> None:
    talk = agreed(SCRIPT)
    for question in ("helps", "hard", "reach", "works", "change"):
        talk.press(f"{question}:.skip")
    talk.press("about_you:yes")
    assert person_of(SCRIPT, talk.state) == Person(age_band=AgeBand.AGE_13_15, language="en")
    for chosen, place in (("swale", "swale"), ("somewhere_else", ELSEWHERE), ("not_sure", "")):
        state = talk.press(f"district:{chosen}").state
        assert person_of(SCRIPT, state).place == place
        talk.press("services:.back")


def test_before_anything_is_said_somebody_counts_as_young() -> None:
    assert person_of(SCRIPT, new_state(SCRIPT)) == Person(Audience.YOUNG_PERSON, AgeBand.NOT_SAID, "", "en")


def test_a_parent_under_18_is_a_young_person_too() -> None:
    young_parent = Person(Audience.PARENT_CARER, AgeBand.AGE_16_17)
    script = at(CHECKED, MONDAY_NOON)
    shown = shown_ids(script, young_parent, Worry(frozenset({Category.DOMESTIC_VIOLENCE})))
    assert shown == list(SAFE_MINIMUM)
    older = shown_ids(script, Person(Audience.PARENT_CARER, AgeBand.AGE_26_PLUS), Worry(frozenset({Category.NEGLECT})))
    assert older[0] == "nspcc"
    assert "childline" not in older


def test_what_fits_the_worry_comes_first_for_grown_ups_and_what_fits_another_is_left_out() -> None:
    script, parent = at(CHECKED, MONDAY_NOON), Person(Audience.PARENT_CARER, AgeBand.AGE_26_PLUS)
    eating = shown_ids(script, parent, Worry(frozenset({Category.EATING})))
    assert eating[:2] == ["beat", "emergency"]
    assert not {"nspcc", "papyrus", "ceop"} & set(eating)
    danger = shown_ids(script, parent, Worry(frozenset({Category.SUICIDE}), immediate=True))
    assert danger[:2] == ["emergency", "papyrus"]


def order(script: Script, ids: Sequence[str], person: Person = YOUNG) -> list[str]:
    return [one for one in shown_ids(script, person) if one in ids]


def test_what_is_open_now_comes_before_what_is_closed() -> None:
    ids = ("kooth", "single_point_of_access")
    monday_morning = datetime(2026, 11, 23, 10, tzinfo=LONDON)
    assert order(at(CHECKED, monday_morning), ids) == ["single_point_of_access", "kooth"]
    assert order(at(CHECKED, MONDAY_NOON), ids) == ["kooth", "single_point_of_access"]
    evening = datetime(2026, 11, 23, 20, tzinfo=LONDON)
    assert order(at(CHECKED, evening), ids) == ["kooth", "single_point_of_access"]


def test_what_answers_in_their_language_comes_before_what_does_not() -> None:
    script = at(all_checked(SCRIPT, kooth={"languages": frozenset({"en"})}), MONDAY_NOON)
    ids = ("kooth", "single_point_of_access")
    assert order(script, ids, replace(YOUNG, language="en-easy")) == list(ids)
    assert order(script, ids, replace(YOUNG, language="uk")) == list(reversed(ids))


@pytest.mark.parametrize("band", AgeBand)
def test_every_adult_service_of_the_shipped_entries_is_kept_from_the_young(band: AgeBand) -> None:
    for helpline_id in ("safe_havens_day_and_night", "safe_havens_evenings", "domestic_abuse_helpline", "nspcc"):
        line = line_of(SCRIPT, helpline_id)
        may_see = {audience for audience in Audience if is_for(line, Person(audience, band))}
        if band in UNDER_18 | {AgeBand.NOT_SAID}:
            assert may_see <= {Audience.PROFESSIONAL}
