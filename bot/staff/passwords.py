"""Passwords of staff: which may be chosen, and how they are kept.

The rules are NIST's (SP 800-63B, 3.1.1.2): length counts, no make-up of letters and digits is demanded, none runs out by
itself, and those that everybody tries first are refused. Kept is Argon2id with the parameters that OWASP recommends.
"""

import asyncio
import unicodedata
from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 200
"""Characters. The longest is far beyond any phrase, and keeps a hostile one from costing much."""

FEWEST_DIFFERENT = 5
"""Different characters that a password must have at the least."""

AT_ONCE = 2
"""Hashes that are worked out side by side: each takes 19 MiB and some 30 ms of a core, and talks go on meanwhile."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _limit() -> asyncio.Semaphore:
    return asyncio.Semaphore(AT_ONCE)


@cache
def nobody() -> str:
    """Return a hash to check against where there is no account, so that this takes as long as where there is one."""
    return _hasher.hash("nobody signs in with this")


@cache
def common_passwords() -> frozenset[str]:
    """Return what everybody tries first, in small letters."""
    listed = files("bot.staff").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in listed.splitlines() if line and not line.startswith("#"))


def what_is_wrong(password: str, name: str) -> str:
    """Return the key of the text that says why a password cannot be chosen for an account; empty where it can be."""
    plain = _same(password)
    if len(plain) < SHORTEST:
        return "joining.too_short"
    if len(plain) > LONGEST:
        return "joining.too_long"
    small = plain.lower()
    bare = "".join(letter for letter in small if letter.isalpha())
    own = [part for part in (name, name.partition("@")[0]) if len(part) > 3]  # noqa: PLR2004 - 'jo' is in many words
    known = common_passwords()
    if len(set(small)) < FEWEST_DIFFERENT or small in known or bare in known or any(part in small for part in own):
        return "joining.too_common"
    return ""


async def hashed(password: str) -> str:
    """Return what is kept of a password, worked out beside the event loop."""
    async with _limit():
        return await asyncio.to_thread(_hasher.hash, _same(password))


async def fits(password: str, kept: str) -> bool:
    """Whether this is the password that was kept. It takes as long where it is not."""
    async with _limit():
        return await asyncio.to_thread(_verify, _same(password)[:LONGEST], kept)


def _verify(password: str, kept: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def _same(password: str) -> str:
    """Return one way to write what keyboards write in several (NFKC, as NIST asks for)."""
    return unicodedata.normalize("NFKC", password.encode(errors="replace").decode())
