"""The report's part on themes: of each question how many answers are about what, and quotes that may be used."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.figures.labels import Labels
from bot.figures.model import QuoteList, Section
from bot.figures.quoting import told
from bot.figures.tables import Row, bar_table
from conversations.script import Script
from storage.quotes import Quote, quotes
from storage.small_numbers import Figure
from storage.theme_figures import ThemeFigures, theme_figures

LONGEST_QUOTE = 400
"""Characters: a longer one is for the report's writers to cut, not for a program."""


@dataclass(frozen=True, slots=True, repr=False)
class QuestionThemes:
    """One question's themes as they may be shown, and some quotes by theme."""

    figures: ThemeFigures
    quotes: Mapping[str, Sequence[Quote]]


async def read_themes(
    connection: AsyncConnection, script: Script, threshold: int, weeks: tuple[date | None, date], most: int
) -> Sequence[QuestionThemes]:
    """Return the themes of every question that anything is coded of, with `most` quotes for each theme.

    `weeks` are the first and last day on which the people counted agreed to take part.
    """
    found = []
    for question in script.questions:
        figures = await theme_figures(connection, script.engagement, question.id, threshold, weeks)
        if figures is not None:
            shown = [theme.id for theme in figures.themes if figures.of[theme.id].rounded]
            said = await quotes(connection, script.engagement, question.id, shown) if most and shown else {}
            some = {theme: chosen for theme, those in said.items() if (chosen := _some(those, most))}
            found.append(QuestionThemes(figures, some))
    return found


def theme_sections(themes: Sequence[QuestionThemes], labels: Labels) -> Iterator[Section]:
    """Give a part for each question that is coded; none where nothing is."""
    for question in themes:
        yield _section(question, labels)


def _section(question: QuestionThemes, labels: Labels) -> Section:
    say, figures = labels.say, question.figures
    rows = [Row(theme.name, figures.of[theme.id]) for theme in figures.themes]
    rows.append(Row(say("report.themes_none_fits"), figures.none_fits))
    number = figures.coded.rounded
    note = say("report.themes_hidden") if number is None else say("report.themes_note", number=f"{number:,}")
    table = bar_table(say("report.themes_table"), rows, labels, figures.coded if number else Figure(None))
    said = tuple(
        QuoteList(
            say("report.quotes_of", theme=theme.name),
            tuple((quote.words, told(quote, labels)) for quote in question.quotes[theme.id]),
        )
        for theme in figures.themes
        if question.quotes.get(theme.id)
    )
    heading = f"{say('report.themes')}: {labels.question(figures.question_id)}"
    return Section(f"themes-{figures.question_id}", heading, (note,), tables=(table,), quotes=said)


def _some(those: Sequence[Quote], most: int) -> Sequence[Quote]:
    """Return some quotes, the same ones each time, chosen by nothing that anybody could lean on."""
    short = [quote for quote in those if len(quote.words) <= LONGEST_QUOTE]
    return sorted(short, key=lambda quote: hashlib.sha256(quote.words.encode()).hexdigest())[:most]
