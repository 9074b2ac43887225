"""The page that a receipt opens: what is held, one answer taken out, everything erased, the talk carried on.

It works without scripts and without cookies. The four words come by POST alone and never stand in an address; they go
from step to step in the page's own forms. Only carrying on needs a cookie: the one that the chat keeps anyway.
"""

from dataclasses import dataclass, replace
from ipaddress import ip_address

from aiohttp import web

from bot.receipts.opening import Receipts, Refusal, answer_lines, in_order, question_words
from bot.turns import Turns
from bot.webchat.cookies import Cookies, new_token
from bot.webchat.door import Door
from bot.webchat.guard import trouble
from bot.webchat.page import Shown, message_of, page_of
from bot.webchat.rendering import Renderer
from bot.webchat.security import is_from_elsewhere
from bot.webchat.visit import Visit, visit_of
from bot.webchat.you_said_page import ShownEntry, shown_entries
from conversations.engine import new_state
from conversations.inbound import Typed
from conversations.people import Channel
from conversations.prompts import notice
from conversations.script import Script
from conversations.signposting import signpost, signs_in
from conversations.state import ConversationState
from conversations.turn import Reply, Tone
from conversations.words import clean
from storage.receipts import Held

RECEIPT_PATH = "/receipt"
CARRY_ON_PATH = "/chat/receipt/carry-on"
"""Below `/chat`, since the chat's cookies are sent there only."""

OUT = "out:"


@dataclass(frozen=True, slots=True, repr=False)
class HeldView:
    """What the page shows of an opened receipt: each answer as (question id, question, lines).

    `came` is what is published of what came of them; where that is nothing, `happened` says so.
    """

    words: str
    answers: tuple[tuple[str, str, tuple[str, ...]], ...]
    may_carry_on: bool
    asks_to_erase: bool
    came: tuple[ShownEntry, ...] = ()
    happened: str = ""


