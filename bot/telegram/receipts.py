"""Receipts on Telegram: `/receipt` and four words open one, its buttons do what can be done with it.

The message with the words is taken away where Telegram lets us. What a chat has opened is kept in mind for some minutes,
in this process alone: no button carries the words or says whose answers they are.
"""

from collections import OrderedDict
from dataclasses import replace
from datetime import datetime, timedelta

from bot.channel import Envelope
from bot.receipts.opening import Receipts, Refusal, answer_lines, in_order, question_words
from bot.telegram.doors import known_language
from bot.telegram.replies import outgoing, web_chat_url
from bot.telegram.sending import Delivery, Sender
from bot.telegram.updates import Heard
from bot.turns import Turns
from conversations.engine import new_state
from conversations.inbound import Picked, Started, Typed
from conversations.people import Channel
from conversations.prompts import RECEIPT_ITEM, notice, web_chat_link
from conversations.script import Script
from conversations.signposting import signs_in
from conversations.state import ConversationState
from conversations.turn import Button, Reply
from conversations.words import clean
from conversations.you_said import entry_replies
from storage.receipts import Held

OPEN_FOR = timedelta(minutes=10)
"""How long the buttons under an opened receipt work."""

REMEMBERED = 1000
"""Chats with an opened receipt that are kept in mind."""

CARRY_ON, ERASE, ERASE_YES, SHOW = "carry_on", "erase", "erase_yes", "show"
OUT = "out."


class ReceiptChats:
    """Takes what has to do with receipts. `public_url` may be empty."""

    def __init__(self, turns: Turns, sender: Sender, public_url: str) -> None:
        self._turns = turns
        self._sender = sender
        self._public_url = public_url
        self._receipts = Receipts(turns)
        self._opened: OrderedDict[int, tuple[str, datetime]] = OrderedDict()

    async def take(self, heard: Heard) -> bool:
        """Answer what is about a receipt; return False for anything else, which is a turn like any other."""
        inbound = heard.envelope.inbound
        if isinstance(inbound, Picked) and inbound.item_id == RECEIPT_ITEM:
            await self._press(heard, inbound.option_id)
            return True
        return bool(heard.receipt) and await self._open(heard)

    async def _open(self, heard: Heard) -> bool:
        """Open a receipt; False where what stands behind the command is words that tell of harm: they are never lost."""
        held = await self._receipts.open(f"telegram {heard.chat_id}", heard.receipt)
        script, state = await self._nobodys(heard)
        if held is Refusal.NOT_FOUR:
            if signs_in(state, Typed(clean(heard.receipt))):
                return False
            await self._say(heard, notice(script, state, "receipt_page.not_four"))
            return True
        gone = await self._sender.delete(heard.chat_id, (heard.number,)) is Delivery.SENT
        hidden = "receipt_page.hidden" if gone else "receipt_page.not_hidden"
        if isinstance(held, Refusal):
            await self._say(heard, notice(script, state, hidden), notice(script, state, f"receipt_page.{held.value}"))
            return True
        self._remember(heard.chat_id, held.response_id)
        await self._show(heard, held, hidden)
        return True

    async def _press(self, heard: Heard, option: str) -> None:
        held = await self._still_open(heard.chat_id)
        if held is None:
            script, state = await self._nobodys(heard)
            await self._say(heard, notice(script, state, "receipt_page.again"))
            return
        script, state = self._receipts.script(held), self._receipts.state(held, Channel.TELEGRAM)
        if option == ERASE:
            sure = notice(script, state, "receipt_page.erase_sure")
            buttons = (
                _button(script, state, ERASE_YES, "receipt_page.erase_yes"),
                _button(script, state, SHOW, "receipt_page.erase_no"),
            )
            await self._say(heard, replace(sure, buttons=buttons))
        elif option == ERASE_YES:
            await self._receipts.erase(held)
            self._opened.pop(heard.chat_id, None)
            await self._say(heard, notice(script, state, "receipt_page.erased"))
        elif option.startswith(OUT):
            left = await self._receipts.take_out(held, option.removeprefix(OUT))
            await self._show(heard, left or held, "receipt_page.taken_out")
        elif option == CARRY_ON:
            await self._carry_on(heard, held)
        else:
            await self._show(heard, held)

    async def _carry_on(self, heard: Heard, held: Held) -> None:
        if not (held.open and self._receipts.may_carry_on(held, Channel.TELEGRAM)):
            await self._show(heard, held)
            return
        if not await self._receipts.carry_on(held, Channel.TELEGRAM, heard.envelope.address):
            await self._show(heard, held, "receipt_page.other_chat")
            return
        self._opened.pop(heard.chat_id, None)
        back = Envelope(Channel.TELEGRAM, heard.envelope.address, "", Started())
        await self._say(heard, *(await self._turns.take(back)).replies)

    async def _show(self, heard: Heard, held: Held, *first: str) -> None:
        """Read back what is held, with the buttons for what can be done with it."""
        script, state = self._receipts.script(held), self._receipts.state(held, Channel.TELEGRAM)
        replies = [notice(script, state, key) for key in first]
        replies.append(notice(script, state, "receipt_page.held" if held.answers else "receipt_page.nothing_held"))
        buttons: list[Button] = []
        for number, question in enumerate(in_order(script, held), start=1):
            lines = answer_lines(script, state, held, question)
            said = "\n".join((f"{number}. {question_words(script, state, question)}", *lines))
            replies.append(replace(replies[0], key="receipt_page.held", text=said))
            buttons.append(_button(script, state, f"{OUT}{question}", "receipt_page.take_out_number", number=number))
        heading = notice(script, state, "receipt_page.next_heading")
        if key := self._receipts.happened(held):
            happened = notice(script, state, key)
            replies.append(replace(happened, text=f"{heading.text}\n{happened.text}"))
        else:
            replies += (heading, *entry_replies(script, state, held.came))
        if held.open and self._receipts.may_carry_on(held, Channel.TELEGRAM):
            replies.append(notice(script, state, "receipt_page.may_carry_on"))
            buttons.append(_button(script, state, CARRY_ON, "receipt_page.carry_on"))
        elif held.open:
            replies.append(
                replace(notice(script, state, "receipt_page.over_16"), links=(web_chat_link(script, state),))
            )
        buttons.append(_button(script, state, ERASE, "button.delete"))
        replies[-1] = replace(replies[-1], buttons=tuple(buttons))
        await self._say(heard, *replies)

    async def _say(self, heard: Heard, *replies: Reply) -> None:
        await self._sender.send(heard.chat_id, outgoing(replies, web_chat_url(self._public_url, "")))

    async def _nobodys(self, heard: Heard) -> tuple[Script, ConversationState]:
        """Return what to say things with while nothing is opened."""
        script = self._turns.script("")
        return script, new_state(script, Channel.TELEGRAM, await known_language(self._turns, heard.envelope))

    def _remember(self, chat_id: int, response_id: str) -> None:
        self._opened.pop(chat_id, None)
        self._opened[chat_id] = (response_id, self._turns.now() + OPEN_FOR)
        while len(self._opened) > REMEMBERED:
            self._opened.popitem(last=False)

    async def _still_open(self, chat_id: int) -> Held | None:
        response_id, until = self._opened.get(chat_id, ("", self._turns.now()))
        if not response_id or self._turns.now() > until:
            self._opened.pop(chat_id, None)
            return None
        return await self._receipts.look(response_id)


def _button(script: Script, state: ConversationState, option: str, key: str, **values: object) -> Button:
    return Button(RECEIPT_ITEM, option, script.wording(state.language).say(key, state, **values))
