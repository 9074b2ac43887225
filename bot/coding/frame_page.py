"""Code frames: the questions that can be coded, and the themes of each: adding, changing, merging, retiring."""

from collections.abc import Mapping

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coding.asked import QUESTION_PATH, READERS, THEMES_PATH, Asked, asked_in, asked_of
from bot.staff.site import Site
from storage.audit import Kind
from storage.errors import ThemeError
from storage.themes import (
    LONGEST_DESCRIPTION,
    Theme,
    add_theme,
    change_theme,
    code_frame,
    merge_themes,
    name_is_wrong,
    retire_theme,
    theme_of_id,
)


def add_code_frames(site: Site) -> None:
    """Add the pages."""
    pages = FramePages(site)
    site.add("GET", THEMES_PATH, pages.show_all, *READERS)
    site.add("GET", QUESTION_PATH, pages.show, *READERS)
    site.add("POST", QUESTION_PATH, pages.add, *READERS)
    one = QUESTION_PATH + "/themes/{id}"
    site.add("GET", one, pages.show_one, *READERS)
    site.add("POST", one, pages.change, *READERS)
    site.add("POST", one + "/merge", pages.merge, *READERS)
    site.add("POST", one + "/retire", pages.retire, *READERS)
    site.add_to_menu(THEMES_PATH, "themes.title", *READERS)


def one_line(written: str) -> str:
    """Return a name as it is stored: without spaces around it or doubled."""
    return " ".join(written.split())


