"""Quotes that may be used, theme by theme: what is in a release, of people who agreed to be quoted."""

from aiohttp import web

from bot.coding.asked import QUESTION_PATH, READERS, asked_of, note_reading
from bot.figures.labels import Labels
from bot.figures.quoting import told
from bot.staff.site import Site
from storage.quotes import quotes
from storage.themes import code_frame, theme_of_id


def add_quotes(site: Site) -> None:
    """Add the page."""
    site.add("GET", QUESTION_PATH + "/quotes", QuotesPage(site).show, *READERS)


class QuotesPage:
    """Shows the quotes about one theme; `?theme=ID` says which."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: web.Request) -> web.Response:
        """Show the themes to choose from, and the quotes about the chosen one."""
        site, asked = self._site, await asked_of(self._site, request)
        if asked is None:
            return site.trouble(request, 404, "site.unknown")
        labels = Labels((await site.engagements.all())[asked.engagement], site.texts, {})
        async with site.database.reading() as connection:
            frame = await code_frame(connection, asked.engagement, asked.id)
            theme = await theme_of_id(connection, request.query.get("theme", ""))
            if theme is not None and (theme.engagement, theme.question_id) != (asked.engagement, asked.id):
                theme = None
            found = (await quotes(connection, asked.engagement, asked.id, [theme.id]))[theme.id] if theme else ()
        if theme is not None:
            await note_reading(site, request, engagement=asked.engagement, question=asked.id, to="quote")
        return site.render(
            request, "quotes.html", title=site.texts.say("quotes.title"), asked=asked, frame=frame, theme=theme,
            quotes=[(quote.words, told(quote, labels)) for quote in found],
        )  # fmt: skip
