"""Scores the safety net on the example texts: what is caught, what is missed, what alarms without need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conversations.safeguarding.corpus import Example, Split
from conversations.safeguarding.detector import Detector
from conversations.safeguarding.signals import Category, Level, Urgency


@dataclass(frozen=True, slots=True)
class Outcome:
    """One example and how loudly it was answered."""

    example: Example
    level: Level

    @property
    def right(self) -> bool:
        """Whether a disclosure got the full signpost, or a harmless text did not."""
        return (self.level is Level.FULL) == (self.example.category is not None)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: of `total` texts of a kind, how many got the full signpost and how many a quiet line."""

    name: str
    harmful: bool
    total: int
    full: int
    quiet: int

    @property
    def share(self) -> float:
        """The share that got the full signpost: caught where harmful, false alarms where not."""
        return self.full / self.total if self.total else 0.0


def outcomes(
    detector: Detector, examples: Iterable[Example], split: Split | None = None, language: str | None = None
) -> tuple[Outcome, ...]:
    """Return how each example is answered when its language was chosen; of one half and language where they are named."""
    return tuple(
        Outcome(example, detector.detect(example.text, example.language).level)
        for example in examples
        if (split is None or example.split is split) and (language is None or example.language == language)
    )


def lines(found: Sequence[Outcome]) -> tuple[Line, ...]:
    """Return the table: each urgency and category of disclosures, then each kind of harmless texts, then the sums."""
    harmless = [one for one in found if one.example.category is None]
    table = [
        *(line(f"urgency: {one.value}", [o for o in found if o.example.urgency is one]) for one in Urgency),
        *(line(one.value, [o for o in found if o.example.category is one]) for one in Category),
        line("all disclosures", [one for one in found if one.example.category is not None]),
        *(
            line(f"harmless: {kind}", [one for one in harmless if one.example.kind == kind])
            for kind in dict.fromkeys(one.example.kind for one in harmless)
        ),
        line("all harmless", harmless),
    ]
    return tuple(one for one in table if one.total)


def line(name: str, found: Sequence[Outcome]) -> Line:
    """Return one line about these outcomes, all of disclosures or all of harmless texts."""
    return Line(
        name=name,
        harmful=any(one.example.category is not None for one in found),
        total=len(found),
        full=sum(one.level is Level.FULL for one in found),
        quiet=sum(one.level is Level.QUIET for one in found),
    )


def markdown(found: Sequence[Outcome]) -> str:
    """Return the table as Markdown, by language, for the README and the terminal."""
    rows = [
        "| language | texts | number | full signpost | quiet line | missed or false |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for language in dict.fromkeys(one.example.language for one in found):
        for one in lines([outcome for outcome in found if outcome.example.language == language]):
            wrong = one.total - one.full if one.harmful else one.full
            rows.append(
                f"| {language} | {one.name.replace('_', ' ')} | {one.total} | {one.full} ({one.share:.0%}) "
                f"| {one.quiet} | {wrong} |"
            )
    return "\n".join(rows)


def by_language(found: Sequence[Outcome], rules_alone: Sequence[Outcome]) -> str:
    """Return one line a language as Markdown; `rules_alone` are the same texts read without a second opinion."""
    rows = [
        "| language | disclosures | caught | caught by rules alone | harmless texts | alarmed | alarmed by rules alone |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for language in dict.fromkeys(one.example.language for one in found):
        cells = [language]
        for told in (True, False):
            own = [
                [o for o in side if o.example.language == language and (o.example.category is not None) == told]
                for side in (found, rules_alone)
            ]
            shares = [line(language, side) for side in own]
            cells += [str(shares[0].total), *(f"{share.full} ({share.share:.0%})" for share in shares)]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)
