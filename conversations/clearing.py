"""Taking the chat off a phone: what is said about it, and where the way to it is offered.

The chat is one thing and the answers are another: taking one away leaves the other, and the texts say so. Only Telegram
keeps a chat on the phone; there the door itself takes away the messages it can, and this module only says how it is.
"""

from dataclasses import replace

from conversations.inbound import Command
from conversations.people import Channel
from conversations.prompts import command_buttons, notice
from conversations.script import Script
from conversations.state import ConversationState, Phase
from conversations.turn import Reply

HOW_TO_CLEAR = "clear.how"
"""The key of the reply that answers somebody who wants the chat off their phone: a door that can help with it does."""


def stays_on_the_phone(state: ConversationState) -> bool:
    """Whether this channel keeps the talk where somebody else can read it later."""
    return state.channel is Channel.TELEGRAM


def how_to_clear(script: Script, state: ConversationState) -> tuple[Reply, ...]:
    """Return how the whole chat is taken off a phone, and that the answers are another thing.

    On Telegram the question is not asked again: what is left on the screen should say as little as it can. Carry on
    brings it back, and erasing is offered beside it where there is something to erase.
    """
    how = notice(script, state, HOW_TO_CLEAR)
    answers = notice(script, state, "clear.answers_open" if state.taking_part else "clear.answers")
    if not stays_on_the_phone(state):
        return (how, answers)
    offered: tuple[Command, ...] = (Command.CARRY_ON,) if state.phase is not Phase.NEW else ()
    offered += (Command.DELETE,) if state.taking_part else ()
    return (how, replace(answers, buttons=command_buttons(script, state, (*offered, Command.HELP))))


def with_way_to_clear(script: Script, state: ConversationState, reply: Reply) -> Reply:
    """Return the reply with the button that takes the chat off the phone, where the phone keeps it."""
    if not stays_on_the_phone(state):
        return reply
    return replace(reply, buttons=(*reply.buttons, *command_buttons(script, state, (Command.CLEAR,))))
