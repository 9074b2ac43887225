"""The response-monitoring report, made from a browser: as a page or as a PDF, of all the weeks that are over.

Only of all of them: two reports of weeks that overlap can be subtracted from each other, and whoever downloads has no
list of those that were made before. `sayso report` can make one of other weeks.
"""

import asyncio
import hashlib
from importlib import import_module

from aiohttp import web

from bot.coding.asked import note_reading
from bot.figures.drawing import whole_page
from bot.figures.making import QUOTES, made_report
from bot.figures.model import Document
from bot.figures.page import expected_of
from bot.figures.quotes_read import known_by, mark_of, without_quotes, words_quoted
from bot.staff.site import Site
from conversations.script import Script
from storage.accounts import Role
from storage.audit import Kind
from storage.moments import day_of

ROLES = (Role.LEAD, Role.ANALYST)
PAGE, PDF = "page", "pdf"
YES = "yes"
TYPES = {PAGE: ("text/html", "html"), PDF: ("application/pdf", "pdf")}
"""What a report can be made as: its type, and how its file's name ends."""


def add_report(site: Site) -> None:
    """Add the pages."""
    pages = ReportPages(site)
    site.add("GET", "/report", pages.show, *ROLES)
    site.add("POST", "/report/{engagement}", pages.send, *ROLES)
    site.add_to_menu("/report", "report.page_title", *ROLES)


class ReportPages:
    """Makes reports. Each stands in the audit trail, with its hash."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: web.Request) -> web.Response:
        """Show what can be made."""
        site = self._site
        title = site.texts.say("report.page_title")
        return site.render(
            request, "report.html", title=title, scripts=await site.engagements.named(), kinds=(PDF, PAGE)
        )

    async def send(self, request: web.Request) -> web.Response:
        """Make the report of an engagement and send it, once it is noted; one with quotes only once they were read."""
        site, form = self._site, self._site.form(request)
        kind, quotes = form.get("as", ""), QUOTES if form.get("quotes") == YES else 0
        script = await site.engagements.script(request.match_info["engagement"])
        if script is None or kind not in TYPES:
            return site.trouble(request, 404, "overview.unknown")
        report, left_out = await self._report(script, quotes), form.getall("leave_out", [])
        if words_quoted(report) and not (form.get("read") == YES and form.get("shown") == mark_of(report)):
            return await self._ask_to_read(request, script, report, kind)
        report = without_quotes(report, left_out)
        body = await self._drawn(report, kind)
        content_type, end = TYPES[kind]
        name = f"report-{script.engagement}-{day_of(site.now()).isoformat()}.{end}"
        about: dict[str, str | int] = {
            "engagement": script.engagement,
            "as": kind,
            "quotes": len(words_quoted(report)),
            "sha256": hashlib.sha256(body).hexdigest(),
        }
        async with site.database.writing() as connection:
            await site.note(connection, request, Kind.REPORT_MADE, **about)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(body=body, content_type=content_type, headers=headers)

    async def _ask_to_read(self, request: web.Request, script: Script, report: Document, kind: str) -> web.Response:
        """Show every quote that the report would hold, to be read and, where it gives somebody away, left out."""
        site, form = self._site, self._site.form(request)
        again = "shown" in form
        changed = again and form.get("shown") != mark_of(report)
        wrong = site.texts.say("report.quotes_changed" if changed else "report.not_read") if again else ""
        await note_reading(site, request, engagement=script.engagement, to="quote")
        return site.render(
            request,
            "report_quotes.html",
            status=400 if wrong else 200,
            title=site.texts.say("report.read_title"),
            script=script,
            sections=[section for section in report.sections if section.quotes],
            shown=mark_of(report),
            known_by=known_by,
            left_out=form.getall("leave_out", []),
            wrong=wrong,
            errors=[{"text": wrong, "href": "#read"}] if wrong else [],
            kinds=(PDF, PAGE),
            chosen=kind,
        )

    async def _report(self, script: Script, quotes: int) -> Document:
        site = self._site
        made = await made_report(
            site.database,
            script,
            await expected_of(site, script),
            site.texts,
            None,
            day_of(site.now()),
            site.settings.small_numbers,
            quotes,
            over=site.engagements.is_over(script.engagement),
        )
        return made.document

    async def _drawn(self, report: Document, kind: str) -> bytes:
        # Beside the loop: drawing takes some tenths of a second, in which nobody's words could be taken.
        if kind == PDF:
            return await asyncio.to_thread(as_pdf, report)
        return (await asyncio.to_thread(whole_page, report)).encode()


def as_pdf(report: Document) -> bytes:
    """Return a report as a PDF."""
    # What draws is imported here: it takes twenty megabytes, and most days nobody makes a PDF.
    made: bytes = import_module("bot.figures.pdf").as_pdf(report)
    return made
