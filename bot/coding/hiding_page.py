"""Hiding words by hand that redaction missed: first a look at what would stand there, then for good.

The answer and the words travel in forms alone. The audit trail says that words were hidden and of which kind, never which.
"""

from collections.abc import Sequence

from aiohttp import web

from bot.coding.asked import READERS, asked_in
from bot.coding.frame_page import said_wrong
from bot.staff.site import Site
from conversations.redaction.by_hand import KINDS, OTHER
from conversations.redaction.marking import phrases_between, pieces_of
from storage.audit import Kind
from storage.hiding import hide_words, release_with, try_hiding
from storage.moments import day_of
from storage.theme_coding import answer_to_read

LOOK, TRY, SURE = "look", "try", "sure"
MOST = 20
LONGEST = 500
LONGEST_NUMBER = 6


def add_hiding(site: Site) -> None:
    """Add the page."""
    site.add("POST", "/hide", HidingPage(site).take, *READERS)


class HidingPage:
    """Lets a reader take words out of one person's answers for good."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def take(self, request: web.Request) -> web.Response:
        """Show an answer and ask for the words; show what would be left; hide them."""
        form = self._site.form(request)
        step, written = form.get("step", LOOK), form.get("hide", "")
        kind = form.get("kind", OTHER) if form.get("kind") in KINDS else OTHER
        if step == LOOK:
            return await self._page(request, "hide.html")
        phrases = [line.strip() for line in written.splitlines() if line.strip()]
        if step == TRY:
            phrases = [*await self._marked(request), *phrases]
        written = "\n".join(phrases)
        if not phrases or len(phrases) > MOST or len(written) > LONGEST:
            return await self._page(request, "hide.html", written=written[:LONGEST], kind=kind, wrong="hiding.no_words")
        if step == SURE:
            return await self._hide(request, phrases, kind)
        return await self._try(request, written, phrases, kind)

    async def _marked(self, request: web.Request) -> Sequence[str]:
        """Return the words that are marked in the answer, from one to another; none where nothing is."""
        form = self._site.form(request)
        ends = [number for number in (_number(form.get(name, "")) for name in ("first", "last")) if number]
        if not ends:
            return ()
        async with self._site.database.reading() as connection:
            answer = await answer_to_read(
                connection, form.get("engagement", ""), form.get("answer", ""), form.get("question", "")
            )
        return phrases_between(answer.messages, ends[0], ends[-1]) if answer else ()

    async def _try(self, request: web.Request, written: str, phrases: list[str], kind: str) -> web.Response:
        form = self._site.form(request)
        async with self._site.database.reading() as connection:
            tried = await try_hiding(connection, form.get("answer", ""), form.get("question", ""), phrases, kind)
        if not tried.here:
            return await self._page(request, "hide.html", written=written, kind=kind, wrong="hiding.not_there")
        return await self._page(request, "hide_sure.html", written=written, kind=kind, tried=tried)

    async def _hide(self, request: web.Request, phrases: list[str], kind: str) -> web.Response:
        site, form = self._site, self._site.form(request)
        about = {"engagement": form.get("engagement", ""), "question": form.get("question", "")}
        async with site.database.writing() as connection:
            answer = await answer_to_read(connection, about["engagement"], form.get("answer", ""), about["question"])
            done = answer and await hide_words(connection, answer.response_id, phrases, kind, day_of(site.now()))
            if answer and done:
                release = await release_with(connection, answer.response_id)
                await site.note(
                    connection,
                    request,
                    Kind.WORDS_HIDDEN,
                    **about,
                    kind=kind,
                    release="" if release is None else release,
                )
        if not done:
            return await self._page(request, "hide.html", wrong="hiding.not_there")
        return await self._page(request, "hide_done.html")

    async def _page(
        self,
        request: web.Request,
        template: str,
        *,
        written: str = "",
        kind: str = OTHER,
        wrong: str = "",
        **values: object,
    ) -> web.Response:
        site, form = self._site, self._site.form(request)
        engagement, question = form.get("engagement", ""), form.get("question", "")
        script = await site.engagements.script(engagement)
        names = {asked.id: asked for asked in asked_in(site, script)} if script else {}
        async with site.database.reading() as connection:
            answer = await answer_to_read(connection, engagement, form.get("answer", ""), question)
            released = await release_with(connection, answer.response_id) if answer else None
        if answer is None:
            return site.trouble(request, 404, "hiding.gone")
        pieces = pieces_of(answer.messages)
        words = [
            {"value": piece.number, "text": f"{piece.text} ({piece.number})"}
            for message in pieces
            for piece in message
            if piece.number
        ]
        say = site.texts.say
        kinds = [
            {"value": one, "text": site.texts.say(f"hiding.{one.replace(' ', '_')}"), "checked": one == kind}
            for one in KINDS
        ]
        return site.render(
            request, template, status=400 if wrong else 200, title=site.texts.say("hiding.title"), answer=answer,
            engagement=engagement, asked=names.get(question), kinds=kinds, kind=kind, written=written, released=released,
            pieces=pieces, firsts=[{"value": "", "text": say("hiding.no_word")}, *words],
            lasts=[{"value": "", "text": say("hiding.only_first")}, *words],
            **values, **said_wrong(site, {"first": wrong} if wrong else {}),
        )  # fmt: skip


def _number(written: str) -> int:
    """Return the number of a word, 0 for what is none."""
    return int(written) if written.isdecimal() and len(written) <= LONGEST_NUMBER else 0
