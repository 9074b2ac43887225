"""Agreement: how far two people who coded the same answers say the same, theme by theme, in numbers and in words."""

from collections.abc import Iterator, Sequence

from aiohttp import web

from bot.coding.asked import QUESTION_PATH, READERS, asked_of, in_words
from bot.staff.site import Site
from storage.agreement import ENOUGH, Pair, Table, coded_by_both, coders, reading, table_of
from storage.small_numbers import figure
from storage.themes import Theme, code_frame


def add_agreement(site: Site) -> None:
    """Add the page."""
    site.add("GET", QUESTION_PATH + "/agreement", AgreementPage(site).show, *READERS)


class AgreementPage:
    """Shows every pair of people who have coded answers in common; nothing of pairs with too few."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: web.Request) -> web.Response:
        """Show the agreement on a question's themes."""
        site, asked = self._site, await asked_of(self._site, request)
        if asked is None:
            return site.trouble(request, 404, "site.unknown")
        small = site.settings.small_numbers
        shown: list[dict[str, object]] = []
        async with site.database.reading() as connection:
            frame = await code_frame(connection, asked.engagement, asked.id)
            for first, second in await coders(connection, asked.engagement, asked.id):
                pairs = await coded_by_both(connection, asked.engagement, asked.id, first, second)
                shown.append(
                    {
                        "names": (first, second),
                        "both": in_words(site, figure(len(pairs), small)),
                        "few": len(pairs) < ENOUGH,
                        "rows": list(self._rows(frame, pairs)) if len(pairs) > small else [],
                    }
                )
        return site.render(
            request, "agreement.html", title=site.texts.say("agreement.title"), asked=asked, pairs=shown, enough=ENOUGH
        )

    def _rows(self, frame: Sequence[Theme], pairs: Sequence[Pair]) -> Iterator[tuple[str, str, str, str]]:
        """Give name, share of equal verdicts, kappa and its word for each theme, and for 'none fits'."""
        for theme in frame:
            yield theme.name, *self._told(table_of(pairs, theme.id))
        yield self._site.texts.say("coding.none_fits"), *self._told(table_of(pairs, None))

    def _told(self, table: Table) -> tuple[str, str, str]:
        say = self._site.texts.say
        percent = say("agreement.said_percent", percent=round(100 * (table.agreement or 0)))
        if table.kappa is None:
            return percent, say("agreement.no_kappa"), say("agreement.not_known")
        kappa = say("agreement.said_kappa", number=f"{table.kappa:.2f}")
        return percent, kappa, say(f"agreement.{reading(table.kappa).value}")
