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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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
    published: dict[Profile, Profile] = {}
    together: Counter[Profile] = Counter()
    waiting = {profile: profile for profile in people}
    for step in (None, *ladder(plan)):
        if step is not None:
            place = plan.names.index(step.name)
            waiting = {true: _with(now, place, step.of(now[place])) for true, now in waiting.items()}
        alike: Counter[Profile] = Counter()
        for true, now in waiting.items():
            alike[now] += people[true]
        enough = {now for now, number in alike.items() if number + together[now] > threshold}
        for true, now in waiting.items():
            if now in enough:
                published[true] = now
                together[now] += people[true]
        waiting = {true: now for true, now in waiting.items() if now not in enough}
    told = _with_no_answer_given_away(set(together), plan)
    return {true: told[published[true]] if true in published else None for true in people}


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
