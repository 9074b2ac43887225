"""The quotes of a report before it is given away: which they are, and that somebody has read these ones.

A report with people's own words is a draft until a person has read each of them: no rule notices everything that gives somebody
away, and what is published cannot be called back.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from bot.figures.labels import Labels
from bot.figures.model import Document


def known_by(words: str) -> str:
    """Return what a quote is known by in a form: a hash of its words."""
    return hashlib.sha256(words.encode()).hexdigest()


def words_quoted(report: Document) -> list[str]:
    """Return the words of every quote that a report holds, as they stand in it."""
    return [words for section in report.sections for these in section.quotes for words, _ in these.quotes]


def mark_of(report: Document) -> str:
    """Return what the quotes of a report are known by together: another mark where one of them is another."""
    return known_by("\n".join(sorted(map(known_by, words_quoted(report)))))


def without_quotes(report: Document, left_out: Iterable[str]) -> Document:
    """Return a report without those quotes that are known by these."""
    gone = frozenset(left_out)
    return replace(
        report,
        sections=tuple(
            replace(
                section,
                quotes=tuple(
                    replace(these, quotes=kept)
                    for these in section.quotes
                    if (kept := tuple(quote for quote in these.quotes if known_by(quote[0]) not in gone))
                ),
            )
            for section in report.sections
        ),
    )


def as_a_draft(report: Document, labels: Labels) -> Document:
    """Return a report that says of itself that its quotes have not been read; as it is where it holds none."""
    if not words_quoted(report):
        return report
    say = labels.say
    title = say("report.draft_title", title=report.title)
    return replace(report, title=title, words=(say("report.draft"), *report.words))
