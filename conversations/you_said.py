"""You said, we did: what staff publish of what became of a theme, and how it is said to young people.

Staff type every word of it; here is only how it is put. What may be published: `storage/we_did.py` and
`bot/staff/we_did_checks.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conversations.prompts import notice
from conversations.script import Script
from conversations.state import ConversationState
from conversations.turn import Link, LinkKind, Reply, Tone

MOST_IN_A_CHAT = 10
"""Entries that one message of a chat reads out, the newest first; the page has them all."""

EVENT_OVER = "you_said.event_over"


class WhatCame(StrEnum):
    """What came of a theme: each is the name of the words above it."""

    WE_DID = "we_did"
    NOT_YET = "not_yet"
    WE_CANNOT = "we_cannot"


@dataclass(frozen=True, slots=True)
class YouSaid:
    """What was said by many and what came of it, in words that staff wrote, with the day that it holds for."""

    you_said: str
    came: WhatCame
    words: str
    on: date


def day_shown(script: Script, state: ConversationState, day: date) -> str:
    """Return a day as this language writes it, in numbers."""
    wording = script.wording(state.language)
    return wording.say("you_said.date", state, day=f"{day:%d}", month=f"{day:%m}", year=f"{day:%Y}")


def entry_replies(script: Script, state: ConversationState, entries: Sequence[YouSaid]) -> tuple[Reply, ...]:
    """Return entries as messages of a chat, one each."""
    say = script.wording(state.language).say
    return tuple(
        Reply(
            "you_said.you_said",
            f"{say('you_said.you_said', state)}\n{entry.you_said}\n\n"
            f"{say(f'you_said.{entry.came.value}', state)}\n{entry.words}\n{day_shown(script, state, entry.on)}",
            Tone.NOTICE,
        )
        for entry in entries[:MOST_IN_A_CHAT]
    )


def event_is_over(
    script: Script, state: ConversationState, entries: Sequence[YouSaid] = (), engagement: str = ""
) -> tuple[Reply, ...]:
    """Return what is said to whoever comes by the code of an event that is over: what came of it, and that they may answer.

    `entries` are read out where there is no page to lead to; `engagement` is the one they are of, where it is another than
    the script's.
    """
    label = script.wording(state.language).say("receipt_page.next_heading", state)
    over = notice(script, state, EVENT_OVER)
    link = Link(LinkKind.YOU_SAID, label, engagement or script.engagement)
    return (Reply(over.key, over.text, over.tone, links=(link,)), *entry_replies(script, state, entries))
