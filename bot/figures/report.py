"""The response-monitoring report: the parts of the overview in a report's order, with method and limits."""

from collections.abc import Sequence
from datetime import date

from bot.figures.labels import Labels, written
from bot.figures.model import Document, Section
from bot.figures.sections import Expected, Parts
from bot.figures.themes_section import QuestionThemes, theme_sections
from storage.statistics import Statistics

LIMITS = ("chosen", "once", "said", "time", "events")


def report_of(
    statistics: Statistics, expected: Expected, labels: Labels, day: date, themes: Sequence[QuestionThemes] = ()
) -> Document:
    """Return the report of figures that may be shown. `day` is the one that it is made on; `themes` are those coded."""
    say, parts = labels.say, Parts(statistics, expected, labels)
    method = (
        say("report.method_asked"),
        say("report.method_counted"),
        say("report.method_small", threshold=statistics.threshold),
        say("report.method_missing"),
        *((say("report.method_themes"),) if themes else ()),
    )
    sections = (
        *parts.targets(),
        parts.who(),
        parts.missing(),
        parts.about(),
        parts.questions(),
        *theme_sections(themes, labels),
        parts.stops(),
        parts.weeks(),
        Section("method", say("report.method"), method),
        Section("limits", say("report.limits"), points=tuple(say(f"report.limits_{key}") for key in LIMITS)),
        parts.reading(),
    )
    title = f"{labels.script.title}: {say('report.title')}"
    words = (say("report.made_on", day=written(day)), parts.everybody())
    return Document(title, parts.period(), words, sections)
