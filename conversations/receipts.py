"""Receipts: four words that open what somebody gave, from any device. What is said about them, and when they are shown.

No word of a receipt is known here: a reply keeps a place for them, which is filled only when it is shown or sent.
"""

from collections.abc import Sequence
from dataclasses import replace

from conversations.prompts import notice
from conversations.script import Script
from conversations.state import ConversationState
from conversations.turn import IssueReceipt, Link, LinkKind, Reply, Turn

PLACE = "{receipt}"
"""What stands in a reply, also in a stored one, where the four words are to be."""

WHILE_OPEN = "receipt.open"
AT_THE_END = "receipt.kept"
SHOWS_WORDS = frozenset({WHILE_OPEN, AT_THE_END})
"""The replies that have such a place: nothing that a person wrote can ever be taken for one."""


def receipt(script: Script, state: ConversationState, key: str = WHILE_OPEN) -> Reply:
    """Return the reply that shows the receipt."""
    return notice(script, state, key, receipt=PLACE)


def with_receipt(script: Script, state: ConversationState, turn: Turn) -> Turn:
    """Return a turn that shows the receipt as well."""
    return replace(turn, replies=(*turn.replies, receipt(script, state)), effects=(*turn.effects, IssueReceipt()))


def not_to_be_found(script: Script, state: ConversationState) -> Reply:
    """Return how it is for somebody whose talk is over: with the words all can be done, without them nothing."""
    return replace(notice(script, state, "receipt.closed"), links=(link_to_open(script, state),))


def link_to_open(script: Script, state: ConversationState) -> Link:
    """Return the way to where a receipt is opened; on Telegram that is a command, so no link is shown there."""
    return Link(LinkKind.RECEIPT, script.wording(state.language).say("page.have_receipt", state))


def needs_words(replies: Sequence[Reply]) -> bool:
    """Whether any of these replies shows a receipt."""
    return any(reply.key in SHOWS_WORDS for reply in replies)


def filled(replies: Sequence[Reply], words: str) -> tuple[Reply, ...]:
    """Return the replies with the four words in their place."""
    return tuple(
        replace(reply, text=reply.text.replace(PLACE, words)) if reply.key in SHOWS_WORDS else reply
        for reply in replies
    )
