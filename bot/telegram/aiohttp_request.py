"""HTTP for python-telegram-bot, over aiohttp: the library's own client slows down with the square of the calls at once.

Errors are the library's, and tell the kind of what happened alone. aiohttp's carry the address that was called, and with
it the bot's token, so they are passed on neither as text nor as a cause.
"""

import ssl
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import aiohttp
import certifi
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from storage.json_text import json_bytes, read_json

CONNECTIONS = 256
"""More than can be under way: a hundred updates, each with its reply and its answered press. So no call waits for one."""

SECONDS = 15.0
"""The longest that a call may take."""

KEPT_SECONDS = 15.0
"""How long a connection is kept that nothing goes over."""

HEADERS = {"Content-Type": "application/json", "User-Agent": BaseRequest.USER_AGENT}


class AiohttpRequest(BaseRequest):
    """Calls the Bot API over connections that are kept.

    A call that is not over after `read` seconds is given up, whichever part of it takes so long. Proxies and passwords of
    the environment are left alone: the token goes to the server of the settings and nowhere else.
    """

    __slots__ = ("_read", "_session")

    def __init__(self, read: float = SECONDS) -> None:
        self._read = read
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that a call may take, where it does not ask for more."""
        return self._read

    async def initialize(self) -> None:
        """Make ready to call; nothing is connected yet. More than once is as good as once."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEPT_SECONDS, ssl=trusted())
            # Only what was sent as it is can be read as it is: nothing here needs cookies, or to be sent elsewhere.
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False, auto_decompress=True
            )

    async def shutdown(self) -> None:
        """Close every connection. More than once is as good as once."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def call(self, url: str, fields: Mapping[str, Any], read: float | None = None) -> Any:
        """Call a method with these fields, plain values or JSON written out; return its result as it came.

        `read` is how many seconds it may take, where it is to take its time. Raises TelegramError, and
        what the library raises where an answer has no result: KeyError, TypeError.
        """
        status, answer = await self.do_request(
            url, "POST", json_bytes(fields), read_timeout=read or BaseRequest.DEFAULT_NONE
        )
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            # What an error is called, the library knows.
            return await _Answered(status, answer).post(url)
        try:
            said = read_json(answer)
        except ValueError:
            raise TelegramError("Invalid server response") from None
        return said["result"]

    async def do_request(  # noqa: PLR0913, PLR0917 - as the library calls it
        self,
        url: str,
        method: str,
        request_data: RequestData | bytes | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Return status and body of one answer. Raises TimedOut, or NetworkError with the kind of what went wrong.

        Of the timeouts only `read_timeout` counts, and it counts for everything: more clocks cost more than they tell.
        """
        del write_timeout, connect_timeout, pool_timeout
        if self._session is None:
            raise NetworkError("the connection to Telegram is closed")
        seconds = self._read if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        body, headers = _body(request_data)
        failure: TelegramError
        try:
            async with self._session.request(
                method,
                url,
                data=body,
                headers=headers,
                timeout=aiohttp.ClientTimeout(total=seconds),
                allow_redirects=False,
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError:
            failure = TimedOut()
        except (aiohttp.ClientError, OSError, ValueError) as error:
            failure = NetworkError(type(error).__name__)
        # Raised out here, so that the error above, which knows the token, is not its context.
        raise failure


class _Answered(BaseRequest):
    """A call that was answered already, for the library to read."""

    __slots__ = ("_answer",)

    def __init__(self, status: int, body: bytes) -> None:
        self._answer = (status, body)

    @property
    def read_timeout(self) -> float:
        """Nothing is waited for."""
        return 0.0

    async def initialize(self) -> None:
        """Nothing is to be made ready."""

    async def shutdown(self) -> None:
        """Nothing is to be closed."""

    async def do_request(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        """Return the answer."""
        return self._answer


def trusted() -> ssl.SSLContext:
    """Return whom to believe that they are Telegram: what this machine trusts, and what browsers do."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _body(request_data: RequestData | bytes | None) -> tuple[bytes | aiohttp.FormData | None, Mapping[str, str]]:
    if isinstance(request_data, bytes):
        return request_data, HEADERS
    agent = {"User-Agent": BaseRequest.USER_AGENT}
    if request_data is None:
        return None, agent
    form = aiohttp.FormData(request_data.json_parameters)
    for name, (file_name, content, content_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=content_type)
    return form, agent
