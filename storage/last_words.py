"""How a talk ended, kept for some minutes: for a browser or a Telegram that sends the closing message once more.

The answer to it may have got lost on the way, and with it the receipt, which nothing else can show again. So it is kept
under the fingerprint of the very message that closed the talk, in the turn's own transaction, that any process can give it
again also after a crash.

It joins nobody to anything: the receipt's value lies under a mask that only the closing message itself makes, with the
secret and the address it came from. The mask is as long as the value and is used once (a one-time pad), so without it
every value is as likely as any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

from sqlalchemy import Insert, delete, select

from conversations.state import ConversationState
from conversations.turn import Reply
from storage.prepared import AnyConnection, Prepared, given, rows, run
from storage.tables import LastWordsRow

KEPT_MINUTES = 10
"""Minutes in which it is given again; after a few more it is deleted."""

KEPT = ("state", "replies", "masked_receipt", "expires_minute")


def _keep(dialect: ModuleType) -> Insert:
    kept = dialect.insert(LastWordsRow).values({name: given(name) for name in ("fingerprint", *KEPT)})
    # Marks of handled messages go after days; one that was made again may meet last words of the same name.
    renewed: Insert = kept.on_conflict_do_update(
        index_elements=[LastWordsRow.fingerprint], set_={name: kept.excluded[name] for name in KEPT}
    )
    return renewed


KEEP = Prepared(_keep)
GIVE = Prepared(
    lambda _: select(LastWordsRow.state, LastWordsRow.replies, LastWordsRow.masked_receipt).where(
        LastWordsRow.fingerprint.in_((given("mark"), given("other_mark"))),
        LastWordsRow.expires_minute > given("minute"),
    )
)
DROP = Prepared(lambda _: delete(LastWordsRow).where(LastWordsRow.expires_minute <= given("minute")))


@dataclass(frozen=True, slots=True, repr=False)
class LastWords:
    """What was said to a closing message. `masked_receipt` is None where no receipt was shown."""

    state: ConversationState
    replies: tuple[Reply, ...]
    masked_receipt: int | None


async def keep_last_words(connection: AnyConnection, fingerprint: str, said: LastWords, minute: int) -> None:
    """Keep what is said to a closing message, from this minute on."""
    values = {
        "fingerprint": fingerprint,
        "state": said.state.to_json(),
        "replies": [reply.to_json() for reply in said.replies],
        "masked_receipt": said.masked_receipt,
        "expires_minute": minute + KEPT_MINUTES,
    }
    await run(connection, KEEP, values)


async def last_words(connection: AnyConnection, fingerprints: Sequence[str], minute: int) -> LastWords | None:
    """Return what was said to a message; None where it closed nothing, or some minutes have gone by."""
    values = {"mark": fingerprints[0], "other_mark": fingerprints[-1], "minute": minute}
    for state, replies, masked in await rows(connection, GIVE, values):
        return LastWords(ConversationState.from_json(state), tuple(Reply.from_json(reply) for reply in replies), masked)
    return None


async def drop_last_words(connection: AnyConnection, minute: int) -> int:
    """Delete what is given no more; return how many."""
    return await run(connection, DROP, {"minute": minute})
