"""Where the web chat is reached: `/chat`, `/chat/CODE`, `/receipt`, the way out, the static files, and `/` for the host alone."""

from aiohttp import web

from bot.receipts.opening import Receipts
from bot.turns import Turns
from bot.webchat.cookies import Cookies
from bot.webchat.guard import guarded
from bot.webchat.leaving import LEAVE_PATH, Leaving
from bot.webchat.receipt_page import CARRY_ON_PATH, RECEIPT_PATH, ReceiptPage
from bot.webchat.rendering import Renderer
from bot.webchat.static_files import StaticFiles
from bot.webchat.submitting import Submitting
from bot.webchat.viewing import Viewing


def add_webchat(
    app: web.Application, turns: Turns, *, secure_cookies: bool, exit_url: str, public_url: str = ""
) -> None:
    """Add the web chat's routes to an application.

    `secure_cookies` must be true wherever people reach the chat by https; `exit_url` is where 'Leave this page' leads;
    `public_url` is the address people reach the chat at, where a proxy in front changes the Host header.
    """
    static = StaticFiles()
    renderer = Renderer(static, exit_url)
    cookies = Cookies(secure_cookies)
    show = guarded(Viewing(turns, renderer, cookies).show, turns, renderer, cookies)
    take = guarded(Submitting(turns, renderer, cookies, public_url).take, turns, renderer, cookies)
    for path in ("/chat", "/chat/{code}"):
        app.router.add_get(path, show)
        app.router.add_post(path, take)
    leave = Leaving(turns, cookies, exit_url).leave
    for path in (LEAVE_PATH, f"{LEAVE_PATH}/{{code}}"):
        app.router.add_get(path, leave)
    receipts = ReceiptPage(turns, Receipts(turns), renderer, cookies, public_url)
    app.router.add_get(RECEIPT_PATH, guarded(receipts.show, turns, renderer, cookies))
    app.router.add_post(RECEIPT_PATH, guarded(receipts.take, turns, renderer, cookies))
    app.router.add_post(CARRY_ON_PATH, guarded(receipts.carry_on, turns, renderer, cookies))
    app.router.add_get("/", to_chat)
    app.router.add_get("/chat/", to_chat)
    app.router.add_get("/static/{name}", static.serve)


async def to_chat(_request: web.Request) -> web.Response:
    """Send those on who typed only the beginning of the address."""
    return web.Response(status=303, headers={"Location": "/chat", "Cache-Control": "no-store"})