class ReceiptPage:
    """Answers `/receipt`. `public_url` is as for the chat, and may be empty."""

    def __init__(  # noqa: PLR0913 - what a page is made of
        self, turns: Turns, receipts: Receipts, renderer: Renderer, cookies: Cookies, door: Door, *, public_url: str
    ) -> None:
        self._turns = turns
        self._receipts = receipts
        self._renderer = renderer
        self._cookies = cookies
        self._door = door
        self._public_url = public_url

    async def show(self, request: web.Request) -> web.Response:
        """Answer a GET: the form for the four words."""
        visit = visit_of(request, self._turns, self._cookies)
        state = new_state(visit.script, Channel.WEB, visit.language)
        return self._page(visit.script, state, (notice(visit.script, state, "receipt_page.enter"),))

    async def take(self, request: web.Request) -> web.Response:
        """Answer a POST: open the receipt, then do what was asked for."""
        visit = visit_of(request, self._turns, self._cookies)
        if is_from_elsewhere(request, self._public_url):
            return trouble(self._renderer, visit, "page.from_elsewhere", 403)
        fields = await self._door.fields(request)
        words, wanted = fields.get("words", ""), fields.get("do", "")
        async with self._door.place():
            return await self._open(request, visit, words, wanted)

    async def _open(self, request: web.Request, visit: Visit, words: str, wanted: str) -> web.Response:
        held = await self._receipts.open(client_of(request), words)
        if isinstance(held, Refusal):
            return self._refused(visit.script, visit.language, held, words)
        script, state = self._receipts.script(held), self._receipts.state(held, Channel.WEB)
        said: tuple[str, ...] = ("receipt_page.held",)
        if wanted == "erase_yes":
            await self._receipts.erase(held)
            response = self._page(script, state, (notice(script, state, "receipt_page.erased"),), ask=False)
            # The chat would go on saying that they are kept, for as long as it shows how the talk ended.
            self._cookies.drop_ended(response, script)
            return response
        if wanted.startswith(OUT):
            held = await self._receipts.take_out(held, wanted.removeprefix(OUT)) or held
            said = ("receipt_page.taken_out",)
        if wanted == "erase":
            said = ("receipt_page.erase_sure",)
        return self._held(script, state, held, words, said, asks_to_erase=wanted == "erase")

    async def carry_on(self, request: web.Request) -> web.Response:
        """Answer a POST below the chat: move the open talk to this browser and lead there."""
        visit = visit_of(request, self._turns, self._cookies)
        if is_from_elsewhere(request, self._public_url):
            return trouble(self._renderer, visit, "page.from_elsewhere", 403)
        words = (await self._door.fields(request)).get("words", "")
        async with self._door.place():
            return await self._carry_on(request, words)

    async def _carry_on(self, request: web.Request, words: str) -> web.Response:
        visit = visit_of(request, self._turns, self._cookies)
        held = await self._receipts.open(client_of(request), words)
        if isinstance(held, Refusal):
            return self._refused(visit.script, visit.language, held, words)
        script, state = self._receipts.script(held), self._receipts.state(held, Channel.WEB)
        token = self._cookies.session(request, script) or new_token()
        if not held.open:
            return self._held(script, state, held, words, ("receipt_page.held",))
        if not await self._receipts.carry_on(held, Channel.WEB, token):
            return self._held(script, state, held, words, ("receipt_page.other_chat",))
        code = held.engagement if held.engagement != self._turns.default_engagement else ""
        to = f"/chat/{code}" if code else "/chat"
        response = web.Response(status=303, headers={"Location": to, "Cache-Control": "no-store"})
        self._cookies.keep_session(response, script, token)
        self._cookies.drop_ended(response, script)
        self._cookies.uncover(response, script)
        return response

    def _held(  # noqa: PLR0913 - what a page is made of
        self,
        script: Script,
        state: ConversationState,
        held: Held,
        words: str,
        said: tuple[str, ...],
        *,
        asks_to_erase: bool = False,
    ) -> web.Response:
        if not held.answers and not asks_to_erase:
            said = (*(key for key in said if key != "receipt_page.held"), "receipt_page.nothing_held")
        view = HeldView(
            words=words,
            answers=tuple(
                (question, question_words(script, state, question), answer_lines(script, state, held, question))
                for question in in_order(script, held)
            ),
            may_carry_on=held.open and self._receipts.may_carry_on(held, Channel.WEB),
            asks_to_erase=asks_to_erase,
            came=shown_entries(script, state, held.came),
            happened=script.wording(state.language).say(key, state) if (key := self._receipts.happened(held)) else "",
        )
        return self._page(script, state, tuple(notice(script, state, key) for key in said), view)

    def _refused(self, script: Script, language: str, refusal: Refusal, words: str) -> web.Response:
        state = new_state(script, Channel.WEB, language)
        said = notice(script, state, f"receipt_page.{refusal.value}", Tone.ERROR)
        signs = signs_in(state, Typed(clean(words))) if refusal is Refusal.NOT_FOUR else None
        # Somebody may tell of harm here as well as anywhere: help comes first.
        replies = (signpost(script, state, signs), said) if signs else (said,)
        draft = "" if refusal is Refusal.NOT_FOUR and signs else words
        return self._page(script, state, replies, draft=draft)

    def _page(  # noqa: PLR0913 - what a page is made of
        self,
        script: Script,
        state: ConversationState,
        said: tuple[Reply, ...],
        view: HeldView | None = None,
        *,
        draft: str = "",
        ask: bool = True,
    ) -> web.Response:
        page = page_of(script, state, RECEIPT_PATH, Shown(ended=True))
        page = replace(page, draft=draft, messages=tuple(message_of(reply, script) for reply in said))
        return self._renderer.receipt(page, view, ask=ask and view is None)


def client_of(request: web.Request) -> str:
    """Return the address that wrong tries are counted by.

    Where the connection comes from this machine or its own network there is a proxy in front, which says at the end of
    X-Forwarded-For whom it speaks for. From anywhere else that header is the sender's own invention.
    """
    remote = request.remote or ""
    said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        near = ip_address(remote).is_private
        return str(ip_address(said)) if near and said else remote
    except ValueError:
        return remote
