"""Another website on this machine: where 'Leave this page' leads in tests. It notes what browsers tell it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web


@dataclass
class Elsewhere:
    """A running website: where it is, and the headers of every request for its page."""

    url: str
    requests: list[dict[str, str]] = field(default_factory=list)


@asynccontextmanager
async def running_elsewhere() -> AsyncIterator[Elsewhere]:
    """Run the website inside the block."""
    elsewhere = Elsewhere("")

    async def weather(request: web.Request) -> web.Response:
        elsewhere.requests.append(dict(request.headers))
        return web.Response(text="<title>Weather</title><p>Mostly dry.", content_type="text/html")

    app = web.Application()

    async def icon(_request: web.Request) -> web.Response:
        return web.Response(status=204)

    app.router.add_get("/weather", weather)
    app.router.add_get("/favicon.ico", icon)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        elsewhere.url = f"http://127.0.0.1:{runner.addresses[0][1]}/weather"
        yield elsewhere
    finally:
        await runner.cleanup()
