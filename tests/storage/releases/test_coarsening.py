"""The rule for what a release tells is attacked with any numbers of people."""

from collections import Counter, defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.releases.coarsening import (
    AGE,
    HIDDEN,
    KNOWN,
    NONE_GIVEN,
    PLACE,
    WIDER_AGES,
    Plan,
    Profile,
    coarsened,
    ladder,
    tallied,
)

AREAS = {"thanet": "county_district", "dover": "county_district"}
PLAN = Plan((*KNOWN, "services", "life"), AREAS)
VALUES = (
    ["young_person", "parent_carer"],
    ["10_12", "13_15", "16_17", "18_25", "26_plus", NONE_GIVEN],
    ["thanet", "dover", "medway", "not_said", NONE_GIVEN],
    ["en", "pl"],
    ["now", "never", NONE_GIVEN],
    ["care", "care send", "none"],
)
profiles = st.tuples(*map(st.sampled_from, VALUES))
crowds = st.dictionaries(profiles, st.integers(1, 30), max_size=25)
thresholds = st.integers(3, 9)


odd_values = (*VALUES[:2], [*VALUES[2], "county_district", HIDDEN], *VALUES[3:5], [*VALUES[5], HIDDEN])
odd_crowds = st.dictionaries(st.tuples(*map(st.sampled_from, odd_values)), st.integers(1, 12), max_size=40)


def published(people: dict[Profile, int], threshold: int) -> tuple[dict[Profile, Profile | None], Counter[Profile]]:
    told = dict(coarsened(people, PLAN, threshold))
    alike: Counter[Profile] = Counter()
    for true, number in people.items():
        if (shown := told[true]) is not None:
            alike[shown] += number
    return told, alike


@given(crowds, thresholds)
def test_more_people_than_the_small_number_look_alike(people: dict[Profile, int], threshold: int) -> None:
    _, alike = published(people, threshold)
    assert all(number > threshold for number in alike.values())


@given(crowds, thresholds, st.sets(st.integers(0, len(VALUES) - 1)))
def test_no_table_made_of_a_release_has_a_small_number(
    people: dict[Profile, int], threshold: int, kept: set[int]
) -> None:
    _, alike = published(people, threshold)
    table: Counter[Profile] = Counter()
    for shown, number in alike.items():
        table[tuple(shown[place] for place in sorted(kept))] += number
    assert all(number > threshold for number in table.values())


@given(crowds, thresholds)
def test_what_is_told_of_somebody_is_true_or_wider_or_hidden(people: dict[Profile, int], threshold: int) -> None:
    told, _ = published(people, threshold)
    for true, shown in told.items():
        for name, value, said in zip(PLAN.names, true, shown or [HIDDEN] * len(true), strict=True):
            wider = {PLACE: AREAS, AGE: WIDER_AGES}.get(name, {})
            assert said in {value, HIDDEN, wider.get(value, value)}


@given(crowds, thresholds)
def test_at_most_a_small_number_of_people_is_left_out(people: dict[Profile, int], threshold: int) -> None:
    told, _ = published(people, threshold)
    assert sum(number for true, number in people.items() if told[true] is None) <= threshold


@given(crowds, thresholds)
def test_who_knows_all_else_of_somebody_does_not_learn_an_answer(people: dict[Profile, int], threshold: int) -> None:
    told, alike = published(people, threshold)
    for place in (PLAN.names.index(name) for name in PLAN.asked):
        others: defaultdict[Profile, Counter[str]] = defaultdict(Counter)
        for shown, number in alike.items():
            others[*shown[:place], *shown[place + 1 :]][shown[place]] += number
        for answers in others.values():
            for answer, number in answers.items():
                assert answer == HIDDEN or answers.total() - number > threshold
    assert set(told) == set(people)


@given(crowds, thresholds, st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_the_order_in_which_people_come_changes_nothing(
    people: dict[Profile, int], threshold: int, random: object
) -> None:
    shuffled = list(people.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert dict(coarsened(dict(shuffled), PLAN, threshold)) == dict(coarsened(people, PLAN, threshold))


def test_the_ladder_hides_what_was_asked_last_first_and_the_audience_last() -> None:
    steps = [(step.name, step.becomes is None) for step in ladder(PLAN)]
    assert steps == [
        ("life", True), ("services", True), ("language", True), ("place", False), ("place", True), ("age_band", False),
        ("age_band", True), ("audience", True),
    ]  # fmt: skip


def test_a_crowd_alike_is_told_as_it_is_but_for_the_answer_that_all_of_them_gave() -> None:
    crowd: dict[Profile, int] = {
        ("young_person", "13_15", "thanet", "en", "now", "care"): 20,
        ("young_person", "13_15", "thanet", "en", "never", "care"): 9,
        ("young_person", "13_15", "dover", "en", "now", "care"): 3,
    }
    told = coarsened(crowd, PLAN, 7)
    assert list(told.values()) == [
        ("young_person", "13_15", "thanet", "en", "now", "*"),
        ("young_person", "13_15", "thanet", "en", "never", "*"),
        None,
    ]


@given(odd_crowds, thresholds)
@settings(deadline=None)
def test_going_through_very_many_people_once_gives_what_the_rule_says_of_each(
    people: dict[Profile, int], threshold: int
) -> None:
    told, alike = published(people, threshold)
    assert told == dict(as_the_rule_says(people, threshold))
    one_by_one = ((profile, number) for profile, number in sorted(people.items()))
    assert tallied(one_by_one, PLAN, threshold) == alike


def as_the_rule_says(people: dict[Profile, int], threshold: int) -> dict[Profile, Profile | None]:
    """The rule as it is written down, a step at a time over everybody, with everybody in memory."""
    told: dict[Profile, Profile] = {}
    together: Counter[Profile] = Counter()
    waiting = {profile: profile for profile in people}
    for step in (None, *ladder(PLAN)):
        if step is not None:
            place = PLAN.names.index(step.name)
            waiting = {true: (*now[:place], step.of(now[place]), *now[place + 1 :]) for true, now in waiting.items()}
        alike: Counter[Profile] = Counter()
        for true, now in waiting.items():
            alike[now] += people[true]
        enough = {now for now, number in alike.items() if number + together[now] > threshold}
        for true, now in waiting.items():
            if now in enough:
                told[true] = now
                together[now] += people[true]
        waiting = {true: now for true, now in waiting.items() if now not in enough}
    return {true: without_what_follows(told, told[true]) if true in told else None for true in people}


def without_what_follows(told: dict[Profile, Profile], mine: Profile) -> Profile:
    """Hide answers, the last asked first, that everybody gave who is alike in all else, until none is left to hide."""
    now = {profile: profile for profile in told.values()}
    before: dict[Profile, Profile] = {}
    while before != now:
        before = dict(now)
        for place in (PLAN.names.index(name) for name in reversed(PLAN.asked)):
            answers: defaultdict[Profile, set[str]] = defaultdict(set)
            for profile in now.values():
                answers[*profile[:place], *profile[place + 1 :]].add(profile[place])
            for true, profile in now.items():
                if len(answers[*profile[:place], *profile[place + 1 :]]) == 1:
                    now[true] = (*profile[:place], HIDDEN, *profile[place + 1 :])
    return now[mine]
