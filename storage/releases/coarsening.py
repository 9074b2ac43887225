"""The rule for what a release may say of people: made coarser or hidden until enough of them look exactly alike.

Everything published of a person is a profile, one value for each characteristic. The rule sees to two things:

1. Every profile that is published is that of more people than the threshold (`storage/small_numbers.py`). Profiles of
   fewer are made coarser, a step at a time, in the order of `ladder`: first answers about the person are hidden, the
   last asked first; then the language; the place becomes its area, then hidden; ages become wider, then hidden; the
   audience is hidden last. After each step whoever has company enough stays as they are. Who never has any is left out.
2. Nobody's answer can be read off by somebody who knows everything else of them: among people alike in all else that is
   published there are at least two answers to each question, or none is shown. What is alike is a whole profile, so
   at least as many people as in 1 differ.

It is worked out from the numbers of all people of a release together and is the same however often it is done. What it
does for several releases rests on each person being in one of them: see docs/releases.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

RULE = "1"
"""Its version, said in every codebook: raise it with any change of what comes out."""

HIDDEN = "*"
"""What stands for a value that is not told."""

NONE_GIVEN = "none_given"
"""What stands for a question that was not asked, skipped or left open: which of them is not told."""

AUDIENCE, AGE, PLACE, LANGUAGE = "audience", "age_band", "place", "language"
KNOWN = (AUDIENCE, AGE, PLACE, LANGUAGE)
"""The characteristics that others can know of somebody, in the order in which they are published."""

WIDER_AGES = {"under_10": "under_16", "10_12": "under_16", "13_15": "under_16", "16_17": "16_25", "18_25": "16_25"}

Profile = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the ladder: values of one characteristic and what becomes of them; of all, hidden, where that is None."""

    name: str
    becomes: Mapping[str, str] | None = None

    def of(self, value: str) -> str:
        """Return what becomes of a value; one that the step does not name stays."""
        return HIDDEN if self.becomes is None else self.becomes.get(value, value)


@dataclass(frozen=True, slots=True)
class Plan:
    """The characteristics that are published, in their order: of `KNOWN` and, after them, ids of questions.

    `areas` gives each place the area it lies in.
    """

    names: tuple[str, ...]
    areas: Mapping[str, str]

    @property
    def asked(self) -> tuple[str, ...]:
        """The questions among the characteristics."""
        return tuple(name for name in self.names if name not in KNOWN)


def ladder(plan: Plan) -> Iterator[Step]:
    """Give the steps, in the order in which they are taken, of the characteristics that are published."""
    yield from (Step(name) for name in reversed(plan.asked))
    for step in (
        Step(LANGUAGE),
        Step(PLACE, plan.areas),
        Step(PLACE),
        Step(AGE, WIDER_AGES),
        Step(AGE),
        Step(AUDIENCE),
    ):
        if step.name in plan.names:
            yield step


def coarsened(people: Mapping[Profile, int], plan: Plan, threshold: int) -> Mapping[Profile, Profile | None]:
    """Return what is published in place of each profile, by how many people have it; None where nothing is.

    More than `threshold` people share each profile that is published.
    """
    together = _together(sorted(people.items()), plan, threshold)
    told = _with_no_answer_given_away(set(together), plan)
    steps = [(plan.names.index(step.name), step) for step in ladder(plan)]

    def published(now: Profile) -> Profile | None:
        """Go down the ladder until it is one of those that are published: nobody goes further."""
        for place, step in steps:
            if now in told:
                break
            now = _with(now, place, step.of(now[place]))
        return told.get(now)

    return {true: published(true) for true in people}


def tallied(people: Iterable[tuple[Profile, int]], plan: Plan, threshold: int) -> Counter[Profile]:
    """Return how many people share each profile that is published.

    `people` are profiles in the order of the alphabet, and how many people have each: they are gone through once, and none
    is held that is not published. What is published is as `coarsened` says.
    """
    together = _together(people, plan, threshold)
    told = _with_no_answer_given_away(set(together), plan)
    shown: Counter[Profile] = Counter()
    for now, number in together.items():
        shown[told[now]] += number
    return shown


def _together(people: Iterable[tuple[Profile, int]], plan: Plan, threshold: int) -> Counter[Profile]:
    """Return how many people share each profile after the ladder.

    Profiles that are alike after a step have to be neighbours before it. They are while answers are hidden from the last
    one on, so that goes on in one stream. What is left then is little, and is sorted anew at each step.
    """
    together: Counter[Profile] = Counter()
    waiting = _without_company(people, together, threshold)
    for step in ladder(plan):
        coarser = _coarser(waiting, plan.names.index(step.name), step)
        waiting = _without_company(sorted(coarser) if step.name in KNOWN else coarser, together, threshold)
    for _ in waiting:
        """Nobody is like those who are left: nothing is told of them."""
    return together


def _coarser(waiting: Iterable[tuple[Profile, int]], place: int, step: Step) -> Iterator[tuple[Profile, int]]:
    for now, number in waiting:
        yield _with(now, place, step.of(now[place])), number


def _without_company(
    people: Iterable[tuple[Profile, int]], together: Counter[Profile], threshold: int
) -> Iterator[tuple[Profile, int]]:
    """Note in `together` who has company enough; give the others, those alike as one."""
    for now, alike in groupby(people, itemgetter(0)):
        number = sum(map(itemgetter(1), alike))
        if number + together[now] > threshold:
            together[now] += number
        else:
            yield now, number


def _with_no_answer_given_away(profiles: set[Profile], plan: Plan) -> Mapping[Profile, Profile]:
    """Hide answers that follow from all else, until none does; return what becomes of each profile.

    Hiding an answer can give away another one, so it goes round until nothing changes: each round hides something.
    """
    told = {profile: profile for profile in profiles}
    changed = True
    while changed:
        changed = False
        for name in reversed(plan.asked):
            place = plan.names.index(name)
            answers: defaultdict[Profile, set[str]] = defaultdict(set)
            for now in set(told.values()):
                answers[_with(now, place, HIDDEN)].add(now[place])
            given_away = {rest for rest, values in answers.items() if len(values) == 1 and values != {HIDDEN}}
            if given_away:
                changed = True
                told = {
                    true: rest if (rest := _with(now, place, HIDDEN)) in given_away else now
                    for true, now in told.items()
                }
    return told


def _with(profile: Profile, place: int, value: str) -> Profile:
    return (*profile[:place], value, *profile[place + 1 :])
