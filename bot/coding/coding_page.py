"""Coding: one answer after another, drawn at random, with its words as they are stored and a box for each theme.

Which answer it is travels in the form and never in the address. So each form leads straight to the next answer; sent once
more, it stores the same again.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aiohttp import web
from multidict import MultiDict
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coding.asked import QUESTION_PATH, READERS, Asked, asked_of, in_words, note_reading
from bot.coding.frame_page import one_line, said_wrong, wrong_with
from bot.staff.site import Site
from storage.audit import Kind
from storage.hiding import release_with
from storage.small_numbers import figure
from storage.theme_coding import (
    MANY,
    WrittenAnswer,
    answer_to_read,
    code_answer,
    how_many_left,
    next_to_code,
    themes_given,
)
from storage.themes import Theme, add_theme, code_frame

AGAIN, SAVE, SKIP, BACK = "again", "save", "skip", "back"
TICKED = "yes"


@dataclass(frozen=True, slots=True)
class Ticked:
    """What is ticked in the form, and what is written as a new theme."""

    themes: frozenset[str] = frozenset()
    none: bool = False
    new: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows. `before` is the response whose answer was coded before; `gone`: that could not be stored."""

    answer: WrittenAnswer | None
    again: bool
    before: str = ""
    gone: bool = False
    ticked: Ticked = Ticked()
    wrong: Mapping[str, str] = field(default_factory=dict)


def add_coding(site: Site) -> None:
    """Add the page."""
    page = CodingPage(site)
    site.add("GET", QUESTION_PATH + "/code", page.begin, *READERS)
    site.add("POST", QUESTION_PATH + "/code", page.go_on, *READERS)


class CodingPage:
    """Lets somebody code a question's answers: those that nobody has coded, or again those that somebody else has."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def begin(self, request: web.Request) -> web.Response:
        """Show an answer; with `?again` one that somebody else has coded."""
        asked = await asked_of(self._site, request)
        if asked is None:
            return self._site.trouble(request, 404, "site.unknown")
        await note_reading(self._site, request, engagement=asked.engagement, question=asked.id, to="code")
        return await self._next(request, asked, again=AGAIN in request.query)

    async def go_on(self, request: web.Request) -> web.Response:
        """Store what was ticked and show the next answer; or skip this one, or go back to the one before."""
        site, asked = self._site, await asked_of(self._site, request)
        if asked is None:
            return site.trouble(request, 404, "site.unknown")
        await note_reading(site, request, engagement=asked.engagement, question=asked.id, to="code")
        form = site.form(request)
        again, step, current = AGAIN in form, form.get("step", SAVE), form.get("answer", "")
        if step == BACK:
            return await self._back(request, asked, form.get("before", ""), again=again)
        if step == SKIP:
            return await self._next(request, asked, again=again, before=form.get("before", ""))
        ticked = Ticked(frozenset(form.getall("theme", [])), form.get("none") == TICKED, one_line(form.get("new", "")))
        wrong = self._wrong(ticked)
        if wrong:
            return await self._again(request, asked, form, ticked, wrong)
        stored = await self._store(request, asked, current, ticked)
        return await self._next(request, asked, again=again, before=current if stored else "", gone=not stored)

    def _wrong(self, ticked: Ticked) -> Mapping[str, str]:
        if ticked.new and (wrong := wrong_with(ticked.new, "")):
            return {"new": wrong["name"]}
        given = bool(ticked.themes or ticked.new)
        return {} if given != ticked.none else {"theme": "coding.both" if given else "coding.nothing"}

    async def _store(self, request: web.Request, asked: Asked, response_id: str, ticked: Ticked) -> bool:
        """Store the coding of an answer, with a theme that is new; return whether the answer was still there."""
        site = self._site
        async with site.database.writing() as connection:
            themes = set(ticked.themes)
            if ticked.new:
                themes.add((await self._theme_called(connection, request, asked, ticked.new)).id)
            coder = site.who(request).name
            return await code_answer(connection, asked.engagement, response_id, asked.id, coder, themes)

    async def _theme_called(self, connection: AsyncConnection, request: web.Request, asked: Asked, name: str) -> Theme:
        for theme in await code_frame(connection, asked.engagement, asked.id, retired=True):
            if theme.name.casefold() == name.casefold():
                return theme
        about = {"engagement": asked.engagement, "question": asked.id, "theme": name}
        await self._site.note(connection, request, Kind.THEME_ADDED, **about)
        return await add_theme(connection, asked.engagement, asked.id, name)

    async def _next(
        self, request: web.Request, asked: Asked, *, again: bool, before: str = "", gone: bool = False
    ) -> web.Response:
        coder, start = self._site.who(request).name, secrets.token_hex(16)
        async with self._site.database.reading() as connection:
            answer = await next_to_code(connection, asked.engagement, asked.id, coder, start, again=again)
            return await self._page(connection, request, asked, View(answer, again, before, gone))

    async def _back(self, request: web.Request, asked: Asked, before: str, *, again: bool) -> web.Response:
        coder = self._site.who(request).name
        async with self._site.database.reading() as connection:
            answer = await answer_to_read(connection, asked.engagement, before, asked.id)
            given = await themes_given(connection, before, asked.id, coder)
            view = View(answer, again, gone=answer is None, ticked=Ticked(given or frozenset(), given == frozenset()))
            return await self._page(connection, request, asked, view)

    async def _again(
        self, request: web.Request, asked: Asked, form: MultiDict[str], ticked: Ticked, wrong: Mapping[str, str]
    ) -> web.Response:
        async with self._site.database.reading() as connection:
            answer = await answer_to_read(connection, asked.engagement, form.get("answer", ""), asked.id)
            view = View(answer, AGAIN in form, form.get("before", ""), gone=answer is None, ticked=ticked, wrong=wrong)
            return await self._page(connection, request, asked, view)

    async def _page(self, connection: AsyncConnection, request: web.Request, asked: Asked, view: View) -> web.Response:
        site, small = self._site, self._site.settings.small_numbers
        frame = await code_frame(connection, asked.engagement, asked.id, retired=True)
        done, left = await how_many_left(connection, asked.engagement, asked.id, site.who(request).name)
        released = None if view.answer is None else await release_with(connection, view.answer.response_id)
        return site.render(
            request, "coding.html", status=400 if view.wrong else 200, title=site.texts.say("coding.title"), asked=asked,
            answer=view.answer, again=view.again, before=view.before, gone=view.gone, ticked=view.ticked,
            released=released, boxes=self._boxes(frame, view.ticked),
            done=in_words(site, figure(done, small)), left=site.texts.say("coding.many", number=f"{MANY:,}") if left == MANY else in_words(site, figure(left, small)),
            **said_wrong(site, view.wrong),
        )  # fmt: skip

    def _boxes(self, frame: Sequence[Theme], ticked: Ticked) -> list[dict[str, object]]:
        """Return the boxes: every theme that is offered or was ticked before, and that none fits."""
        say = self._site.texts.say
        boxes: list[dict[str, object]] = [
            {
                "value": theme.id,
                "text": theme.name,
                "checked": theme.id in ticked.themes,
                **({"hint": {"text": theme.description}} if theme.description else {}),
            }
            for theme in frame
            if not theme.retired or theme.id in ticked.themes
        ]
        if boxes:
            boxes.append({"divider": say("coding.or")})
        return [*boxes, {"name": "none", "value": TICKED, "text": say("coding.none_fits"), "checked": ticked.none}]
