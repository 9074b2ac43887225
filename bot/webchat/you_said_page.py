"""The public page of 'You said, we did': what became of what many people said, for everybody. It works without scripts.

What stands on it was typed by staff and published by a lead (`bot/staff/we_did_page.py`). It is read from the database
each time, so that what is withdrawn is gone at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.turns import Turns
from bot.webchat.cookies import Cookies
from bot.webchat.page import Shown, page_of
from bot.webchat.rendering import Renderer
from bot.webchat.visit import visit_of
from conversations.engine import new_state
from conversations.people import Channel
from conversations.script import Script
from conversations.state import ConversationState
from conversations.you_said import YouSaid, day_shown
from storage.past_engagements import newest_wording
from storage.past_frames import Frame, frame_of
from storage.we_did import published

YOU_SAID_PATH = "/you-said"


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One entry as a template takes it: `came` is the key of the words above what came of it; the day twice."""

    you_said: str
    came: str
    words: str
    day: str
    iso_day: str


class YouSaidPage:
    """Answers `/you-said/ENGAGEMENT`."""

    def __init__(self, turns: Turns, renderer: Renderer, cookies: Cookies) -> None:
        self._turns = turns
        self._renderer = renderer
        self._cookies = cookies
        self._frames: dict[str, Frame] = {}

    async def show(self, request: web.Request) -> web.Response:
        """Answer a GET: the page, or the way to it where the address names no engagement, or an event of one.

        An engagement that is over keeps its page as long as anything is published of it, with its own words around it; only
        where to get help is said as it is today.
        """
        visit = visit_of(request, self._turns, self._cookies)
        script, asked = visit.script, request.match_info.get("code", "")
        async with self._turns.database.reading() as connection:
            found = await published(connection)
            over = asked in found and asked not in self._turns.scripts
            if over and asked not in self._frames:
                self._frames[asked] = frame_of(await newest_wording(connection, asked), script)
        if asked != script.engagement and not over:
            query = f"?lang={visit.asked_language}" if visit.asked_language else ""
            headers = {"Location": f"{YOU_SAID_PATH}/{script.engagement}{query}", "Cache-Control": "no-store"}
            return web.Response(status=303, headers=headers)
        if over:
            script = self._frames[asked].around(script)
        state = new_state(script, Channel.WEB, _offered(script, visit.language))
        chat = f"/chat/{script.engagement}" if visit.code else "/chat"
        page = page_of(script, state, chat, Shown(ended=True))
        entries = shown_entries(script, state, found.get(asked, ()))
        return self._renderer.you_said(page, entries, self._frames[asked].title if over else "")


def _offered(script: Script, language: str) -> str:
    return language if language in script.languages else script.default_language


def shown_entries(script: Script, state: ConversationState, entries: Sequence[YouSaid]) -> tuple[ShownEntry, ...]:
    """Return entries as a page shows them to somebody."""
    return tuple(
        ShownEntry(
            you_said=entry.you_said,
            came=f"you_said.{entry.came.value}",
            words=entry.words,
            day=day_shown(script, state, entry.on),
            iso_day=entry.on.isoformat(),
        )
        for entry in entries
    )
