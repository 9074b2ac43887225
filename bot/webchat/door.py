"""Who is let in, and when: first a request is read whole, and only then does it take a place from others."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager

from aiohttp import web

from bot.admission import Admission
from bot.webchat.submission import BODY_SECONDS, read_fields


class Door:
    """Reads what is sent within `body_seconds`, and gives places as `admission` has them.

    Both in this order, so that somebody with a slow line, or somebody who sends slowly on purpose, holds no place
    meanwhile.
    """

    def __init__(self, admission: Admission, body_seconds: float = BODY_SECONDS) -> None:
        self._admission = admission
        self._body_seconds = body_seconds

    async def fields(self, request: web.Request) -> Mapping[str, str]:
        """Read a form's texts; raises what `read_fields` raises."""
        return await read_fields(request, self._body_seconds)

    def place(self) -> AbstractAsyncContextManager[None]:
        """Give a place while the block runs. Raises TooBusy where there is none soon."""
        return self._admission.place()
