"""Makes a device one that is handed round at an event: asked for by the event's own page, by whoever has its secret.

Only where somebody is told when urgent help was shown on it: the event has alerts, and whoever sets the device up says that
a screen of their own, or a staff chat, receives them. That it was set up stands in the audit trail.
"""

import logging

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.webchat.kiosk_device import KIOSK_ROOT, KioskDevice
from bot.webchat.security import is_from_elsewhere, page_headers
from storage.audit import EVENT_PAGE, Kind, Trail
from storage.database import Database
from storage.events import EventTime, event_of_page
from storage.moments import minute_of

log = logging.getLogger(__name__)

SHARE_PATH = "/event/{secret}/share"

WATCHED = "watched"
"""What the page says once somebody has ticked that the alerts are received: `?watched=yes`."""


class DeviceSetup:
    """Sets devices up. An event that is over, or has no alerts, takes none."""

    def __init__(self, database: Database, device: KioskDevice, public_url: str, trail: Trail) -> None:
        self._database = database
        self._trail = trail
        self._device = device
        self._public_url = public_url

    async def share(self, request: web.Request) -> web.Response:
        """Answer a POST with the address of the chat on this device, which takes the page's place.

        400 where nobody said that the alerts are received, 404 for an event that is not there or over, 409 for one without
        alerts.
        """
        if is_from_elsewhere(request, self._public_url):
            return web.Response(status=403, headers=page_headers())
        if request.query.get(WATCHED) != "yes":
            return web.Response(status=400, headers=page_headers())
        minute = minute_of(self._device.now())
        try:
            async with self._database.reading() as connection:
                event = await event_of_page(connection, request.match_info["secret"])
            if event is None or event.time(minute) is EventTime.CLOSED:
                return web.Response(status=404, headers=page_headers())
            if not event.alerts:
                return web.Response(status=409, headers=page_headers())
            async with self._database.writing() as connection:
                await self._trail.note(connection, EVENT_PAGE, Kind.KIOSK_SET_UP, minute, event=event.code)
        except (SQLAlchemyError, OSError):
            log.warning("a device could not be set up for an event: the database does not answer")
            return web.Response(status=503, headers=page_headers())
        response = web.json_response({"address": f"{KIOSK_ROOT}/{event.code}"}, headers=page_headers())
        self._device.set_up(response, event)
        return response
