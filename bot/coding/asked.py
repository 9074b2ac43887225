"""Which questions can be coded, what they are called, and what all of these pages share."""

from collections.abc import Iterator
from dataclasses import dataclass

from aiohttp import web

from bot.figures.labels import Labels
from bot.staff.site import Site
from conversations.script import Question, QuestionKind, Script
from storage.accounts import Role
from storage.audit import Kind
from storage.small_numbers import Figure

READERS = (Role.LEAD, Role.ANALYST)
THEMES_PATH = "/themes"
QUESTION_PATH = THEMES_PATH + "/{engagement}/{question}"
NOTED_EVERY = 60
"""Minutes: reading on for longer than that is noted once more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question whose answers can be coded, and how staff read it."""

    engagement: str
    id: str
    text: str

    @property
    def path(self) -> str:
        """The page of its code frame, after /staff."""
        return f"{THEMES_PATH}/{self.engagement}/{self.id}"


def takes_words(question: Question) -> bool:
    """Whether a question is answered in one's own words, as a whole or for one of its options."""
    return question.kind is QuestionKind.FREE_TEXT or any(option.own_words for option in question.options)


def asked_in(site: Site, script: Script) -> Iterator[Asked]:
    """Give the questions of a script that can be coded."""
    labels = Labels(script, site.texts, {})
    for question in script.questions:
        if takes_words(question):
            yield Asked(script.engagement, question.id, labels.question(question.id))


async def asked_of(site: Site, request: web.Request) -> Asked | None:
    """Return the question that a page is of, also of an engagement that is over; None where there is none such."""
    script = await site.engagements.script(request.match_info["engagement"])
    known = asked_in(site, script) if script else iter(())
    return next((asked for asked in known if asked.id == request.match_info["question"]), None)


def in_words(site: Site, figure: Figure) -> str:
    """Return a number as it may be shown, such as `about 40`, or that it is too small."""
    if figure.rounded is None:
        return site.texts.say("coding.few", number=site.settings.small_numbers + 1)
    return site.texts.say("coding.about", number=figure) if figure.rounded else site.texts.say("coding.none")


async def note_reading(site: Site, request: web.Request, **about: str) -> None:
    """Note that somebody reads answers; once an hour for the same ones, so that the trail stays readable."""
    who, minute = site.who(request).name, site.minute()
    async with site.database.reading() as connection:
        if await site.trail.has_since(connection, who, Kind.ANSWERS_READ, minute - NOTED_EVERY, **about):
            return
    async with site.database.writing() as connection:
        await site.note(connection, request, Kind.ANSWERS_READ, **about)
