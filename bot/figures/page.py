"""The overview page for leads and analysts: one engagement's figures of the weeks that are over. It reads two rows."""

from aiohttp import web

from bot.figures.drawing import drawn
from bot.figures.labels import Labels
from bot.figures.sections import Expected, Parts, with_events
from bot.staff.site import Site
from conversations.content import load_expected
from conversations.script import Script
from storage.accounts import Role
from storage.events import all_events
from storage.moments import day_of
from storage.statistics_keeping import kept_statistics

OVERVIEW_PATH = "/overview"
ROLES = (Role.LEAD, Role.ANALYST)


def add_overview(site: Site) -> None:
    """Add the page, and put it in the menu."""
    page = OverviewPage(site)
    site.add("GET", OVERVIEW_PATH, page.show_first, *ROLES)
    site.add("GET", OVERVIEW_PATH + "/{engagement}", page.show, *ROLES)
    site.add_to_menu(OVERVIEW_PATH, "overview.title", *ROLES)


class OverviewPage:
    """Shows the overview. Targets and population are read once, when an engagement is first looked at."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._expected: dict[str, Expected] = {}

    async def show_first(self, request: web.Request) -> web.StreamResponse:
        """Show the engagement that people come to by the plain address."""
        usual = self._site.settings.engagement
        script = self._site.scripts.get(usual) or next(iter(self._site.scripts.values()))
        return await self._answer(request, script)

    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show one engagement; 404 for one that is not there."""
        script = self._site.scripts.get(request.match_info["engagement"])
        if script is None:
            return self._site.trouble(request, 404, "overview.unknown")
        return await self._answer(request, script)

    async def _answer(self, request: web.Request, script: Script) -> web.StreamResponse:
        site = self._site
        statistics = await kept_statistics(site.database, script, day_of(site.now()), site.settings.small_numbers)
        document = None
        if statistics is not None:
            async with site.database.reading() as connection:
                events = await all_events(connection)
            labels = Labels(script, site.texts, {event.code: event.name for event in events})
            expected = with_events(self._expected_of(script), script, events)
            document = Parts(statistics, expected, labels).overview()
        return site.render(
            request,
            "overview.html",
            title=site.texts.say("overview.title"),
            engagement=script,
            others=[other for other in site.scripts.values() if other is not script],
            document=document,
            figures=drawn(document) if document else "",
            path=OVERVIEW_PATH,
        )

    def _expected_of(self, script: Script) -> Expected:
        if script.engagement not in self._expected:
            self._expected[script.engagement] = Expected(
                *load_expected(script.engagement, *self._site.settings.content)
            )
        return self._expected[script.engagement]
