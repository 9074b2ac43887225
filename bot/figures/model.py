"""What a page, a report and its PDF show, before it is drawn: sections of words, lists and tables with bars."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a table: what it is of, its number in words, and its picture.

    `width` and `mark` are percent of the picture's width: how long the bar is (None: the number is hidden), where the line
    of what is expected or hoped for stands (None: there is none). Both are worked out from figures that may be shown.
    """

    label: str
    number: str
    width: float | None
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class BarTable:
    """A picture and its numbers in one: each row has its bar beside its number. No rows: it was left out."""

    heading: str
    rows: tuple[Bar, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class GridTable:
    """Numbers by two things: a row for each district, a column for each age. Cells are (number, word beside it)."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True, repr=False)
class QuoteList:
    """Words that people agreed to have quoted, each with what may be told of its writer, which may be nothing."""

    heading: str
    quotes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page: `points` are a list, shown before the tables; quotes, then `afterwords` come last."""

    key: str
    heading: str
    words: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    tables: tuple[BarTable, ...] = ()
    grid: GridTable | None = None
    quotes: tuple[QuoteList, ...] = ()
    afterwords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The whole: `subtitle` says of which weeks it is."""

    title: str
    subtitle: str
    words: tuple[str, ...]
    sections: tuple[Section, ...]
