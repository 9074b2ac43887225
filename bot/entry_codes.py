"""What the code of a link opens: an engagement by its id, or an event of one, as long as the event is open."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.channel import Envelope
from bot.known_events import KnownEvents
from conversations.inbound import Picked, Started
from conversations.language_choosing import asks_language_first
from conversations.prompts import LANGUAGE_ITEM
from conversations.script import Script
from conversations.state import ConversationState
from conversations.turn import Reply, Tone, Turn
from conversations.you_said import event_is_over
from storage.events import Event, EventTime
from storage.moments import minute_of

UNKNOWN_CODE = "door.unknown_code"
OTHER_ENGAGEMENT = "door.other_engagement"
ALERTS = "door.alerts"


class EntryCodes:
    """Knows the codes. `engagements` are the ids of those there are; an unknown code opens the default one."""

    def __init__(
        self,
        engagements: frozenset[str],
        default_engagement: str,
        events: KnownEvents,
        now: Callable[[], datetime],
    ) -> None:
        self._engagements = engagements
        self._default = default_engagement
        self._events = events
        self._now = now

    def engagement(self, code: str) -> str:
        """Return the engagement that a code opens; the default one for no code or an unknown one."""
        event = None if code in self._engagements else self._events.event(code)
        opened = event.engagement if event else code
        return opened if opened in self._engagements else self._default

    def kept(self, code: str, *, on_paper: bool = False) -> str:
        """Return what of a code is kept: an engagement's id, or the code of an event that is open.

        An event that is not open leaves its engagement, whose questions anybody may answer at any time: nobody meets a
        dead end. An unknown code leaves nothing, since it could be anything, even a name. Sheets of paper that were
        filled in at an event are typed in after it, so for them it is enough that the event has opened.
        """
        if code in self._engagements:
            return code
        event = self._events.event(code)
        if event is None or event.engagement not in self._engagements:
            return ""
        time = event.time(minute_of(self._now()))
        return event.code if time is EventTime.OPEN or (on_paper and time is EventTime.CLOSED) else event.engagement

    def open_event(self, code: str, engagement: str) -> Event | None:
        """Return the event of an engagement that is open now under a code."""
        event = self._events.event(code) if self.kept(code) not in self._engagements else None
        return event if event and event.engagement == engagement else None

    def is_over(self, code: str, engagement: str) -> bool:
        """Whether a code is that of an event of an engagement that is over, and something came of the answers since."""
        event = None if code in self._engagements else self._events.event(code)
        if event is None or event.engagement != engagement or not self._events.published(engagement):
            return False
        return event.time(minute_of(self._now())) is EventTime.CLOSED

    def over_engagement(self, code: str) -> str:
        """Return the engagement that is gone of which a code was, or an event's, where something came of its answers.

        Empty for every other code. An old poster leads to what came of the answers, not to somebody else's questions.
        """
        event = self._events.event(code)
        engagement = event.engagement if event else code
        gone = engagement not in self._engagements
        return engagement if gone and self._events.published(engagement) else ""

    def language(self, code: str, wished: str) -> str:
        """Return the language that a talk begun by a code opens in: the open event's, else the one wished for."""
        event = self.open_event(code, self.engagement(code))
        return event.language if event and event.language else wished

    def script_at(self, script: Script, state: ConversationState) -> Script:
        """Return the script as it is for somebody at an event: it asks for no permission that was collected before.

        Only while the event is open, and only of those who came by its code or carry on at it: `state` says so.
        """
        event = self.open_event(state.entry_code, script.engagement) if state.entry_code else None
        if event is None or not event.permission:
            return script
        return replace(script, age_rules=replace(script.age_rules, ask_permission=frozenset()))

    def at_the_event(self, state: ConversationState, code: str) -> ConversationState:
        """Return the state of somebody who carries on a talk at an event: they count as come by the event's code.

        The response that they opened before stays under the code it was opened by.
        """
        event = self.open_event(code, state.engagement)
        return replace(state, entry_code=event.code) if event else state

    def say_who_is_told(
        self, script: Script, state: ConversationState, code: str, came_by: str | None, replies: tuple[Reply, ...]
    ) -> tuple[Reply, ...]:
        """Say to whoever comes to an event with alerts that an adult learns of urgent help: before the last reply.

        `came_by` is the code that their open talk came by, None where they have none: it is said once, not each time.
        """
        event = self.open_event(code, script.engagement)
        if event is None or not event.alerts or came_by == event.code or asks_language_first(script, state):
            return replies
        return (*replies[:-1], _door_words(ALERTS, script, state), replies[-1])

    def greet(self, script: Script, envelope: Envelope, came_by: str | None, turn: Turn) -> Turn:
        """Say so where a link's code is not known, is of an event that is over, opens other questions than those now open,
        or has an adult told.
        """
        picks = isinstance(envelope.inbound, Picked) and envelope.inbound.item_id == LANGUAGE_ITEM
        # The choice of a language comes without the code that its screen was opened by.
        code = envelope.code or (turn.state.entry_code if picks and came_by is None else "")
        if not code:
            return turn
        replies = turn.replies
        if isinstance(envelope.inbound, Started) or picks:
            replies = self.say_who_is_told(script, turn.state, code, came_by, replies)
        if isinstance(envelope.inbound, Started) and self.is_over(code, script.engagement):
            came = self._events.published(script.engagement)
            replies = (*event_is_over(script, turn.state, came), *replies)
        over = self.over_engagement(code)
        if over and isinstance(envelope.inbound, Started) and came_by is None:
            replies = (*event_is_over(script, turn.state, self._events.published(over), over), *replies)
        elif not self.kept(code) and came_by is None:
            replies = (_door_words(UNKNOWN_CODE, script, turn.state), *replies)
        elif self.kept(code) and came_by is not None and self.engagement(code) != script.engagement:
            replies = (_door_words(OTHER_ENGAGEMENT, script, turn.state), *replies)
        return replace(turn, replies=replies)


def _door_words(key: str, script: Script, state: ConversationState) -> Reply:
    return Reply(key, script.wording(state.language).say(key, state), Tone.NOTICE)
