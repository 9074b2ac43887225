"""What ought to be: the pure engine over the messages of each chat in order, its effects applied to plain values."""

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.channel import Envelope
from bot.scripts_now import ScriptsNow
from conversations.engine import advance, answer_again, new_state
from conversations.inbound import Inbound, Typed
from conversations.keeping import kept_until
from conversations.state import ConversationState, Phase
from conversations.turn import CloseConversation, CountSignpost, Effect, IssueReceipt, Reply
from storage.moments import day_of, minute_of
from storage.retention import Terms
from tests.conversations.response_model import Store, StoredAnswer, StoredResponse
from tests.support.talk import stored

LAST_WORDS_MINUTES = 10
"""Minutes for which the closing message of a talk is answered alike once more."""


@dataclass
class Kept:
    """One response, and what is known of it beside what was answered."""

    opened_on: date
    kept_until: date | None
    content: StoredResponse = field(default_factory=StoredResponse)
    status: str = "open"
    closed_on: date | None = None
    receipt: bool = False


@dataclass
class Chat:
    """Where one person is; without a state nothing of them is stored. `answered` is the last message and its replies."""

    state: ConversationState | None = None
    response: Kept | None = None
    active_on: date = date.min
    answered: str = ""
    replies: tuple[Reply, ...] = ()


class PerfectMachine:
    """One machine that is never down, takes one message at a time and forgets nothing that it should not."""

    def __init__(self, scripts: ScriptsNow, engagement: str, now: Callable[[], datetime]) -> None:
        self.chats: dict[str, Chat] = {}
        self.responses: list[Kept] = []
        self.handled: dict[str, date] = {}
        self.signposts: Counter[tuple[date, str, str, str]] = Counter()
        self.last_words: dict[str, tuple[tuple[Reply, ...], int]] = {}
        self._scripts = scripts
        self._engagement = engagement
        self._now = now

    def copy(self) -> "PerfectMachine":
        """Return another machine in the same state, to try something out on."""
        twin = PerfectMachine(self._scripts, self._engagement, self._now)
        kept = {id(one): deepcopy(one) for one in self.responses}
        twin.responses = [kept[id(one)] for one in self.responses]
        twin.chats = {
            who: replace(chat, response=kept[id(chat.response)] if chat.response else None)
            for who, chat in self.chats.items()
        }
        twin.handled, twin.signposts, twin.last_words = dict(self.handled), self.signposts.copy(), dict(self.last_words)
        return twin

    @property
    def today(self) -> date:
        """The day in England."""
        return day_of(self._now())

    def chat(self, envelope: Envelope) -> Chat:
        """Return a person's chat; one of which nothing can come any more is as good as none."""
        chat = self.chats.setdefault(envelope.address, Chat())
        if chat.state is not None and chat.state.taking_part and chat.response is None:
            chat.state = None
        return chat

    def take(self, envelope: Envelope) -> tuple[Reply, ...]:
        """Take a message for the first time; return the replies to it, without the words of a receipt."""
        chat, script = self.chat(envelope), self._scripts[self._engagement]
        before = chat.state or self._fresh(envelope)
        turn = advance(script, before, _with_earlier_words(chat, before, envelope.inbound))
        self.handled[envelope.message_id] = self.today
        for effect in turn.effects:
            self._apply(chat, effect)
        chat.answered, chat.replies = envelope.message_id, turn.replies
        if turn.state.phase is Phase.CLOSED:
            if any(isinstance(effect, CloseConversation) for effect in turn.effects):
                self.last_words[envelope.message_id] = turn.replies, minute_of(self._now())
            chat.state, chat.response = None, None
        elif chat.state is not None or turn.state != before:
            chat.state, chat.active_on = stored(turn.state), self.today
        return turn.replies

    def again(self, envelope: Envelope) -> tuple[Reply, ...]:
        """Return the replies to a message that was taken before: the same where it was the last one, else where they are."""
        chat = self.chat(envelope)
        if chat.state is not None and chat.answered == envelope.message_id:
            return chat.replies
        replies, minute = self.last_words.get(envelope.message_id, ((), -LAST_WORDS_MINUTES))
        if chat.state is None and minute_of(self._now()) < minute + LAST_WORDS_MINUTES:
            return replies
        return answer_again(self._scripts[self._engagement], chat.state or self._fresh(envelope), envelope.inbound)

    def tidy(self, terms: Terms) -> None:
        """Delete what is due today, by the rules in `storage.retention`."""
        today = self.today
        for chat in self.chats.values():
            if chat.state is not None and chat.active_on < today - timedelta(days=terms.left_days):
                chat.state, chat.response = None, None
        in_use = {id(chat.response) for chat in self.chats.values() if chat.state is not None}
        for kept in self.responses:
            if id(kept) not in in_use:
                for answer in kept.content.answers.values():
                    answer.held = []
        for kept in [one for one in self.responses if one.kept_until is not None and one.kept_until < today]:
            self._take_out(kept)
            for chat in self.chats.values():
                chat.response = None if chat.response is kept else chat.response
        self.handled = {
            message: day for message, day in self.handled.items() if day >= today - timedelta(days=terms.handled_days)
        }

    def _fresh(self, envelope: Envelope) -> ConversationState:
        fresh = new_state(self._scripts[self._engagement], envelope.channel)
        return replace(fresh, phase=Phase.CLOSED) if envelope.after_end else fresh

    def _apply(self, chat: Chat, effect: Effect) -> None:
        store = Store()
        store.response = chat.response.content if chat.response else None
        store.apply((effect,))
        match effect:
            case CountSignpost():
                self.signposts[self.today, effect.level, effect.urgency, effect.category] += 1
            case IssueReceipt() if chat.response:
                chat.response.receipt = True
            case CloseConversation(ending) if chat.response:
                chat.response.status, chat.response.closed_on = ending.value, self.today
                for answer in chat.response.content.answers.values():
                    answer.held = []
        if store.response is None and chat.response is not None:
            if not isinstance(effect, CloseConversation):
                self._take_out(chat.response)
            chat.response = None
        elif store.response is not None and chat.response is None:
            values = self._scripts[self._engagement].values
            chat.response = Kept(self.today, kept_until(values, self.today), store.response)
            self.responses.append(chat.response)

    def _take_out(self, kept: Kept) -> None:
        self.responses = [one for one in self.responses if one is not kept]


def _with_earlier_words(chat: Chat, state: ConversationState, inbound: Inbound) -> Inbound:
    """Return what was typed together with what was written to the same question before."""
    if not isinstance(inbound, Typed) or chat.response is None or state.position is None:
        return inbound
    answer = chat.response.content.answers.get(state.position, StoredAnswer())
    before = [*answer.messages, *answer.held]
    return replace(inbound, earlier=before[-1] if before else "", so_far=" ".join(before))
