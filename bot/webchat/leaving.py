"""Leaving at once: away to a page that anybody might be reading, with the talk covered until its owner comes back.

Where scripts run, the page's own `leave.js` does it without asking us: it hides the page, sets the cover's cookie and
puts the other page in this one's place. What is here is for browsers without scripts, whose link comes by us.

The cover hides somebody's words from whoever presses Back or opens the address after them. It is no lock: there is no
password to lock it with. That this service exists is no secret either; anybody can open it.
"""

from aiohttp import web

from bot.turns import Turns
from bot.webchat.cookies import Cookies
from bot.webchat.visit import visit_of

LEAVE_PATH = "/leave"


class Leaving:
    """Sends people away to `exit_url`."""

    def __init__(self, turns: Turns, cookies: Cookies, exit_url: str) -> None:
        self._turns = turns
        self._cookies = cookies
        self._exit_url = exit_url

    async def leave(self, request: web.Request) -> web.Response:
        """Answer a GET: cover the talk and lead away; the other site does not learn where from."""
        visit = visit_of(request, self._turns, self._cookies)
        headers = {"Location": self._exit_url, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        response = web.Response(status=303, headers=headers)
        self._cookies.cover(response, visit.script)
        return response
