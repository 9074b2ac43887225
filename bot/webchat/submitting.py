"""Taking what somebody did: what a POST answers, with a redirect for a plain form and parts of the page for a script."""

from dataclasses import dataclass

from aiohttp import web

from bot.channel import Envelope, Outcome, View
from bot.turns import Turns
from bot.webchat.asking import Asking
from bot.webchat.cookies import Cookies, Ended, new_token
from bot.webchat.door import Door
from bot.webchat.guard import SUBMISSION, trouble
from bot.webchat.page import Shown, page_of
from bot.webchat.rendering import Renderer
from bot.webchat.security import is_from_elsewhere
from bot.webchat.submission import Submission, submission_of
from bot.webchat.viewing import Viewing, covered_page, ended_page, last_words_again, see_other, shown_still
from bot.webchat.visit import Visit, visit_of
from conversations.engine import new_state
from conversations.inbound import CommandGiven, Inbound, Picked, Typed
from conversations.people import Channel
from conversations.prompts import LANGUAGE_ITEM, notice
from conversations.receipts import needs_words
from conversations.signposting import signs_in
from conversations.state import Phase
from conversations.turn import Reply, Tone

AFTER_AN_ENDING = ("ending.again",)
"""What is said where a talk ended but the message that said how got lost on the way."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a submission: the last turn's outcome, and the replies of all its turns."""

    outcome: Outcome
    replies: tuple[Reply, ...]
    inbound: Inbound

    @property
    def refused(self) -> bool:
        """Whether what was sent could not be kept, so that the words go back to the person."""
        return any(reply.tone is Tone.ERROR for reply in self.outcome.replies)