class FramePages:
    """Lets analysts and leads build code frames while they read."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show_all(self, request: web.Request) -> web.Response:
        """Show every question that can be coded, by engagement."""
        site = self._site
        known = (await site.engagements.all()).values()
        scripts = [(site.engagements.name(script), tuple(asked_in(site, script))) for script in known]
        return site.render(request, "themes.html", title=site.texts.say("themes.title"), scripts=scripts)

    async def show(self, request: web.Request) -> web.Response:
        """Show a question's code frame."""
        asked = await asked_of(self._site, request)
        return self._unknown(request) if asked is None else await self._frame(request, asked, {}, {})

    async def add(self, request: web.Request) -> web.Response:
        """Add a theme."""
        site, asked = self._site, await asked_of(self._site, request)
        if asked is None:
            return self._unknown(request)
        form = site.form(request)
        name, description = one_line(form.get("name", "")), form.get("description", "").strip()
        wrong = wrong_with(name, description)
        if not wrong:
            try:
                async with site.database.writing() as connection:
                    theme = await add_theme(connection, asked.engagement, asked.id, name, description)
                    await site.note(connection, request, Kind.THEME_ADDED, **_about(theme))
            except ThemeError:
                wrong = {"name": "themes.taken"}
        if wrong:
            return await self._frame(request, asked, wrong, {"name": name, "description": description})
        return site.go(asked.path)

    async def show_one(self, request: web.Request) -> web.Response:
        """Show one theme and what can be done with it."""
        async with self._site.database.reading() as connection:
            asked, theme = await self._theme(connection, request)
        return self._unknown(request) if asked is None or theme is None else await self._one(request, asked, theme, {})

    async def change(self, request: web.Request) -> web.Response:
        """Give a theme another name or description."""
        site, form = self._site, self._site.form(request)
        name, description = one_line(form.get("name", "")), form.get("description", "").strip()
        wrong = wrong_with(name, description)
        try:
            async with site.database.writing() as connection:
                asked, theme = await self._theme(connection, request)
                if theme is not None and not wrong:
                    await change_theme(connection, theme, name, description)
                    await site.note(connection, request, Kind.THEME_CHANGED, **_about(theme))
        except ThemeError:
            wrong = {"name": "themes.taken"}
        if asked is None or theme is None:
            return self._unknown(request)
        return await self._one(request, asked, theme, wrong) if wrong else site.go(asked.path)

    async def merge(self, request: web.Request) -> web.Response:
        """Merge a theme into another one: what was coded with it counts for the other."""
        site = self._site
        into = site.form(request).get("into", "")
        try:
            async with site.database.writing() as connection:
                asked, theme = await self._theme(connection, request)
                stays = await theme_of_id(connection, into)
                if theme is not None and stays is not None:
                    await merge_themes(connection, theme, stays)
                    about = {"engagement": theme.engagement, "question": theme.question_id}
                    await site.note(connection, request, Kind.THEMES_MERGED, **about, theme=theme.name, into=stays.name)
        except ThemeError:
            stays = None
        if asked is None or theme is None:
            return self._unknown(request)
        return site.go(asked.path) if stays else await self._one(request, asked, theme, {"into": "themes.no_other"})

    async def retire(self, request: web.Request) -> web.Response:
        """Offer a theme no more, or offer it again."""
        site = self._site
        async with site.database.writing() as connection:
            asked, theme = await self._theme(connection, request)
            if theme is not None:
                await retire_theme(connection, theme.id, retired=not theme.retired)
                state = "offered again" if theme.retired else "retired"
                await site.note(connection, request, Kind.THEME_CHANGED, **_about(theme), now=state)
        return self._unknown(request) if asked is None or theme is None else site.go(asked.path)

    async def _theme(self, connection: AsyncConnection, request: web.Request) -> tuple[Asked | None, Theme | None]:
        """Return the question of a page and its theme; None for what is not there or not of this question."""
        asked = await asked_of(self._site, request)
        theme = await theme_of_id(connection, request.match_info["id"])
        ours = asked and theme and (theme.engagement, theme.question_id) == (asked.engagement, asked.id)
        return asked, theme if ours else None

    async def _frame(
        self, request: web.Request, asked: Asked, wrong: Mapping[str, str], values: Mapping[str, str]
    ) -> web.Response:
        site = self._site
        async with site.database.reading() as connection:
            frame = await code_frame(connection, asked.engagement, asked.id, retired=True)
        script = await site.engagements.script(asked.engagement)
        return site.render(
            request, "code_frame.html", status=400 if wrong else 200, title=asked.text, asked=asked, values=values,
            over=site.engagements.notice(script) if script else "",
            offered=[theme for theme in frame if not theme.retired], retired=[theme for theme in frame if theme.retired],
            **said_wrong(site, wrong),
        )  # fmt: skip

    async def _one(self, request: web.Request, asked: Asked, theme: Theme, wrong: Mapping[str, str]) -> web.Response:
        site = self._site
        async with site.database.reading() as connection:
            frame = await code_frame(connection, asked.engagement, asked.id)
        others = [{"value": other.id, "text": other.name} for other in frame if other.id != theme.id]
        return site.render(
            request, "theme.html", status=400 if wrong else 200, title=theme.name, asked=asked, theme=theme,
            others=others, **said_wrong(site, wrong),
        )  # fmt: skip

    def _unknown(self, request: web.Request) -> web.Response:
        return self._site.trouble(request, 404, "site.unknown")


def wrong_with(name: str, description: str) -> dict[str, str]:
    """Return what is wrong with a theme's name and description: the key of a text by the name of a field."""
    wrong = {"name": "themes.no_name"} if name_is_wrong(name) else {}
    return wrong | ({"description": "themes.long"} if len(description) > LONGEST_DESCRIPTION else {})


def said_wrong(site: Site, wrong: Mapping[str, str]) -> dict[str, object]:
    """Return what is wrong in words, for a template."""
    texts = {field: site.texts.say(key) for field, key in wrong.items()}
    return {"wrong": texts, "errors": [{"text": text, "href": f"#{field}"} for field, text in texts.items()]}


def _about(theme: Theme) -> dict[str, str]:
    return {"engagement": theme.engagement, "question": theme.question_id, "theme": theme.name}
