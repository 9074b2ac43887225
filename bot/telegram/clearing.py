"""Takes the newest messages of a private chat away, without knowing which they are: no number of one is ever stored.

A bot may take messages out of a private chat on both sides for 48 hours (Bot API, deleteMessages: up to a hundred
numbers a call, those not found are skipped). All private chats of a bot count their messages in one row, so the numbers
of one chat lie scattered below its newest message, the further apart the busier the bot is. What is taken away is
therefore what lies within reach, and nothing more is claimed.
"""

from collections.abc import Sequence

from bot.telegram.sending import Delivery, Sender

A_CALL = 100
"""Numbers that one call may name."""

MOST_CALLS = 12
"""Calls in all. Telegram refuses a whole call where one message in it is too old, so then it is halved."""


def within_reach(newest: int, in_hand: int) -> list[range]:
    """Return the numbers to try, call by call, newest first.

    A hundred up to the newest message, and two hundred up to the one in hand: who presses an old button has their
    messages there. Where the one in hand is among the newest, it is three hundred in a row.
    """
    tops = (newest, below := min(in_hand, newest - A_CALL), below - A_CALL)
    calls = (range(top, max(top - A_CALL, 0), -1) for top in tops)
    return [call for call in calls if call]


async def take_messages_away(sender: Sender, chat_id: int, newest: int, in_hand: int) -> bool:
    """Take away what can be of the messages within reach; return whether any call was taken.

    Raises nothing: where Telegram refuses, asks for too much patience, lacks the method or cannot be reached, that is
    where it ends.
    """
    waiting: list[Sequence[int]] = [*within_reach(newest, in_hand)]
    taken = False
    for _ in range(MOST_CALLS):
        if not waiting:
            break
        numbers = waiting.pop(0)
        match await sender.delete(chat_id, numbers):
            case Delivery.SENT:
                taken = True
            case Delivery.REFUSED:
                # One of these is too old, and so is all that lies below it.
                half = len(numbers) // 2
                waiting = [numbers[:half], numbers[half:]] if half else []
            case _:
                break
    return taken
