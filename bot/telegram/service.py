"""Telegram as a whole: built from the settings, started beside the web chat, stopped without losing a turn."""

import asyncio
import logging
from collections import Counter
from contextlib import suppress

from aiohttp import web
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.errors import StartError
from bot.finishing import begin
from bot.settings import Settings
from bot.telegram.alert_chats import AlertChats
from bot.telegram.chat_order import ChatOrder
from bot.telegram.client import Client
from bot.telegram.handling import UpdateHandler
from bot.telegram.kinds import TAKEN_UPDATES
from bot.telegram.pace import Pace
from bot.telegram.patience import Patience
from bot.telegram.polling import Poller
from bot.telegram.quiet import quiet_libraries
from bot.telegram.registering import register
from bot.telegram.sending import Sender
from bot.telegram.standing_by import OneAtATime
from bot.telegram.telling import Teller
from bot.telegram.webhook import MOST_CONNECTIONS, WEBHOOK_PATH, Webhook
from bot.turns import Turns
from conversations.content import load_staff_texts
from storage.sole_copy import SoleCopy

log = logging.getLogger(__name__)

UNKNOWN_TOKEN = (
    "Telegram does not know this bot: check SAYSO_TELEGRAM_TOKEN, or ask BotFather for a new token "  # noqa: S105
    "(and check SAYSO_TELEGRAM_API_ROOT, if it is set)"
)
REFUSED_WEBHOOK = (
    "Telegram refused the webhook: SAYSO_PUBLIC_URL must begin with https:// and be open to the internet; "
    "without it Sayso fetches its messages itself"
)
TOOK_WEBHOOK_AWAY = (
    "Telegram delivered this bot's messages to a webhook until now; it is taken away, and they are fetched from here on. "
    "Where another copy of Sayso has SAYSO_PUBLIC_URL, set it for every copy or for none"
)
LOST_WEBHOOK = (
    "another program had taken away this bot's webhook, or set one of its own; it is set again. Where another copy of "
    "Sayso runs without SAYSO_PUBLIC_URL, set it for every copy or for none"
)


class TelegramService:
    """The Telegram side of Sayso: a webhook where there is a public address, else polling.

    `connected` says whether Telegram has answered since the start; `username` is the bot's name for deep links, empty
    until then. `counts` tells what happened since the start, by names that do not change:

    turns                                     turns taken, those of messages that were delivered again among them
    turn_failed, apologies                    turns that failed and are tried again; that were given up with an apology
    sent, refused, blocked, given_up          what became of each message: out, refused, its chat gone, given up
    asked_to_wait, sent_again                 times that Telegram asked to wait (429); that the network failed
    press_not_answered                        pressed buttons that could not be let go
    webhook_refused, webhook_stopping         calls without the secret; calls turned away while Sayso stops
    webhook_set_again                         times that another program had taken the webhook away
    groups, left_group                        groups that the bot was put into; that it is no longer in
    person_blocked, person_unblocked          people who blocked the bot; who took that back
    chats_cleared, chats_not_cleared          chats taken off a phone, and those where Telegram let nothing be taken
    ignored_...                               updates passed over, by why
    """

    def __init__(self, settings: Settings, turns: Turns, webhook_secret: str, patience: Patience | None = None) -> None:
        quiet_libraries()
        self.settings = settings
        self.turns = turns
        self.patience = patience or Patience()
        self.counts: Counter[str] = Counter()
        self.connected = False
        self.username = ""
        self.client = Client(settings)
        self.bot = self.client.bot
        self.pace = Pace(settings.telegram_pace, self.patience.burst)
        sender = Sender(self.client, self.pace, self.patience, self.counts)
        texts = load_staff_texts()
        alert_chats = AlertChats(turns, sender, texts)
        handler = UpdateHandler(turns, sender, alert_chats, settings.public_url, tries=len(self.patience.turn) + 1)
        self._teller = Teller(turns.database, sender, texts, turns.now)
        order = ChatOrder()
        self._secret = webhook_secret
        self._poller = Poller(self.client, handler, order, self.patience)
        place = SoleCopy(turns.database, f"telegram {self.client.bot_id}")
        self._fetching = OneAtATime(place, self._fetch, self.patience.stand_by)
        self._webhook = Webhook(handler, order, webhook_secret, self.patience.press)
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
        self._work = begin(self._go_on())

    async def stop(self) -> None:
        """Take nothing more, let the turns under way finish, and close. The webhook stays, for the next to start."""
        tasks = [task for task in (self._work, self._telling) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._webhook.stop(self.patience.drain)
        if self.connected:
            await self._poller.stop()
        await self._fetching.release()
        await self.client.close()

    async def _connect(self) -> None:
        """Connect once. Raises StartError for what only a person can mend, TelegramError for what may pass."""
        try:
            await self.client.open()
        except InvalidToken:
            raise StartError(UNKNOWN_TOKEN) from None
        if self.uses_webhook:
            await self._set_webhook()
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
        self._telling = begin(self._teller.run())
        await register(self.bot, self.turns.script(""))
        if self.uses_webhook:
            await self._watch_webhook()
        else:
            await self._fetching.run()

    async def _fetch(self) -> None:
        """Fetch updates until cancelled. A webhook is taken away first, since Telegram gives nothing while one is set."""
        await self._take_webhook_away()
        await self._poller.run()

    async def _take_webhook_away(self) -> None:
        tries = 0
        while True:
            try:
                if (await self.bot.get_webhook_info()).url:
                    log.warning(TOOK_WEBHOOK_AWAY)
                await self.bot.delete_webhook(drop_pending_updates=False)
            except TelegramError as error:
                log.warning("Telegram cannot be reached (%s); trying again", type(error).__name__)
                await asyncio.sleep(self.patience.reconnect[min(tries, len(self.patience.reconnect) - 1)])
                tries += 1
            else:
                return

    async def _watch_webhook(self) -> None:
        """See to it that the webhook stays ours: without it Telegram would say nothing at all, and never why."""
        while True:
            await asyncio.sleep(self.patience.webhook)
            try:
                if (await self.bot.get_webhook_info()).url != self.settings.public_url + WEBHOOK_PATH:
                    self.counts["webhook_set_again"] += 1
                    log.warning(LOST_WEBHOOK)
                    await self._set_webhook()
            except (TelegramError, StartError) as error:
                log.warning("it cannot be found out whether the webhook is still set (%s)", type(error).__name__)

    async def _connect_in_the_end(self) -> None:
        tries = 0
        while not self.connected:
            await asyncio.sleep(self.patience.reconnect[min(tries, len(self.patience.reconnect) - 1)])
            tries += 1
            with suppress(TelegramError):
                await self._connect()
