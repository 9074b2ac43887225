"""What stands between a channel address and an answer: keyed hashes, random ids, days instead of seconds.

A keyed hash of an address is still personal data (ICO anonymisation guidance, 2025): it lives only while the
conversation is open. The key is never in the database, so the database alone cannot be searched for a person.
"""

import asyncio
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date

from conversations.people import Channel


@dataclass(frozen=True, slots=True, repr=False)
class PreviousSecret:
    """A secret that was changed, and the last day on which what was stored under it is still found."""

    secret: bytes
    until: date


@dataclass(frozen=True, slots=True, repr=False)
class ChannelKeys:
    """Makes the keyed hashes. `secret` must be random and at least 32 bytes long, `previous` the one before it.

    What is stored is stored under the secret; the previous one only finds what it was stored under before. `receipts` is
    what receipts are made of where that is not the secret, since one that was given out has to open for years.
    """

    secret: bytes
    previous: PreviousSecret | None = None
    receipts: bytes | None = None

    def __post_init__(self) -> None:
        """Refuse a secret that could be guessed."""
        if len(self.secret) < 32:  # noqa: PLR2004 - as long as the hash
            raise ValueError("the secret must have 32 bytes or more")

    @property
    def receipt_secret(self) -> bytes:
        """What receipts are made of: it stays when the secret is changed."""
        return self.receipts or self.secret

    def on(self, day: date) -> "tuple[ChannelKeys, ...]":
        """Return the keys that things may be stored under on a day: these, and those of the previous secret."""
        if self.previous is None or day > self.previous.until:
            return (self,)
        return (self, ChannelKeys(self.previous.secret))

    def conversation(self, channel: str, address: str) -> str:
        """Return the key that an open conversation is kept under, 64 hexadecimal digits."""
        return self._hash("conversation", channel, address)

    def message(self, channel: str, address: str, message_id: str) -> str:
        """Return the fingerprint that a handled message is known by, 64 hexadecimal digits.

        Fingerprints outlive a talk by days. Telegram numbers all updates of a bot in one row, so there the chat is left
        out: even with the key nobody can find out from a fingerprint that a chat took part. The web chat's address is
        random and the browser's alone.
        """
        return self._hash("message", channel, "" if channel == Channel.TELEGRAM.value else address, message_id)

    def _hash(self, *parts: str) -> str:
        # Lengths go in as well, so that no two lists of parts can give the same bytes.
        framed = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
        return hmac.new(self.secret, framed, hashlib.sha256).hexdigest()


RECEIPT_BITS = 44
"""What a receipt's words carry: four words out of 2,048."""


@dataclass(frozen=True, slots=True, repr=False)
class ReceiptKeys:
    """Makes the value of a receipt out of a response's id, and the hash that it is found by, from the receipts' secret.

    The value is worked out anew whenever it is to be shown, so it is stored nowhere. Who has the database alone can
    work out neither values nor hashes; who has the secret too needs a slow hash for every guess.
    """

    secret: bytes

    def value(self, response_id: str, number: int) -> int:
        """Return the value of a response's receipt, of RECEIPT_BITS bits; `number` tells apart what would be alike."""
        digest = ChannelKeys(self.secret)._hash("receipt", response_id, str(number))  # noqa: SLF001 - the same framing
        return int(digest, 16) >> (256 - RECEIPT_BITS)

    async def hashed(self, value: int) -> str:
        """Return what a receipt is found by, 64 hexadecimal digits. Slow on purpose, so it runs beside the event loop."""
        return await asyncio.to_thread(self._slow_hash, value)

    def _slow_hash(self, value: int) -> str:
        salt = hmac.new(self.secret, b"receipt hash", hashlib.sha256).digest()
        # 16 MB and some hundredths of a second: RFC 7914's cost for signing in.
        return hashlib.scrypt(value.to_bytes(8, "big"), salt=salt, n=2**14, r=8, p=1, dklen=32).hex()


def new_response_id() -> str:
    """Return a random response id of 32 hexadecimal digits: it holds no time, no counter, no address."""
    return secrets.token_hex(16)