class Submitting:
    """Takes turns for the web chat and answers each in the way the browser asked. `public_url` may be empty."""

    def __init__(self, turns: Turns, renderer: Renderer, cookies: Cookies, door: Door, public_url: str) -> None:
        self._turns = turns
        self._renderer = renderer
        self._cookies = cookies
        self._door = door
        self._viewing = Viewing(turns, renderer, cookies)
        self._public_url = public_url

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Answer a POST."""
        visit = visit_of(request, self._turns, self._cookies)
        if is_from_elsewhere(request, self._public_url):
            return trouble(self._renderer, visit, "page.from_elsewhere", 403)
        submission = submission_of(await self._door.fields(request))
        request[SUBMISSION] = submission
        if visit.covered and not submission.uncovers and not visit.wants_parts:
            # The browser sent an old form once more: whoever pressed the button sees no word of it.
            return self._renderer.cover(covered_page(visit, visit.language), submission)
        async with self._door.place():
            response = await self._answer(visit, submission)
        if submission.uncovers or submission.start_again:
            self._cookies.uncover(response, visit.script)
        return response

    async def _answer(self, visit: Visit, submission: Submission) -> web.Response:
        if not submission.inbounds:
            return see_other(visit)
        if submission.under_last_words:
            return await self._after_the_end(visit, submission)
        if not visit.token:
            return await self._without_session(visit, submission)
        asking = await self._to_ask(visit, submission)
        if asking:
            return await self._ask(visit, submission, asking)
        taken = await self._take_all(visit, submission)
        if taken.outcome.closed:
            return self._ended(visit, taken)
        view = await self._viewing.look(visit)
        if taken.outcome.repeated and not view.open and _goes_on_from_a_talk(taken.inbound):
            # The answer to a closing message got lost, and here it is again: its talk is gone, so say that it is over.
            ended = Ended(view.state.language, AFTER_AN_ENDING)
            return self._forget(self._over(visit, ended), visit, ended)
        if visit.wants_parts:
            response = self._parts(visit, taken, view)
        else:
            response = self._page_or_redirect(visit, submission, taken, view)
        self._cookies.keep_session(response, visit.script, visit.token)
        return response

    async def _to_ask(self, visit: Visit, submission: Submission) -> Asking | None:
        """Return what to ask before these words are stored; None where they go on, as after having been asked."""
        message_id, inbound = submission.inbounds[0]
        if submission.asked or not isinstance(inbound, Typed):
            return None
        envelope = Envelope(Channel.WEB, visit.token, message_id, inbound, visit.code, visit.language)
        kinds = await self._turns.would_be_taken_out(envelope, inbound)
        return Asking(kinds, submission.pick) if kinds else None

    async def _ask(self, visit: Visit, submission: Submission, asking: Asking) -> web.Response:
        """Hand the words back with the question; where they were, everything else stays as it is."""
        view = await self._viewing.look(visit)
        shown = Shown(view.last_replies, view.prompt, view.answer, submission.words, asking=asking)
        page = page_of(visit.script, view.state, visit.path, shown)
        if visit.wants_parts:
            response = self._renderer.parts(page, in_place=True, refused=True)
        else:
            response = self._renderer.chat(page)
        self._cookies.keep_session(response, visit.script, visit.token)
        return response

    async def _take_all(self, visit: Visit, submission: Submission) -> Taken:
        taken: Taken | None = None
        for message_id, inbound in submission.inbounds:
            envelope = Envelope(Channel.WEB, visit.token, message_id, inbound, visit.code, visit.language)
            outcome = await self._turns.take(envelope)
            taken = Taken(outcome, (*(taken.replies if taken else ()), *outcome.replies), inbound)
            if outcome.closed or taken.refused:
                break
        if taken is None:
            raise ValueError("a submission without anything in it")
        return taken

    def _parts(self, visit: Visit, taken: Taken, view: View) -> web.Response:
        # A repeat was answered before, but that answer got lost: give the same one again.
        replies = view.last_replies or view.prompt if taken.outcome.repeated else taken.replies
        page = page_of(visit.script, view.state, visit.path, Shown(replies))
        return self._renderer.parts(page, in_place=all(reply.in_place for reply in replies), refused=taken.refused)

    def _page_or_redirect(self, visit: Visit, submission: Submission, taken: Taken, view: View) -> web.Response:
        draft = submission.words if taken.refused or not submission.words_taken else ""
        if not draft.strip() and view.open:
            response = see_other(visit)
            self._cookies.note_posted(response, visit.script)
            return response
        # There are words to hand back, or nothing is stored that a redirect could show again.
        shown = Shown(taken.outcome.replies, view.prompt, view.answer, draft)
        return self._renderer.chat(page_of(visit.script, view.state, visit.path, shown))

    def _ended(self, visit: Visit, taken: Taken) -> web.Response:
        state = taken.outcome.state
        if visit.wants_parts:
            page = page_of(visit.script, state, visit.path, Shown(taken.replies, ended=True))
            response = self._renderer.parts(page, in_place=False, refused=False)
        elif needs_words(taken.outcome.replies):
            # After a redirect nothing could show the receipt again: it is not stored, not even in a cookie.
            page = page_of(visit.script, state, visit.path, Shown(taken.replies, ended=True))
            response = self._renderer.chat(page)
        else:
            response = see_other(visit)
        return self._forget(response, visit, Ended.of(state.language, taken.outcome.replies))

    async def _after_the_end(self, visit: Visit, submission: Submission) -> web.Response:
        """Answer what is done under a talk's last words: what is said is all that comes of it.

        Help and a receipt that stand there are said again in a language they change to; where no script keeps the page
        they go along already while the language is asked.
        """
        message_id, inbound = submission.inbounds[0]
        language = visit.ended.language if visit.ended else visit.language
        nobody = message_id or new_token()
        envelope = Envelope(Channel.WEB, nobody, message_id, inbound, visit.code, language, after_end=True)
        outcome = await self._turns.take(envelope)
        changed = isinstance(inbound, Picked)
        ended = Ended(outcome.state.language, visit.ended.keys if visit.ended else AFTER_AN_ENDING)
        replies = last_words_again(visit.script, ended, outcome.replies) if changed else outcome.replies
        if changed or (submission.about_language and not visit.wants_parts):
            replies = (*replies, *shown_still(visit.script, outcome.state, submission, replies))
        page = page_of(visit.script, outcome.state, visit.path, Shown(replies, ended=True))
        if visit.wants_parts:
            response = self._renderer.parts(page, in_place=False, refused=False)
        else:
            response = self._renderer.chat(page)
        if visit.ended or changed:
            self._cookies.note_ended(response, visit.script, ended)
        return response

    def _over(self, visit: Visit, ended: Ended) -> web.Response:
        page = ended_page(visit, ended)
        if visit.wants_parts:
            return self._renderer.parts(page, in_place=False, refused=False)
        return self._renderer.chat(page)

    def _forget(self, response: web.Response, visit: Visit, ended: Ended) -> web.Response:
        self._cookies.drop_session(response, visit.script)
        self._cookies.note_ended(response, visit.script, ended)
        return response

    async def _without_session(self, visit: Visit, submission: Submission) -> web.Response:
        token = new_token()
        if submission.start_again:
            response = see_other(visit)
            self._cookies.drop_ended(response, visit.script)
        elif visit.ended and submission.words_taken:
            return await self._after_the_end(visit, submission)
        elif visit.ended:
            return self._over(visit, visit.ended)
        elif submission.words_taken and self._tells_of_harm(visit, submission):
            response = await self._told(visit, submission, token)
        else:
            response = trouble(self._renderer, visit, "page.cookies_needed", 400, submission)
        self._cookies.keep_session(response, visit.script, token)
        return response

    def _tells_of_harm(self, visit: Visit, submission: Submission) -> bool:
        state = new_state(visit.script, Channel.WEB, visit.language)
        return bool(signs_in(state, Typed(submission.words)))

    async def _told(self, visit: Visit, submission: Submission, token: str) -> web.Response:
        """Answer a disclosure even where the browser brought no cookie; their words are handed back as well."""
        message_id, inbound = submission.inbounds[0]
        envelope = Envelope(Channel.WEB, token, message_id, inbound, visit.code, visit.language)
        outcome = await self._turns.take(envelope)
        help_first, *asked = outcome.replies
        needed = notice(visit.script, outcome.state, "page.cookies_needed")
        shown = Shown((help_first, needed, *asked), draft=submission.words)
        page = page_of(visit.script, outcome.state, visit.path, shown)
        if visit.wants_parts:
            return self._renderer.parts(page, in_place=False, refused=True)
        return self._renderer.chat(page)


def _goes_on_from_a_talk(inbound: Inbound) -> bool:
    """Whether somebody can only have done this in the middle of a talk, or to end it."""
    match inbound:
        case Picked(item):
            return item not in (Phase.AUDIENCE.value, LANGUAGE_ITEM)
        case CommandGiven():
            return False
    return True
