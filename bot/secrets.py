"""The secret that channel addresses are hashed with: from the settings, or made once and kept in a file.

It can be changed. Talks begun under the previous one are still found for some days, and each moves to the new one with
its next turn; after those days the previous one is deleted, and what it was the key to can be found by nobody.

Receipts are made of the first secret there was, which stays beside the others for good: under another one no receipt that
was given out would open anything, and no answer could be erased by the person who gave it.
"""

import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from datetime import date
from pathlib import Path

from bot.errors import StartError
from bot.setting_values import SECRET_BYTES
from bot.settings import Settings
from storage.anonymity import ChannelKeys, PreviousSecret
from storage.staff_keys import StaffKeys

SECRET_FILE = "secret.key"  # noqa: S105 - its name, not what is in it


PREVIOUS_FILE = "secret.previous"
"""The secret before, and in letters the last day it counts, as 2026-12-31."""

RECEIPTS_FILE = "receipts.key"
"""The first secret there was, from when it is changed: receipts are made of it."""


def channel_keys(settings: Settings, today: date | None = None) -> ChannelKeys:
    """Return the keys made from the secret. Raises StartError where its file cannot be made, read or trusted.

    A previous secret whose last day is over is deleted; without `today` it stays and counts.
    """
    if today is not None:
        drop_previous_secret(settings, today)
    if settings.secret:
        previous = None
        if settings.previous_secret and settings.previous_secret_until is not None:
            before = hashlib.sha256(settings.previous_secret.encode()).digest()
            previous = PreviousSecret(before, settings.previous_secret_until)
        receipts = hashlib.sha256(settings.receipt_secret.encode()).digest() if settings.receipt_secret else None
        return ChannelKeys(hashlib.sha256(settings.secret.encode()).digest(), previous, receipts)
    return ChannelKeys(
        _kept_secret(settings.data_dir / SECRET_FILE), previous_in_file(settings), _receipts_in_file(settings)
    )


def receipt_secret(settings: Settings) -> bytes | None:
    """Return the secret that receipts are made of; None where there is no secret yet, and none is made."""
    if not settings.secret and not (settings.data_dir / SECRET_FILE).is_file():
        return None
    return channel_keys(settings).receipt_secret


def staff_keys(settings: Settings) -> StaffKeys:
    """Return what guards accounts and the audit trail: made of the first secret there was. Raises as `channel_keys`."""
    return StaffKeys(channel_keys(settings).receipt_secret)


def _receipts_in_file(settings: Settings) -> bytes | None:
    path = settings.data_dir / RECEIPTS_FILE
    return _kept_secret(path) if path.exists() else None


def previous_in_file(settings: Settings) -> PreviousSecret | None:
    """Return the previous secret that is kept in a file, None where there is none. Raises StartError for a damaged one."""
    path = settings.data_dir / PREVIOUS_FILE
    try:
        kept = path.read_bytes()
        return PreviousSecret(kept[:SECRET_BYTES], date.fromisoformat(kept[SECRET_BYTES:].decode("ascii")))
    except FileNotFoundError:
        return None
    except OSError:
        raise StartError(f"the previous secret's file {path} cannot be read: check the folder's rights") from None
    except ValueError:
        raise StartError(
            f"the previous secret's file {path} is damaged: delete it; open talks then begin anew"
        ) from None


def drop_previous_secret(settings: Settings, today: date) -> bool:
    """Delete the file of a previous secret whose last day is over; return whether one went."""
    previous = previous_in_file(settings)
    if previous is None or today <= previous.until:
        return False
    _overwrite_and_delete(settings.data_dir / PREVIOUS_FILE)
    return True


def rotate_secret(settings: Settings, until: date | None) -> None:
    """Make a new secret in place of the one in the file; the old one counts until a day, or not at all.

    Killed at any moment it leaves a secret that is whole, and the previous one found; it can then be called again.
    Raises StartError where the files cannot be written.
    """
    path, previous = settings.data_dir / SECRET_FILE, settings.data_dir / PREVIOUS_FILE
    old = _kept_secret(path)
    try:
        _write(settings.data_dir / RECEIPTS_FILE, old, replace=False)
        if until is None:
            _overwrite_and_delete(previous)
        else:
            _write(previous, old + until.isoformat().encode("ascii"), replace=True)
        _write(path, secrets.token_bytes(SECRET_BYTES), replace=True)
    except OSError:
        raise StartError(f"the secret's file {path} cannot be written: check the folder's rights") from None


def _overwrite_and_delete(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()


def webhook_secret(settings: Settings, keys: ChannelKeys) -> str:
    """Return what Telegram must send with every webhook call; the same in every replica that shares the secret."""
    derived = hmac.new(keys.secret, b"telegram webhook", hashlib.sha256).hexdigest()
    return settings.telegram_webhook_secret or derived


def _kept_secret(path: Path) -> bytes:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _write(path, secrets.token_bytes(SECRET_BYTES), replace=False)
        kept = path.read_bytes()
    except OSError:
        raise StartError(
            f"the secret's file {path} cannot be written or read: check the folder's rights, or set SAYSO_SECRET"
        ) from None
    if len(kept) != SECRET_BYTES:
        raise StartError(f"the secret's file {path} is damaged: put back its backup, or set SAYSO_SECRET")
    return kept


def _write(path: Path, content: bytes, *, replace: bool) -> None:
    """Write a file for its owner's eyes; where it is not to replace another one, and another process is faster, that stands.

    The name is given only to a file that is whole and on the disk: nobody can read half a secret, and a crash leaves
    none behind.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.replace(path)
        else:
            with contextlib.suppress(FileExistsError):
                path.hardlink_to(draft)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        draft.unlink(missing_ok=True)
