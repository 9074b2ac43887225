"""Where the web chat is reached: `/chat`, `/chat/CODE`, `/CODE` of an event, `/receipt`, `/you-said`, the way out, the static files, and `/` for the host alone."""

from urllib.parse import quote

from aiohttp import web

from bot.admission import Admission
from bot.event_codes import DIGITS, WORDS, read_code
from bot.measuring import Measures
from bot.receipts.opening import Receipts
from bot.turns import Turns
from bot.webchat.cookies import Cookies
from bot.webchat.device_setup import SHARE_PATH, DeviceSetup
from bot.webchat.door import Door
from bot.webchat.guard import Guard
from bot.webchat.illustrating import Illustrations
from bot.webchat.kiosk import Kiosk
from bot.webchat.kiosk_device import KIOSK_ROOT, KioskDevice, KioskSession
from bot.webchat.leaving import LEAVE_PATH, Leaving
from bot.webchat.receipt_page import CARRY_ON_PATH, RECEIPT_PATH, ReceiptPage
from bot.webchat.rendering import Renderer
from bot.webchat.static_files import static_files
from bot.webchat.submission import BODY_SECONDS
from bot.webchat.submitting import Submitting
from bot.webchat.viewing import Viewing
from bot.webchat.you_said_page import YOU_SAID_PATH, YouSaidPage
from conversations.pictures import load_pictures
from storage.audit import Trail
from storage.staff_keys import StaffKeys

SHORT_PATH = "/{code:[A-Za-z]{4,10}[ _.-]?[" + DIGITS + "]{3}[ .]?}"
"""What is said aloud and typed from a board: /otter425, /Otter-425."""

MISTYPED_PATH = "/{code:[A-Za-z]{2,14}[ _.-]?[0-9]{1,6}[ .]?|" + "|".join(WORDS) + "}"
"""What somebody meant for a code and typed wrongly, as codes are misread from a board: /otter42, /otter426, /otter."""


def add_webchat(  # noqa: PLR0913 - what a web chat is made of
    app: web.Application,
    turns: Turns,
    *,
    admission: Admission,
    measures: Measures,
    secure_cookies: bool,
    exit_url: str,
    public_url: str = "",
    body_seconds: float = BODY_SECONDS,
) -> None:
    """Add the web chat's routes to an application.

    `secure_cookies` must be true wherever people reach the chat by https; `exit_url` is where 'Leave this page' leads;
    `public_url` is the address people reach the chat at, where a proxy in front changes the Host header; `body_seconds`
    is how long a form may take to arrive. Raises ContentError for pictures that cannot be read, KeyError for one that is
    not drawn.
    """
    static = static_files()
    illustrations = Illustrations(load_pictures(), static)
    renderer = Renderer(static, exit_url, illustrations, lambda engagement: bool(turns.events.published(engagement)))
    cookies = Cookies(secure_cookies)
    door = Door(admission, body_seconds)
    guard = Guard(turns, renderer, cookies, door, measures)
    show = guard.around(Viewing(turns, renderer, cookies).show)
    take = guard.around(Submitting(turns, renderer, cookies, door, public_url).take)
    for path in ("/chat", "/chat/{code}"):
        app.router.add_get(path, show)
        app.router.add_post(path, take)
    device = KioskDevice(turns.keys, turns.now, secure_cookies)
    session = KioskSession()
    kiosk = Kiosk(turns, renderer, session, Submitting(turns, renderer, session, door, public_url), device)
    shared = Guard(turns, renderer, session, door, measures)
    for path in (KIOSK_ROOT, f"{KIOSK_ROOT}/{{code}}"):
        app.router.add_get(path, shared.around(kiosk.show))
    app.router.add_post(f"{KIOSK_ROOT}/{{code}}", shared.around(kiosk.take))
    trail = Trail(StaffKeys(turns.keys.receipt_secret))
    app.router.add_post(SHARE_PATH, DeviceSetup(turns.database, device, public_url, trail).share)
    leave = Leaving(turns, cookies, exit_url).leave
    for path in (LEAVE_PATH, f"{LEAVE_PATH}/{{code}}"):
        app.router.add_get(path, leave)
    receipts = ReceiptPage(turns, Receipts(turns), renderer, cookies, door, public_url=public_url)
    app.router.add_get(RECEIPT_PATH, guard.around(receipts.show))
    app.router.add_post(RECEIPT_PATH, guard.around(receipts.take))
    app.router.add_post(CARRY_ON_PATH, guard.around(receipts.carry_on))
    you_said = YouSaidPage(turns, renderer, cookies)
    for path in (YOU_SAID_PATH, f"{YOU_SAID_PATH}/{{code}}"):
        app.router.add_get(path, guard.around(you_said.show))
    app.router.add_get("/", to_chat)
    app.router.add_get("/chat/", to_chat)
    app.router.add_get(SHORT_PATH, to_event)

    async def to_chat_all_the_same(_request: web.Request) -> web.Response:
        """Send those on whose code can be none: the chat says so, and asks the same questions."""
        response = web.Response(status=303, headers={"Location": "/chat", "Cache-Control": "no-store"})
        cookies.note_unknown_code(response)
        return response

    app.router.add_get(MISTYPED_PATH, to_chat_all_the_same)
    app.router.add_get("/static/{name}", static.serve)
    # Whatever no other address takes, also of those that are added later: longer beginnings come first.
    app.router.add_get("/{rest:.*}", to_tidied)


KNOWN = frozenset({"chat", "receipt", "you-said", "kiosk", "event", "staff"})
"""What an address begins with that somebody may have typed in capital letters, as a phone's keyboard begins a line."""


async def to_tidied(request: web.Request) -> web.Response:
    """Send those on whose address ends with a slash or a full stop, or begins in capital letters. Raises HTTPNotFound for others."""
    first, *others = request.path.strip("/. ").split("/")
    tidied = "/" + "/".join((first.lower() if first.lower() in KNOWN else first, *others))
    if tidied == request.path:
        raise web.HTTPNotFound
    return web.Response(status=303, headers={"Location": quote(tidied), "Cache-Control": "no-store"})


async def to_chat(_request: web.Request) -> web.Response:
    """Send those on who typed only the beginning of the address."""
    return web.Response(status=303, headers={"Location": "/chat", "Cache-Control": "no-store"})


async def to_event(request: web.Request) -> web.Response:
    """Send those on who typed an event's code right after the host."""
    code = read_code(request.match_info["code"])
    return web.Response(status=303, headers={"Location": f"/chat/{code}", "Cache-Control": "no-store"})
