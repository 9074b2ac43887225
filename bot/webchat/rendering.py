"""Puts pages into HTML. Everything a person or a content file wrote is escaped; there is no inline script or style."""

from collections.abc import Callable, Sequence
from typing import Any

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.webchat.cookies import SESSION_SECONDS
from bot.webchat.illustrating import Illustrations
from bot.webchat.page import Page
from bot.webchat.security import page_headers
from bot.webchat.static_files import StaticFiles
from bot.webchat.submission import Submission
from conversations.words import MESSAGE_LIMIT

KIOSK_IDLE = {"quiet": 120, "after_help": 300, "warning": 60}
"""Seconds on a shared device: without a touch until it asks whether somebody is there, the same after help was shown,
and for answering that. WCAG 2.2.1 asks for 20 seconds at least, and any number of times."""

ON_A_SHARED_DEVICE = {"receipt.typed": "kiosk.receipt_typed", "receipt.closed": "kiosk.receipt_closed"}
"""The texts of a shared device that say where else to go, by those whose place they take: no other page opens on it."""

INSTEAD_ON_A_SHARED_DEVICE = {"signpost.break": "kiosk.idle"}
"""Its other texts, the same way: nobody's place is saved where the next person sits down."""


class Renderer:
    """Renders whole pages, and the parts of them that a page with JavaScript asks for.

    `has_published` says whether an engagement has published anything of what came of its answers.
    """

    def __init__(
        self,
        static: StaticFiles,
        exit_url: str,
        illustrations: Illustrations,
        has_published: Callable[[str], bool],
    ) -> None:
        # The name of a static file stands in every page, and it changes with the file.
        self._environment = Environment(
            loader=PackageLoader("bot.webchat"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            static=static.path,
            message_limit=MESSAGE_LIMIT,
            exit_url=exit_url,
            cover_seconds=SESSION_SECONDS,
            elsewhere=ON_A_SHARED_DEVICE,
            instead=INSTEAD_ON_A_SHARED_DEVICE,
            has_published=has_published,
            ideas=illustrations.ideas,
            steps=illustrations.steps,
            in_chat=False,
        )

    def chat(self, page: Page, *, keep: str = "") -> web.Response:
        """Return the chat as a whole page. What cannot be sent may be kept on the device under `keep`, if it is given."""
        return self._html("chat.html", 200, page=page, keep=keep, in_chat=True)

    def cover(self, page: Page, submission: Submission | None = None) -> web.Response:
        """Return a page that shows nothing of the talk yet; with what was sent, so that carrying on sends it."""
        return self._html("cover.html", 200, page=page, submission=submission)

    def receipt(self, page: Page, view: object, *, ask: bool) -> web.Response:
        """Return the page of receipts: what was opened where there is a `view`, else the form, where it is to `ask`."""
        return self._html("receipt.html", 200, page=page, view=view, ask=ask)

    def you_said(self, page: Page, entries: Sequence[object], title: str = "") -> web.Response:
        """Return the page of what came of the answers; `title` is that of an engagement which is over."""
        return self._html("you_said.html", 200, page=page, entries=entries, title=title)

    def kiosk(self, page: Page, talk: str) -> web.Response:
        """Return the page of a shared device: the chat behind a large Start. `talk` is what its talk is known by."""
        response = self._html("kiosk.html", 200, page=page, talk=talk, idle=KIOSK_IDLE, in_chat=True)
        response.headers["Clear-Site-Data"] = '"storage"'
        return response

    def kiosk_refused(self, page: Page, chat: str) -> web.Response:
        """Return that no talk begins here: the device was not set up to be shared, or the event is over.

        `chat` is where anybody can answer on a device of their own; empty on one that was shared.
        """
        return self._html("kiosk_refused.html", 403, page=page, chat=chat)

    def trouble(self, page: Page, text: str, status: int, submission: Submission | None = None) -> web.Response:
        """Return a page that says what went wrong; with what was sent at hand, so that it can be sent again."""
        return self._html("trouble.html", status, page=page, text=text, submission=submission)

    def parts(self, page: Page, *, in_place: bool, refused: bool) -> web.Response:
        """Return what a turn adds to a page that is open.

        `in_place` says that only the buttons change; `refused` that what was typed goes back into the box. Where the
        page asks before it sends on, the question goes with it.
        """
        return web.json_response(
            {
                "messages": "" if in_place else self._render("_messages.html", page=page),
                "choices": self._render("_choices.html", page=page),
                "header": self._render("_header.html", page=page, in_chat=True),
                "asking": self._render("_asking.html", page=page).strip(),
                "words": page.words_for_script(),
                "language": page.wording.html_language,
                "direction": page.wording.direction,
                "acceptsWords": page.accepts_words,
                "inPlace": in_place,
                "refused": refused,
                "ended": page.ended,
            },
            headers=page_headers(),
        )

    def problem(self, page: Page, text: str, status: int, *, busy: bool = False) -> web.Response:
        """Return to a page that is open what went wrong, in words for the person, and any help that goes before it.

        `busy` says that what was sent was not taken, and may be sent again soon.
        """
        problem = {"problem": text, "messages": self._render("_messages.html", page=page).strip(), "busy": busy}
        return web.json_response(problem, status=status, headers=page_headers())

    def _html(self, template: str, status: int, **values: Any) -> web.Response:
        text = self._render(template, **values)
        response = web.Response(text=text, status=status, content_type="text/html", headers=page_headers())
        response.enable_compression()
        return response

    def _render(self, template: str, **values: Any) -> str:
        return self._environment.get_template(template).render(**values)
