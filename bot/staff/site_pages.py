"""All staff pages: the one list of the parts that add theirs."""

from collections.abc import Callable, Mapping
from datetime import datetime

from aiohttp import web

from bot.coding.agreement_page import add_agreement
from bot.coding.coding_page import add_coding
from bot.coding.frame_page import add_code_frames
from bot.coding.hiding_page import add_hiding
from bot.coding.quotes_page import add_quotes
from bot.coding.search_page import add_search
from bot.figures.page import add_overview
from bot.figures.report_page import add_report
from bot.settings import Settings
from bot.staff.audit_page import add_audit
from bot.staff.downloads_page import add_downloads
from bot.staff.events_page import add_events
from bot.staff.joining_page import add_joining
from bot.staff.own_account_page import add_own_account
from bot.staff.paper_page import add_paper
from bot.staff.people_page import add_people
from bot.staff.sign_in_page import add_sign_in
from bot.staff.site import Site
from bot.staff.translations_page import add_translations
from bot.staff.we_did_page import add_we_did
from bot.turns import Turns
from conversations.script import Script
from conversations.staff_texts import StaffTexts
from storage.database import Database
from storage.staff_keys import StaffKeys

PARTS: tuple[Callable[[Site], None], ...] = (
    add_sign_in, add_overview, add_report, add_downloads, add_events, add_paper, add_code_frames, add_coding,
    add_agreement, add_quotes, add_search, add_hiding, add_we_did, add_translations,
    add_joining, add_own_account, add_people, add_audit,
)  # fmt: skip
"""What adds pages, in the order in which they stand in the menu."""


def add_staff_site(  # noqa: PLR0913, PLR0917 - it joins all that pages stand on
    app: web.Application,
    database: Database,
    texts: StaffTexts,
    keys: StaffKeys,
    now: Callable[[], datetime],
    settings: Settings,
    scripts: Mapping[str, Script],
    turns: Turns | None = None,
) -> Site:
    """Add every page for staff to an application, and return the site of those that one signs in to. `turns` take sheets of paper.

    Raises SettingsError for a logo that cannot be used.
    """
    site = Site(app, database, texts, keys, now, settings, scripts, turns)
    for add in PARTS:
        add(site)
    return site
