"""What guards the staff's part of the database against whoever has the database alone: keyed hashes, and a mask.

All are made of the secret that receipts are made of, which stays when SAYSO_SECRET is changed: entries of the audit trail
have to be verified for years, and an authenticator app cannot be told that a secret has changed.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from storage.anonymity import keyed_hash

NONCE_BYTES = 12


@dataclass(frozen=True, slots=True, repr=False)
class StaffKeys:
    """Makes the hashes and masks. `secret` must be random and at least 32 bytes long."""

    secret: bytes

    def hashed(self, purpose: str, *parts: str) -> str:
        """Return 64 hexadecimal digits that only this secret makes of these parts; no two purposes share any."""
        return keyed_hash(self.secret, "staff", purpose, *parts)

    def masked(self, account_id: str, plain: bytes) -> str:
        """Return bytes, at most 32, as hexadecimal digits that only this secret can read, and only as this account's."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return (nonce + _laid_over(plain, self._pad(account_id, nonce))).hex()

    def unmasked(self, account_id: str, kept: str) -> bytes:
        """Return what `masked` was given. What was masked for another account, or by another secret, comes out as noise."""
        nonce, masked = bytes.fromhex(kept)[:NONCE_BYTES], bytes.fromhex(kept)[NONCE_BYTES:]
        return _laid_over(masked, self._pad(account_id, nonce))

    def _pad(self, account_id: str, nonce: bytes) -> bytes:
        return hmac.new(self.secret, b"staff mask" + nonce + account_id.encode(), hashlib.sha256).digest()


def _laid_over(content: bytes, pad: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(content, pad[: len(content)], strict=True))


def token_hash(token: str) -> str:
    """Return what is stored of a random token. It needs no key: nobody can guess 256 random bits."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
