"""What stands between a channel address and an answer: keyed hashes, random ids, days instead of seconds.

A keyed hash of an address is still personal data (ICO anonymisation guidance, 2025): it lives only while the
conversation is open. The key is never in the database, so the database alone cannot be searched for a person.
"""

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

    def device(self, code: str, until: int) -> str:
        """Return what a shared device carries to show that an adult set it up for an event, up to a minute."""
        return self._hash("shared device", code, str(until))

    def _hash(self, *parts: str) -> str:
        return keyed_hash(self.secret, *parts)


def keyed_hash(secret: bytes, *parts: str) -> str:
    """Return the HMAC-SHA-256 of some texts under a secret, 64 hexadecimal digits."""
    # Lengths go in as well, so that no two lists of parts can give the same bytes.
    encoded = [part.encode() for part in parts]
    framed = b"".join([len(part).to_bytes(4, "big") + part for part in encoded])
    return hmac.digest(secret, framed, "sha256").hex()


RECEIPT_BITS = 44
"""What a receipt's words carry: four words out of 2,048."""


@dataclass(frozen=True, slots=True, repr=False)
class ReceiptKeys:
    """Makes the value of a receipt out of a response's id, and the hash that it is found by, from the receipts' secret.

    The value is worked out anew whenever it is to be shown, so it is stored nowhere. Who has the database alone can
    work out neither values nor hashes.
    """

    secret: bytes

    def value(self, response_id: str, number: int) -> int:
        """Return the value of a response's receipt, of RECEIPT_BITS bits; `number` tells apart what would be alike."""
        digest = keyed_hash(self.secret, "receipt", response_id, str(number))
        return int(digest, 16) >> (256 - RECEIPT_BITS)

    def hashed(self, value: int) -> str:
        """Return what a receipt is found by, 64 hexadecimal digits.

        A slow hash would guard nothing: who has the secret beside the database makes every value out of the ids.
        """
        return keyed_hash(self.secret, "receipt hash", str(value))

    def mask(self, channel: str, address: str, message_id: str) -> int:
        """Return a number of RECEIPT_BITS bits that only this message from this address makes, to lay over a receipt."""
        digest = keyed_hash(self.secret, "last words", channel, address, message_id)
        return int(digest, 16) >> (256 - RECEIPT_BITS)


def new_response_id() -> str:
    """Return a random response id of 32 hexadecimal digits: it holds no time, no counter, no address."""
    return secrets.token_hex(16)
