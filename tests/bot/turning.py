"""What the tests of turns have in common: a moment, two engagements, and short ways to say what a person did."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from bot.channel import Envelope
from bot.turns import Turns
from conversations.content import load_script
from conversations.inbound import Inbound, Picked
from conversations.people import Channel
from conversations.script import Script
from storage.anonymity import ChannelKeys
from storage.database import Database

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = NOW.date()
SCRIPT = load_script()
OTHER = replace(SCRIPT, engagement="other-questions", version="7-abcdef")
SCRIPTS = {SCRIPT.engagement: SCRIPT, OTHER.engagement: OTHER}
TO_THE_FIRST_QUESTION = (
    Picked("audience", "young_person"),
    Picked("age", "16_17"),
    Picked("check", "no"),
    Picked("take_part", "yes"),
    Picked("quotes", "yes"),
)


def turns_of(database: Database, scripts: Mapping[str, Script] = SCRIPTS, now: datetime = NOW) -> Turns:
    """Return what takes turns at one moment, as one process of several that share the secret would have it."""
    return Turns(database, scripts, SCRIPT.engagement, ChannelKeys(b"s" * 32), lambda: now)


def said(
    inbound: Inbound, message_id: str = "", *, address: str = "somebody", channel: Channel = Channel.WEB, code: str = ""
) -> Envelope:
    """Return one thing that a person did."""
    return Envelope(channel, address, message_id, inbound, code)


async def go_to_the_first_question(turns: Turns, *, address: str = "somebody") -> None:
    """Take somebody through the consent steps."""
    for step in TO_THE_FIRST_QUESTION:
        await turns.take(said(step, address=address))
