"""The audit trail, for administrators: the entries, and whether the trail is whole."""

from aiohttp import web

from bot.staff.site import Site
from storage.accounts import Role
from storage.audit import Entry

ON_A_PAGE = 50


def add_audit(site: Site) -> None:
    """Add the page."""
    site.add("GET", "/audit", AuditPage(site).show, Role.ADMINISTRATOR)
    site.add_to_menu("/audit", "audit.title", Role.ADMINISTRATOR)


class AuditPage:
    """Shows the trail, the newest first, verified each time that it is opened."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: web.Request) -> web.Response:
        """Show some entries; `?before=120` those with a lower number."""
        site, asked = self._site, request.query.get("before", "")
        before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 9 else None  # noqa: PLR2004 - a number
        async with site.database.reading() as connection:
            verdict = await site.trail.verify(connection)
            entries = await site.trail.newest(connection, ON_A_PAGE, before)
        return site.render(
            request, "audit.html", title=site.texts.say("audit.title"), verdict=verdict, before=before,
            entries=[(entry, self._said(entry)) for entry in entries],
            older=entries[-1].number if len(entries) == ON_A_PAGE else None,
        )  # fmt: skip

    def _said(self, entry: Entry) -> str:
        """Return in words what was done; the bare kind where this version of Sayso does not know it."""
        key = f"audit_kind.{entry.kind}"
        return self._site.texts.say(key) if key in self._site.texts.texts else entry.kind
