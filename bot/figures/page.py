"""The overview page for leads and analysts: one engagement's figures of the weeks that are over. It reads two rows."""

import asyncio

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
        return await self._answer(request, self._site.engagements.usual(self._site.settings.engagement))

    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show one engagement, also one that is over; 404 for one that is not there."""
        script = await self._site.engagements.script(request.match_info["engagement"])
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
            expected = with_events(await self._expected_of(script), script, events)
            over = site.engagements.is_over(script.engagement)
            document = Parts(statistics, expected, labels).overview(over=over)
        return site.render(
            request,
            "overview.html",
            title=site.texts.say("overview.title"),
            engagement=script,
            others=await site.engagements.named(script.engagement),
            over=site.engagements.notice(script),
            document=document,
            figures=drawn(document) if document else "",
            path=OVERVIEW_PATH,
        )

    async def _expected_of(self, script: Script) -> Expected:
        if script.engagement not in self._expected:
            self._expected[script.engagement] = await expected_of(self._site, script)
        return self._expected[script.engagement]


async def expected_of(site: Site, script: Script) -> Expected:
    """Return what an engagement's answers are compared with; of one that is over the population alone, its targets are gone."""
    population, targets = await asyncio.to_thread(load_expected, script.engagement, *site.settings.content)
    return Expected(population, () if site.engagements.is_over(script.engagement) else targets)
