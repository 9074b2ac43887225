"""Showing the chat: what a GET answers. It stores nothing, so that link previews and curious robots leave no trace."""

import hashlib
from dataclasses import replace

from aiohttp import web

from bot.channel import View
from bot.receipts.words import read, written
from bot.turns import Turns
from bot.webchat.cookies import Cookies, Ended, new_token
from bot.webchat.page import Page, Shown, page_of
from bot.webchat.rendering import Renderer
from bot.webchat.submission import Submission
from bot.webchat.visit import Visit, asked_code, visit_of
from bot.webchat.you_said_page import YOU_SAID_PATH
from conversations.engine import new_state
from conversations.people import Channel
from conversations.prompts import help_signpost, notice
from conversations.receipts import AT_THE_END, filled, receipt
from conversations.script import Script
from conversations.signposting import undecided
from conversations.state import ConversationState
from conversations.turn import Reply, Tone
from conversations.you_said import event_is_over


class Viewing:
    """Shows where a talk is: its first words, its present question, or its last words."""

    def __init__(self, turns: Turns, renderer: Renderer, cookies: Cookies) -> None:
        self._turns = turns
        self._renderer = renderer
        self._cookies = cookies

    async def show(self, request: web.Request) -> web.Response:
        """Answer a GET: the chat, or the way to it where the address is not quite right."""
        visit = visit_of(request, self._turns, self._cookies)
        if past := self._turns.over_engagement(asked_code(request)):
            return web.Response(
                status=303, headers={"Location": f"{YOU_SAID_PATH}/{past}", "Cache-Control": "no-store"}
            )
        if request.match_info.get("code", "") != visit.code:
            response = see_other(visit)
            if not visit.code:
                self._cookies.note_unknown_code(response)
            elif self._turns.event_is_over(asked_code(request)):
                self._cookies.note_event_over(response)
            return response
        if visit.covered:
            return self._renderer.cover(covered_page(visit, (await self.look(visit)).state.language))
        if visit.ended and not visit.token:
            return self._renderer.chat(ended_page(visit, visit.ended))
        view = await self.look(visit)
        shown = self.shown(visit, view, unknown_code=self._cookies.unknown_code(request))
        if self._cookies.event_over(request) and not visit.just_posted:
            over = event_is_over(visit.script, view.state)
            shown = replace(shown, replies=(*over, *shown.replies))
        token = visit.token or new_token()
        response = self._renderer.chat(page_of(visit.script, view.state, visit.path, shown), keep=kept_for(token))
        if not visit.token:
            self._cookies.keep_session(response, visit.script, token)
        return response

    async def look(self, visit: Visit) -> View:
        """Return where this browser's talk is."""
        return await self._turns.look(Channel.WEB, visit.token, visit.code, visit.language)

    def shown(self, visit: Visit, view: View, *, unknown_code: bool) -> Shown:
        """Return what a view shows: the last turn's replies right after it, else a welcome back and what is to be chosen."""
        if view.open and visit.just_posted:
            return Shown(view.last_replies, view.prompt, view.answer)
        if view.open:
            back = notice(visit.script, view.state, "notice.welcome_back")
            asked = undecided(visit.script, view.state, view.last_replies)
            return Shown((back, *view.prompt, *asked), answer=view.answer)
        if unknown_code:
            return Shown((notice(visit.script, view.state, "door.unknown_code"), *view.prompt))
        return Shown(view.prompt)


def kept_for(token: str) -> str:
    """Return what the page calls its talk by where it keeps words on the device: nobody can work the token out of it."""
    return hashlib.sha256(f"kept for {token}".encode()).hexdigest()[:24]


def see_other(visit: Visit) -> web.Response:
    """Return the way to the chat, to be fetched anew: so a reload never sends a form twice."""
    return web.Response(status=303, headers={"Location": visit.path, "Cache-Control": "no-store"})


def covered_page(visit: Visit, language: str) -> Page:
    """Return the page of a talk that is covered, worked out of nothing but the language it is held in."""
    return page_of(visit.script, new_state(visit.script, Channel.WEB, language), visit.path, Shown(ended=True))


def ended_page(visit: Visit, ended: Ended) -> Page:
    """Return the page with a talk's last words, of which only the keys are left."""
    state = new_state(visit.script, Channel.WEB, ended.language)
    return page_of(visit.script, state, visit.path, Shown(last_words(visit.script, ended), ended=True))


def last_words(script: Script, ended: Ended) -> tuple[Reply, ...]:
    """Return a talk's last words in the language they are to be read in, without its receipt."""
    state = new_state(script, Channel.WEB, ended.language)
    return tuple(notice(script, state, key) for key in ended.keys)


def last_words_again(script: Script, ended: Ended, said: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """Return what was said of a change of language, with a talk's last words in it."""
    again = last_words(script, ended)
    known = {reply.key for reply in again}
    return (*(reply for reply in said if reply.key not in known), *again)


def shown_still(
    script: Script, state: ConversationState, submission: Submission, said: tuple[Reply, ...]
) -> tuple[Reply, ...]:
    """Return what the page that something was sent from showed and must go on showing: help, and the receipt.

    In the language of `state`. Words that are no receipt are left out.
    """
    helps = submission.helped and not any(reply.tone is Tone.SIGNPOST for reply in said)
    help_again = (help_signpost(script, state),) if helps else ()
    value = read(submission.receipt)
    words = filled((receipt(script, state, AT_THE_END),), written(value)) if value is not None else ()
    return (*help_again, *words)
