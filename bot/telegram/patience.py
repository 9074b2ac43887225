"""How long Sayso keeps trying before it gives up; one value, so that tests can be quick without pretending."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """Pauses and limits, all in seconds.

    `send`: pauses before sending once more after an error of the network. `longest_wait`: the longest that Telegram may
    ask us to wait with one message, all in all; where it asks for more the message is given up. `burst`: how many
    messages, not seconds, a chat may get at once before it gets one a second. `turn`: pauses before a failed turn runs
    once more, half a minute in all, which a database needs to restart; after the last an apology is sent. `press`: how
    long a pressed button waits for the end of its turn, before it is let go by a call of its own. `poll`: how long
    Telegram holds a request that has nothing to tell. `look_again`: how often to ask for more while turns are under
    way. `reconnect`: pauses while Telegram cannot be reached, the last one over and over. `drain`: how long turns under
    way may take when Sayso stops. `stand_by`: how often a copy that stands by looks whether it is needed, and the one
    that fetches whether it still may. `webhook`: how often to look whether the webhook is still set. `alerts`: how often
    to look for alerts that staff chats are to be told of: 'at once', for somebody who is in the same room.
    """

    send: tuple[float, ...] = (0.5, 1, 2, 5, 10, 20)
    longest_wait: float = 60
    burst: int = 20
    turn: tuple[float, ...] = (1, 2, 4, 8, 16)
    press: float = 2
    poll: int = 30
    look_again: float = 0.25
    reconnect: tuple[float, ...] = (1, 2, 5, 10, 30)
    drain: float = 15
    stand_by: float = 2
    webhook: float = 60
    alerts: float = 2
