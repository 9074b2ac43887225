"""Telegram as a whole: built from the settings, started beside the web chat, stopped without losing a turn."""

import asyncio
import logging
from collections import Counter
from contextlib import suppress

from aiohttp import web
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.errors import StartError
from bot.settings import Settings
from bot.telegram.alert_chats import AlertChats
from bot.telegram.chat_order import ChatOrder
from bot.telegram.client import build_application
from bot.telegram.handling import UpdateHandler
from bot.telegram.kinds import TAKEN_UPDATES
from bot.telegram.patience import Patience
from bot.telegram.polling import Poller
from bot.telegram.quiet import quiet_libraries
from bot.telegram.registering import register
from bot.telegram.sending import Sender
from bot.telegram.telling import Teller
from bot.telegram.webhook import MOST_CONNECTIONS, WEBHOOK_PATH, Webhook
from bot.turns import Turns
from conversations.content import load_staff_texts

log = logging.getLogger(__name__)

UNKNOWN_TOKEN = (
    "Telegram does not know this bot: check SAYSO_TELEGRAM_TOKEN, or ask BotFather for a new token "  # noqa: S105
    "(and check SAYSO_TELEGRAM_API_ROOT, if it is set)"
)
REFUSED_WEBHOOK = (
    "Telegram refused the webhook: SAYSO_PUBLIC_URL must begin with https:// and be open to the internet; "
    "without it Sayso fetches its messages itself"
)


class TelegramService:
    """The Telegram side of Sayso: a webhook where there is a public address, else polling.

    `counts` tells what happened, by fixed names, for whoever wants to show it; `connected` whether Telegram has
    answered since the start; `username` the bot's name for deep links, empty until then.
    """

    def __init__(self, settings: Settings, turns: Turns, webhook_secret: str, patience: Patience | None = None) -> None:
        quiet_libraries()
        self.settings = settings
        self.turns = turns
        self.patience = patience or Patience()
        self.counts: Counter[str] = Counter()
        self.connected = False
        self.username = ""
        self.application = build_application(settings)
        self.bot = self.application.bot
        sender = Sender(self.bot, self.patience, self.counts)
        texts = load_staff_texts()
        alert_chats = AlertChats(turns, sender, texts)
        handler = UpdateHandler(turns, sender, alert_chats, settings.public_url, tries=len(self.patience.turn) + 1)
        self._teller = Teller(turns.database, sender, texts, turns.now)
        order = ChatOrder()
        self._secret = webhook_secret
        self._poller = Poller(self.bot, handler, order, self.patience)
        self._webhook = Webhook(self.bot, handler, order, webhook_secret)
        self._work: asyncio.Task[None] | None = None
        self._telling: asyncio.Task[None] | None = None

    @property
    def uses_webhook(self) -> bool:
        """Whether Telegram delivers to us, rather than our fetching."""
        return bool(self.settings.public_url)

    def add_routes(self, app: web.Application) -> None:
        """Add what Telegram calls, where it is to call. Before the application starts."""
        if self.uses_webhook:
            self._webhook.add_routes(app)

    async def start(self) -> None:
        """Connect and begin; call it once the application listens.

        Raises StartError where Telegram refuses the token or the webhook. Where Telegram cannot be reached it returns
        all the same and goes on trying, so that the web chat is there meanwhile.
        """
        try:
            await self._connect()
        except TelegramError as error:
            log.warning("Telegram cannot be reached (%s). The web chat goes on; trying again", type(error).__name__)
        self._work = asyncio.create_task(self._go_on())

    async def stop(self) -> None:
        """Take nothing more, let the turns under way finish, and close. The webhook stays, for the next to start."""
        for task in (self._work, self._telling):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        await self._webhook.stop(self.patience.drain)
        if self.connected:
            await self._poller.stop()
        await self.application.shutdown()
        # Where the start never came through, the application does not count as begun and closes nothing.
        await self.bot.shutdown()

    async def _connect(self) -> None:
        """Connect once. Raises StartError for what only a person can mend, TelegramError for what may pass."""
        try:
            await self.application.initialize()
        except InvalidToken:
            raise StartError(UNKNOWN_TOKEN) from None
        if self.uses_webhook:
            await self._set_webhook()
        else:
            await self.bot.delete_webhook(drop_pending_updates=False)
        self.username = self.bot.username
        self.connected = True

    async def _set_webhook(self) -> None:
        try:
            await self.bot.set_webhook(
                self.settings.public_url + WEBHOOK_PATH,
                secret_token=self._secret,
                allowed_updates=TAKEN_UPDATES,
                max_connections=MOST_CONNECTIONS,
                drop_pending_updates=False,
            )
        except BadRequest:
            raise StartError(REFUSED_WEBHOOK) from None

    async def _go_on(self) -> None:
        try:
            await self._connect_in_the_end()
        except StartError as error:
            log.error("Telegram is off: %s", str(error))  # noqa: TRY400 - it says what to do
            return
        log.info("Telegram is connected, by %s", "webhook" if self.uses_webhook else "polling")
        self._telling = asyncio.create_task(self._teller.run())
        await register(self.bot, self.turns.script(""))
        if not self.uses_webhook:
            await self._poller.run()

    async def _connect_in_the_end(self) -> None:
        tries = 0
        while not self.connected:
            await asyncio.sleep(self.patience.reconnect[min(tries, len(self.patience.reconnect) - 1)])
            tries += 1
            with suppress(TelegramError):
                await self._connect()
