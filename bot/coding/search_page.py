"""Searching for words in the answers of an engagement. The words are sent in a form: they stand in no address and no log."""

import time

from aiohttp import web

from bot.coding.asked import READERS, asked_in
from bot.coding.frame_page import one_line, said_wrong
from bot.staff.site import Site
from conversations.script import Script
from storage.audit import Kind
from storage.word_search import LONGEST, answers_with

SEARCH_PATH = "/search"
SECONDS = 2.0
"""How long one look through the answers may take before it shows what it has found so far."""


def add_search(site: Site) -> None:
    """Add the page."""
    page = SearchPage(site)
    site.add("GET", SEARCH_PATH, page.ask, *READERS)
    site.add("POST", SEARCH_PATH, page.search, *READERS)
    site.add_to_menu(SEARCH_PATH, "search.title", *READERS)


class SearchPage:
    """Shows answers that hold certain words. That somebody searched is in the audit trail, what for is not."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def ask(self, request: web.Request) -> web.Response:
        """Show the form."""
        return await self._page(request, await self._script(""))

    async def search(self, request: web.Request) -> web.Response:
        """Show the answers that hold the words, from the one after `after` on."""
        site, form = self._site, self._site.form(request)
        script, words = await self._script(form.get("engagement", "")), one_line(form.get("words", ""))
        if not words or len(words) > LONGEST:
            return await self._page(request, script, words[:LONGEST], wrong="search.no_words")
        after = (form.get("after", ""), form.get("after_question", ""))
        async with site.database.writing() as connection:
            await site.note(connection, request, Kind.ANSWERS_SEARCHED, engagement=script.engagement)
        enough_at = time.monotonic() + SECONDS
        async with site.database.reading() as connection:
            search = await answers_with(
                connection, script.engagement, words, after, lambda: time.monotonic() > enough_at
            )
        names = {asked.id: asked.text for asked in asked_in(site, script)}
        rows = [(answer, names.get(answer.question_id, answer.question_id)) for answer in search.found]
        return await self._page(
            request, script, words, found=rows, place=search.place, share=search.share, searched=True
        )

    async def _page(
        self, request: web.Request, script: Script, words: str = "", *, wrong: str = "", **values: object
    ) -> web.Response:
        site = self._site
        engagements = [
            {"value": one.engagement, "text": one.title, "selected": one.engagement == script.engagement}
            for one in await site.engagements.named()
        ]
        return site.render(
            request, "search.html", status=400 if wrong else 200, title=site.texts.say("search.title"),
            engagements=engagements, engagement=script.engagement, words=words, **values,
            **said_wrong(site, {"words": wrong} if wrong else {}),
        )  # fmt: skip

    async def _script(self, engagement: str) -> Script:
        known = self._site.engagements
        return await known.script(engagement) or known.usual(self._site.settings.engagement)
