"""What this door says by itself, outside any turn, in the person's language as far as that can be known."""

import logging

from bot.channel import Envelope
from bot.turns import Turns
from conversations.engine import new_state
from conversations.people import Channel

log = logging.getLogger(__name__)

GROUP = "door.group"
APOLOGY = "door.apology"
CAPTION = "door.caption"
CLEARED = "door.cleared"
NOT_CLEARED = "door.not_cleared"


def door_words(turns: Turns, key: str, language: str = "", code: str = "") -> str:
    """Return one of the door's own texts; in the script's default language where there is no wording in the wished."""
    script = turns.script(code)
    state = new_state(script, Channel.TELEGRAM, language)
    return script.wording(state.language).say(key, state)


async def known_language(turns: Turns, envelope: Envelope) -> str:
    """Return the language of the open conversation; what the envelope wishes where that cannot be found out."""
    try:
        view = await turns.look(envelope.channel, envelope.address, envelope.code, envelope.language)
    except Exception:  # noqa: BLE001 - asked for when something is broken already
        return envelope.language
    return view.state.language
