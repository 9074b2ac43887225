"""Makes tables with bars of figures that may be shown. The longest bar fills the picture; a hidden number has none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.figures.labels import Labels
from bot.figures.model import Bar, BarTable
from storage.small_numbers import NEAREST, Figure

FULL = 100.0


@dataclass(frozen=True, slots=True)
class Row:
    """One row to be: its label, its figure, and how many there would be by share of the population, or the target."""

    label: str
    figure: Figure
    expected: float | None = None


def bar_table(
    heading: str, rows: Iterable[Row], labels: Labels, whole: Figure | None = None, note: str = ""
) -> BarTable:
    """Return a table. `whole` is what percentages are of; without it there are none."""
    those = tuple(rows)
    # Beside groups that something is expected of, others such as 'not given' are numbers without a bar.
    drawn = tuple(row for row in those if row.expected is not None) or those
    longest = max((max(row.figure.rounded or 0, row.expected or 0) for row in drawn), default=0) or 1
    bars = tuple(
        Bar(
            label=row.label,
            number=_in_words(row, whole, labels),
            width=None if row.figure.rounded is None or row not in drawn else FULL * row.figure.rounded / longest,
            mark=None if row.expected is None else FULL * row.expected / longest,
        )
        for row in those
    )
    return BarTable(heading, bars, note if bars else labels.say("overview.left_out"))


def partition(
    heading: str, figures: Mapping[str, Figure], named: Mapping[str, str], labels: Labels, whole: Figure
) -> BarTable:
    """Return a table of everybody by one thing. `named` gives keys their labels, in the order to show them in."""
    rows = (Row(label, figures[key]) for key, label in named.items() if key in figures)
    return bar_table(heading, rows, labels, whole)


def target_bar(name: str, figure: Figure, target: int, labels: Labels) -> Bar:
    """Return a target's row: its line is the target, its bar what came so far; more than the target makes the line move."""
    shown = labels.say("overview.of_target", number=_grouped(figure), target=f"{target:,}")
    longest = max(figure.rounded or 0, target)
    width = None if figure.rounded is None else FULL * figure.rounded / longest
    return Bar(name, shown, width, FULL * target / longest)


def _in_words(row: Row, whole: Figure | None, labels: Labels) -> str:
    """Return a row's number, with what would be expected beside it (to the nearest 5), or its percentage."""
    if row.expected is not None:
        expected = round(row.expected / NEAREST) * NEAREST
        return labels.say("overview.beside", number=_grouped(row.figure), expected=f"{expected:,}")
    if whole is None or not whole.rounded or row.figure.rounded is None:
        return _grouped(row.figure)
    percent = f"{min(round(FULL * row.figure.rounded / whole.rounded), round(FULL))}"
    if percent == "0" and row.figure.rounded:
        percent = labels.say("overview.under_one")  # some people are not none
    return labels.say("overview.of_all", number=_grouped(row.figure), percent=percent)


def _grouped(figure: Figure) -> str:
    return str(figure) if figure.rounded is None else f"{figure.rounded:,}"
